namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>Asks every validating webhook that a request concerns; the first refusal, in order of names, is the answer.</summary>
internal sealed partial class AdmissionChain(ObjectStore store, WebhookRules rules, WebhookTransport transport, TimeProvider time, ILogger logger)
{
    private const long UsualTimeoutSeconds = 10;

    private static readonly Collection Configurations = new("admissionregistration.k8s.io", "validatingwebhookconfigurations");

    /// <summary>Returns when the request may go on; adds the warnings of the webhooks.</summary>
    public async Task AdmitAsync(AdmissionCall call, List<string> warnings, CancellationToken cancel)
    {
        var asked = store.List(Configurations).Objects
            .SelectMany(configuration => configuration.Items("webhooks").OfType<JsonObject>())
            .Select(webhook => AskAsync(webhook, call, cancel))
            .ToList();
        var outcomes = await Task.WhenAll(asked);
        foreach (var outcome in outcomes) warnings.AddRange(outcome.Warnings.Except(warnings));
        if (outcomes.FirstOrDefault(outcome => outcome.Refusal is not null).Refusal is { } refusal) throw refusal;
    }

    private async Task<(IReadOnlyList<string> Warnings, ApiError? Refusal)> AskAsync(JsonObject webhook, AdmissionCall call, CancellationToken cancel)
    {
        var name = webhook.Text("name") ?? "";
        var ignoring = webhook.Text("failurePolicy") == "Ignore";
        try
        {
            if (!rules.Selects(webhook, call)) return ([], null);
        }
        catch (CelException error)
        {
            return ignoring ? ([], null) : ([], ApiError.Forbidden(call.Type.Row.Group, call.Type.Row.Plural, call.Name, error.Message));
        }

        if (call.DryRun && webhook.Text("sideEffects") is not ("None" or "NoneOnDryRun"))
        {
            return ([], ApiError.BadRequest($"admission webhook \"{name}\" does not support dry run"));
        }

        try
        {
            return Judge(name, await CallAsync(webhook, name, call, cancel));
        }
        catch (HttpRequestException error) when (ignoring)
        {
            LogIgnored(logger, name, error.Message);
            return ([], null);
        }
        catch (HttpRequestException error)
        {
            return ([], ApiError.Internal(error.Message));
        }
    }

    private async Task<JsonObject> CallAsync(JsonObject webhook, string name, AdmissionCall call, CancellationToken cancel)
    {
        var config = webhook.Map("clientConfig") ?? [];
        var seconds = webhook.Number("timeoutSeconds") ?? UsualTimeoutSeconds;
        var address = WebhookTransport.AddressOf(config, seconds);
        var uid = Guid.NewGuid().ToString();
        var review = new JsonObject
        {
            ["kind"] = "AdmissionReview",
            ["apiVersion"] = "admission.k8s.io/v1",
            ["request"] = call.ToRequest(uid),
        };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var answer = await transport.PostAsync(config, address, review, either.Token);
            var response = answer.Map("response") ?? throw new HttpRequestException("webhook response was absent");
            if (response.Text("uid") != uid) throw new HttpRequestException($"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
            return response;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Failed(name, $"failed to call webhook: Post \"{address}\": context deadline exceeded");
        }
        catch (HttpRequestException error)
        {
            throw Failed(name, $"failed to call webhook: Post \"{address}\": {Innermost(error)}");
        }
    }

    private (IReadOnlyList<string> Warnings, ApiError? Refusal) Judge(string name, JsonObject response)
    {
        IReadOnlyList<string> warnings = [.. response.Texts("warnings")];
        if (response.Map("auditAnnotations") is { Count: > 0 } annotations)
            LogAudit(logger, name, string.Join(", ", annotations.Select(entry => $"{entry.Key}={entry.Value.Text()}")));
        if (response.Flag("allowed")) return (warnings, null);
        var (message, reason) = (response.Text("status", "message") ?? "", response.Text("status", "reason") ?? "");
        var words = message.Length > 0 ? $": {message}" : reason.Length > 0 ? $": {reason}" : " without explanation";
        var code = (int)Math.Max(response.Number("status", "code") ?? 0, 400);
        return (warnings, new ApiError(code, reason, $"admission webhook \"{name}\" denied the request{words}",
            response.Map("status", "details")?.Copy()));
    }

    private static HttpRequestException Failed(string name, string why) => new($"failed calling webhook \"{name}\": {why}");

    private static string Innermost(Exception error)
    {
        while (error.InnerException is HttpRequestException or System.Security.Authentication.AuthenticationException or IOException)
            error = error.InnerException;
        return error is System.Security.Authentication.AuthenticationException
            ? "tls: failed to verify certificate: x509: certificate signed by unknown authority"
            : error.Message;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook {Webhook} annotated the audit record: {Annotations}")]
    private static partial void LogAudit(ILogger logger, string webhook, string annotations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed calling webhook {Webhook}, failing open: {Reason}")]
    private static partial void LogIgnored(ILogger logger, string webhook, string reason);
}
