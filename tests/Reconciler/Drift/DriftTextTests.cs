using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Reconciler.Drift;

namespace GitOpsGuard.Reconciler.Tests.Drift;

public sealed class DriftTextTests
{
    private static readonly JsonElement Live = JsonDocument.Parse("""
        {"metadata":{"managedFields":[
          {"manager":"gitopsguard","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}},
          {"manager":"kubectl-edit","operation":"Update","time":"2026-01-02T03:04:05Z","fieldsV1":{"f:spec":{"f:replicas":{}}}},
          {"manager":"other","operation":"Update","time":"2026-02-02T03:04:05Z","fieldsV1":{"f:data":{"f:x":{}}}}]}}
        """).RootElement;

    [Fact]
    public void Drift_says_what_differs_and_who_wrote_it()
    {
        var text = DriftText.Describe(new("apps", "Deployment", "shop", "web"), [Difference("spec.replicas", "3", "5")], Live);

        Assert.Equal("Deployment shop/web: spec.replicas 3 -> 5 (by kubectl-edit, 2026-01-02T03:04:05Z)", text);
    }

    [Fact]
    public void Values_of_a_secret_are_not_shown()
    {
        var text = DriftText.Describe(new("", "Secret", "shop", "s"), [Difference("data.x", "\"aHVudGVyMg==\"", "\"eA==\"")], Live);

        Assert.Equal("Secret shop/s: data.x (by other, 2026-02-02T03:04:05Z)", text);
    }

    [Fact]
    public void A_deleted_object_is_said_to_be_deleted()
    {
        Assert.Equal("Service shop/web was deleted", DriftText.Describe(new("", "Service", "shop", "web"), [], default));
    }

    private static FieldDifference Difference(string path, string before, string after) =>
        new(FieldPath.Parse(path), JsonDocument.Parse(before).RootElement, JsonDocument.Parse(after).RootElement);
}
