using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Scripts;
using GitOpsGuard.Recorder.Servers;

namespace GitOpsGuard.Recorder.Recording;

/// <summary>Does what a scenario says and records it.</summary>
internal sealed partial class ScenarioRecorder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Session _session;
    private readonly RecordingProxy _proxy;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recording");

    // What a variable is in a recording, and what it is now.
    private readonly Dictionary<string, (string Kept, string Now)> _variables = [];
    private (KubectlStep Step, KubectlProcess Process)? _background;

    private ScenarioRecorder(Session session, RecordingProxy proxy)
    {
        _session = session;
        _proxy = proxy;
        _variables["ns"] = (session.Scenario.Namespace, session.Scenario.Namespace);
        _variables["webhook"] = (Placeholders.Webhook, session.Webhook);
        _variables["bundle"] = (Placeholders.Bundle, session.Server.Webhooks.Bundle);
    }

    /// <summary>Records a scenario. Throws <see cref="ScriptException"/> when it does not go as the script says.</summary>
    public static async Task<RecordingFile> RecordAsync(Scenario scenario, TestedServer server, RecordingProxy proxy, CancellationToken cancel)
    {
        var session = new Session(scenario, server);
        await server.PrepareAsync(scenario.Namespace, scenario.Controllers, cancel);
        using var recorder = new ScenarioRecorder(session, proxy);
        var number = 0;
        foreach (var step in scenario.Steps)
        {
            number++;
            try
            {
                await recorder.RunAsync(step, cancel);
            }
            catch (ScriptException error)
            {
                throw new ScriptException($"{scenario.Name}, step {number}: {error.Message}");
            }
        }

        if (session.OpenWatches > 0 || recorder._background is not null) throw new ScriptException($"{scenario.Name}: a watch or a command is still open at the end");
        return new RecordingFile(scenario.Name, await server.VersionAsync(cancel), [.. session.Exchanges])
        {
            Controllers = scenario.Controllers,
            Webhooks = scenario.Webhooks,
        };
    }

    public void Dispose()
    {
        _background?.Process.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task RunAsync(Step step, CancellationToken cancel) => step switch
    {
        KubectlStep kubectl => RunAsync(kubectl, cancel),
        RequestStep { Watch: true } watch => OpenAsync(watch, cancel),
        RequestStep request => SendAsync(request, cancel),
        WatchedStep watched => WatchedAsync(watched.Events, cancel),
        _ => FinishAsync(cancel),
    };

    private async Task RunAsync(KubectlStep step, CancellationToken cancel)
    {
        foreach (var (name, text) in _session.Scenario.Files)
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), Now(text), cancel);
        var line = Now(step.Line);
        _session.Step = $"kubectl {Kept(step.Line)}";
        if (!line.Contains("-n ", StringComparison.Ordinal)) line = $"-n {_session.Scenario.Namespace} {line}";
        var watches = _session.OpenWatches;
        var process = await KubectlProcess.StartAsync(step, line, Now(step.Input), _folder, _proxy.Open(_session, step.As));
        if (!step.Background)
        {
            using (process) await process.EndAsync(step, cancel);
            await QuietAsync(watches, cancel);
            return;
        }

        _background = (step, process);
        await EventuallyAsync(() => _session.OpenWatches > watches || process.HasExited, "the command did not watch", cancel);
        if (process.HasExited) await process.EndAsync(step with { Fails = !step.Fails }, cancel);
    }

    private async Task OpenAsync(RequestStep step, CancellationToken cancel)
    {
        var kept = Request(step);
        var response = await _session.Server.OpenAsync(_session.Bindings.Fill(kept), cancel);
        if ((int)response.StatusCode != (step.Expect ?? 200))
            throw new ScriptException($"{step.Path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancel)}");
        var stream = new EventStream(response, null, cancel);
        await stream.BegunAsync(kept, Patience, cancel);
        _session.AddWatch(kept, stream);
    }

    private async Task SendAsync(RequestStep written, CancellationToken cancel)
    {
        var step = written with { Pick = [.. written.Pick.Select(Kept)], Until = Until(written) };
        var kept = Request(step);
        var started = TimeProvider.System.GetTimestamp();
        await _session.Pace.BeforeAsync(kept, cancel);
        while (true)
        {
            var answer = await _session.Server.SendAsync(_session.Bindings.Fill(kept), cancel);
            _session.Pace.After(kept);
            if (IsWanted(step, answer) && _session.Server.Webhooks.Count(_session.Scenario.Namespace) >= (step.Reviewed ?? 0))
            {
                var exchange = _session.Add(kept, answer, step);
                foreach (var (name, pointer) in step.Capture) Capture(name, pointer, exchange);
                return;
            }

            if (step.Until is null || TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new ScriptException($"{step.Method} {step.Path} answered {answer.Code}: {RecordedAnswer.Read(answer.Content)?.ToJsonString(Json.Plain)}");
            _session.Server.Webhooks.Take(_session.Scenario.Namespace);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
        }
    }

    private JsonObject? Until(RequestStep step) =>
        step.Until is null ? null : new JsonObject(step.Until.Select(wanted => KeyValuePair.Create(Kept(wanted.Key), wanted.Value?.DeepClone())));

    private static bool IsWanted(RequestStep step, RawAnswer answer)
    {
        if (step.Expect is { } code ? answer.Code != code : answer.Code >= 400) return false;
        var body = RecordedAnswer.Read(answer.Content);
        return step.Until is null || step.Until.All(wanted => JsonNode.DeepEquals(Json.At(body, wanted.Key), wanted.Value));
    }

    private void Capture(string name, string pointer, Exchange exchange)
    {
        var value = Json.At(exchange.Answer.Body, pointer);
        var kept = value is JsonObject token && token["is"] is { } named ? (string)named! : value?.ToString();
        if (kept is null) throw new ScriptException($"the answer has no {pointer} for ${name}: {exchange.Answer.Body?.ToJsonString(Json.Plain)}");
        var now = Placeholders.Any().Replace(kept, match => _session.Bindings.Find(match.Value) ?? match.Value);
        _variables[name] = (kept, now);
    }

    private async Task WatchedAsync(int events, CancellationToken cancel)
    {
        await _session.WatchedAsync(events, cancel);
        _background?.Process.Dispose();
        _background = null;
    }

    private async Task FinishAsync(CancellationToken cancel)
    {
        if (_background is not var (step, process)) throw new ScriptException("no command is in the background");
        using (process) await process.EndAsync(step, cancel);
        _background = null;
        await QuietAsync(0, cancel);
    }

    /// <summary>Waits until the watches of a command that ended are closed here too.</summary>
    private Task QuietAsync(int watches, CancellationToken cancel) =>
        EventuallyAsync(() => _session.OpenWatches <= watches, "a watch of kubectl is still open", cancel);

    private static async Task EventuallyAsync(Func<bool> condition, string otherwise, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new ScriptException(otherwise);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
        }
    }

    private RecordedRequest Request(RequestStep step)
    {
        _session.Step = $"{step.Method} {step.Path}";
        var request = new RecordedRequest(step.Method, Kept(step.Path))
        {
            User = step.As,
            Bearer = step.Bearer is null ? null : Kept(step.Bearer),
            Accept = step.Accept,
            ContentType = step.ContentType,
            Headers = step.Headers.ToDictionary(header => header.Key, header => header.Value.Select(Kept).ToArray()),
        };
        request = step.Body switch
        {
            null => request,
            JsonValue value when value.TryGetValue<string>(out var text) => request with { Text = Kept(text) },
            _ => request with { Body = JsonNode.Parse(Kept(step.Body.ToJsonString(Json.Plain)), documentOptions: Json.Deep) },
        };
        return _session.Normal(request);
    }

    private string Kept(string text) => Replace(text, variable => variable.Kept);

    private string Now(string text) => Replace(text, variable => variable.Now);

    private string Replace(string text, Func<(string Kept, string Now), string> value) =>
        Variable().Replace(text, match => _variables.TryGetValue(match.Groups["name"].Value, out var variable) ? value(variable) : match.Value);

    [GeneratedRegex(@"\$(?<name>[a-z][A-Za-z0-9]*)")]
    private static partial Regex Variable();
}
