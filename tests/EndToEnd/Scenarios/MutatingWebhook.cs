using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Recorder.Servers;
using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>A mutating webhook that patches objects of some kinds in one namespace.</summary>
internal sealed class MutatingWebhook : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _patches;
    private readonly TeamRepository _repository;
    private HttpsServer _server = null!;

    private MutatingWebhook(TeamRepository repository, Dictionary<string, string> patches) => (_repository, _patches) = (repository, patches);

    /// <summary>Installs a webhook and waits until the API server goes by it.</summary>
    /// <param name="repository">In whose namespace objects are changed.</param>
    /// <param name="patches">A JSON patch for objects of each plural.</param>
    public static async Task<MutatingWebhook> StartAsync(TeamRepository repository, params (string Plural, string Patch)[] patches)
    {
        var hook = new MutatingWebhook(repository, patches.ToDictionary(p => p.Plural, p => p.Patch, StringComparer.Ordinal));
        hook._server = await HttpsServer.StartAsync(hook.AnswerAsync);
        await repository.ApplyAsync(hook.Configuration());
        await Eventually.HoldsAsync(
            async () => (await repository.KubectlAsync("create", "serviceaccount", "probe", "--dry-run=server", "-o", "yaml")).Output.Contains("mutated: here", StringComparison.Ordinal),
            Deadline, () => "the webhook is not asked", TimeProvider.System, TestContext.Current.CancellationToken);
        return hook;
    }

    /// <summary>Takes the webhook away and waits until the API server no longer asks it.</summary>
    public async ValueTask DisposeAsync()
    {
        (await _repository.KubectlAsync("delete", "mutatingwebhookconfiguration", _repository.Name, "--ignore-not-found")).MustSucceed();
        await Eventually.HoldsAsync(
            async () => !(await _repository.KubectlAsync("create", "serviceaccount", "probe", "--dry-run=server", "-o", "yaml")).Output.Contains("mutated: here", StringComparison.Ordinal),
            Deadline, () => "the webhook is still asked", TimeProvider.System, TestContext.Current.CancellationToken);
        await _server.DisposeAsync();
    }

    private string Configuration() => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: {{_repository.Name}}}
        webhooks:
          - name: mutate.example.com
            sideEffects: None
            admissionReviewVersions: [v1]
            clientConfig: {url: "{{_server.Address}}", caBundle: {{_server.Bundle}}}
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{_repository.Name}} } }
            rules:
              - operations: [CREATE, UPDATE]
                apiGroups: ["*"]
                apiVersions: ["*"]
                resources: [serviceaccounts, {{string.Join(", ", _patches.Keys)}}]
        """;

    private async Task AnswerAsync(HttpContext context)
    {
        var review = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        var patch = _patches.GetValueOrDefault(
            (string)review["request"]!["resource"]!["resource"]!, """[{"op":"add","path":"/metadata/annotations","value":{"mutated":"here"}}]""");
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["apiVersion"] = "admission.k8s.io/v1",
            ["kind"] = "AdmissionReview",
            ["response"] = new JsonObject
            {
                ["uid"] = (string)review["request"]!["uid"]!,
                ["allowed"] = true,
                ["patchType"] = "JSONPatch",
                ["patch"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(patch)),
            },
        }, context.RequestAborted);
    }
}
