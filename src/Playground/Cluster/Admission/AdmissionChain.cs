using System.Security.Authentication;

namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>
/// Asks every webhook and policy that a request concerns: mutating webhooks one after the other, those that may be asked
/// again after the changes of later ones twice; then policies and validating webhooks, of which any may refuse.
/// </summary>
internal sealed partial class AdmissionChain(
    ObjectStore store, WebhookRules rules, AdmissionPolicies policies, WebhookTransport transport, TimeProvider time, ILogger logger)
{
    private const string Group = "admissionregistration.k8s.io";
    private const long UsualTimeoutSeconds = 10;

    /// <summary>The object as mutating webhooks changed it; null when they did not.</summary>
    public async Task<JsonObject?> MutateAsync(AdmissionCall call, CancellationToken cancel)
    {
        var first = call.Object;
        HashSet<JsonObject> again = [];
        for (var round = 1; round <= 2; round++)
        {
            foreach (var webhook in WebhooksOf("mutatingwebhookconfigurations"))
            {
                if (round == 2 && !again.Contains(webhook)) continue;
                var outcome = await AskAsync(webhook, call, cancel);
                Pass(call, outcome);
                if (outcome.Patch is null || JsonPatch.Apply(call.Object!, outcome.Patch) is not { } patched
                    || JsonNode.DeepEquals(patched, call.Object)) continue;
                call = call with { Object = patched };
                if (round == 1) again = [.. WebhooksOf("mutatingwebhookconfigurations").TakeWhile(earlier => earlier != webhook)
                    .Where(earlier => earlier.Text("reinvocationPolicy") == "IfNeeded")];
            }
        }

        return ReferenceEquals(call.Object, first) ? null : call.Object;
    }

    /// <summary>Returns when the request may go on; adds the warnings of webhooks and policies.</summary>
    public async Task AdmitAsync(AdmissionCall call, CancellationToken cancel)
    {
        if (policies.Judge(call) is { } refusal) throw refusal;
        var outcomes = await Task.WhenAll(WebhooksOf("validatingwebhookconfigurations").Select(webhook => AskAsync(webhook, call, cancel)));
        foreach (var outcome in outcomes.OrderBy(outcome => outcome.Refusal is not null)) Pass(call, outcome);
    }

    private IEnumerable<JsonObject> WebhooksOf(string configurations) =>
        store.List(new Collection(Group, configurations)).Objects.SelectMany(one => one.Items("webhooks").OfType<JsonObject>());

    private static void Pass(AdmissionCall call, Outcome outcome)
    {
        call.Request.Warnings.AddRange(outcome.Warnings.Except(call.Request.Warnings));
        if (outcome.Refusal is not null) throw outcome.Refusal;
    }

    private async Task<Outcome> AskAsync(JsonObject webhook, AdmissionCall call, CancellationToken cancel)
    {
        var name = webhook.Text("name") ?? "";
        try
        {
            if (rules.Select(webhook, webhook.Items("rules"), call) is not { } selected) return Outcome.None;
            if (webhook.Has("matchConditions")
                && !Conditions.Hold(webhook, Conditions.Scope(selected), Conditions.Variables)) return Outcome.None;
            if (call.Request.Options.DryRun && webhook.Text("sideEffects") is not ("None" or "NoneOnDryRun"))
                return new([], ApiError.BadRequest($"admission webhook \"{name}\" does not support dry run"));
            return Judge(name, await CallAsync(webhook, name, selected, cancel));
        }
        catch (Exception error) when (error is CelException or HttpRequestException)
        {
            if (webhook.Text("failurePolicy") != "Ignore")
                return new([], error is CelException ? call.Request.Forbidden(error.Message) : ApiError.Internal(error.Message));
            LogIgnored(logger, name, error.Message);
            return Outcome.None;
        }
    }

    private async Task<JsonObject> CallAsync(JsonObject webhook, string name, AdmissionCall call, CancellationToken cancel)
    {
        var config = webhook.Map("clientConfig") ?? [];
        var seconds = webhook.Number("timeoutSeconds") ?? UsualTimeoutSeconds;
        var address = WebhookTransport.AddressOf(config, seconds);
        var uid = Guid.NewGuid().ToString();
        var review = new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1",
            ["request"] = call.ToRequest(uid) };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var answer = await transport.PostAsync(config, address, review, either.Token);
            var response = answer.Map("response") ?? throw WebhookTransport.Answered("received invalid webhook response: webhook response was absent");
            if (response.Text("uid") != uid) throw WebhookTransport.Answered(
                $"received invalid webhook response: expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
            return response;
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException && !cancel.IsCancellationRequested)
        {
            var why = error is OperationCanceledException ? "context deadline exceeded" : Innermost(error);
            throw new HttpRequestException($"failed calling webhook \"{name}\": " + (error.Data["answered"] is not null
                ? why
                : $"failed to call webhook: Post \"{address}\": {why}"), error);
        }
    }

    private Outcome Judge(string name, JsonObject response)
    {
        IReadOnlyList<string> warnings = [.. response.Texts("warnings")];
        if (response.Map("auditAnnotations") is { Count: > 0 } annotations)
            LogAudit(logger, name, string.Join(", ", annotations.Select(entry => $"{entry.Key}={entry.Value.Text()}")));
        if (response.Flag("allowed")) return new(warnings, null, Patch(response));
        var (message, reason) = (response.Text("status", "message") ?? "", response.Text("status", "reason") ?? "");
        var words = message.Length > 0 ? $": {message}" : reason.Length > 0 ? $": {reason}" : " without explanation";
        var code = (int)Math.Max(response.Number("status", "code") ?? 0, 400);
        return new(warnings, new ApiError(code, reason, $"admission webhook \"{name}\" denied the request{words}",
            response.Map("status", "details")?.Copy()));
    }

    private static JsonArray? Patch(JsonObject response) =>
        response.Text("patch") is { Length: > 0 } patch ? JsonNode.Parse(Convert.FromBase64String(patch)) as JsonArray : null;

    private static string Innermost(Exception error)
    {
        while (error.InnerException is HttpRequestException or AuthenticationException or IOException) error = error.InnerException;
        return error is AuthenticationException
            ? "tls: failed to verify certificate: x509: certificate signed by unknown authority"
            : error.Message;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook {Webhook} annotated the audit record: {Annotations}")]
    private static partial void LogAudit(ILogger logger, string webhook, string annotations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed calling webhook {Webhook}, failing open: {Reason}")]
    private static partial void LogIgnored(ILogger logger, string webhook, string reason);

    /// <summary>What a webhook answered.</summary>
    private sealed record Outcome(IReadOnlyList<string> Warnings, ApiError? Refusal, JsonArray? Patch = null)
    {
        public static Outcome None { get; } = new([], null);
    }
}
