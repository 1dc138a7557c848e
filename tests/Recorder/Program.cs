using System.Collections.Concurrent;
using GitOpsGuard.Playground;
using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Recording;
using GitOpsGuard.Recorder.Replay;
using GitOpsGuard.Recorder.Scripts;
using GitOpsGuard.Recorder.Servers;

var assets = Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } named ? named : null;
var unknown = args.FirstOrDefault(argument => argument.StartsWith('-') && argument != "--replay");
var filters = args.Where(argument => !argument.StartsWith('-')).ToArray();
if (unknown is not null || filters.Length > 1)
{
    await Console.Error.WriteLineAsync($"record.sh: {(unknown is null ? "one filter at a time" : $"unknown option {unknown}")}; it takes --replay and a filter, see --help");
    return 2;
}

var filter = filters.FirstOrDefault() ?? "";
var folder = Path.Combine(PlaygroundPaths.FindRoot(), "tests", "Playground", "Recordings");
try
{
    return assets is null || args.Contains("--replay") ? await ReplayAsync() : await RecordAsync(assets);
}
catch (Exception error) when (error is ScriptException or PlaygroundException or InvalidDataException)
{
    await Console.Error.WriteLineAsync($"record.sh: {error.Message}");
    return 1;
}

async Task<int> RecordAsync(string from)
{
    var scenarios = ScriptReader.Read(folder).Where(scenario => scenario.Name.Contains(filter, StringComparison.Ordinal)).ToList();
    var failures = new ConcurrentBag<string>();
    await using (var servers = new TestedServers(from))
    await using (var proxy = await RecordingProxy.StartAsync())
    {
        await Parallel.ForEachAsync(scenarios, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (scenario, cancel) =>
        {
            try
            {
                var recording = await ScenarioRecorder.RecordAsync(scenario, await servers.ForAsync(scenario.Controllers), proxy, cancel);
                recording.Write(folder);
            }
            catch (Exception error) when (error is ScriptException or InvalidDataException or OperationCanceledException or HttpRequestException)
            {
                failures.Add(error is ScriptException ? error.Message : $"{scenario.Name}: {error.Message}");
            }
        });
    }

    return Tell(scenarios.Count, failures, "recorded");
}

async Task<int> ReplayAsync()
{
    var names = RecordingFile.Names(folder).Where(name => name.Contains(filter, StringComparison.Ordinal)).ToList();
    var failures = new ConcurrentBag<string>();
    await using (var servers = new TestedServers(assets))
    {
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = assets is null ? 4 : 12 }, async (name, cancel) =>
        {
            var recording = RecordingFile.Read(folder, name);
            var server = await servers.ForAsync(recording.Controllers);
            if (await Replayer.ReplayAsync(recording, server, TimeSpan.FromSeconds(assets is null ? 5 : 30), cancel) is { } difference) failures.Add(difference);
        });
    }

    return Tell(names.Count, failures, "replayed equal");
}

int Tell(int count, IReadOnlyCollection<string> failures, string done)
{
    foreach (var failure in failures.Order(StringComparer.Ordinal)) Console.Out.WriteLine($"{failure}\n");
    Console.Out.WriteLine($"{count - failures.Count} {done}, {failures.Count} not");
    if (count == 0) Console.Out.WriteLine($"None has {filter} in its name.");
    return failures.Count == 0 && count > 0 ? 0 : 1;
}
