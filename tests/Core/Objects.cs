using System.Text.Json;

namespace GitOpsGuard.Core.Tests;

/// <summary>Objects for tests, written as JSON with single quotes.</summary>
internal static class Objects
{
    internal static JsonElement Json(string text) => JsonElement.Parse(text.Replace('\'', '"'));

    internal static JsonElement Deployment(string container, string labels = "{}", string annotations = "{}", string more = "") => Json(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop','labels':" + labels
        + ",'annotations':" + annotations + "},'spec':{'replicas':3" + more + ",'template':{'spec':{'containers':[" + container + "]}}}}");
}
