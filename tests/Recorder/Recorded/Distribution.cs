using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>Takes away what one distribution's API server adds and Kubernetes itself does not.</summary>
internal static class Distribution
{
    // The OpenShift build of kube-apiserver adds its service authority to the token volume of pods.
    private const string ServiceAuthority = "openshift-service-ca.crt";

    public static JsonNode? Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items) Strip(item);
                break;
            case JsonObject members:
                if (members["sources"] is JsonArray sources)
                {
                    foreach (var source in sources.Where(IsServiceAuthority).ToList()) sources.Remove(source);
                }

                foreach (var (_, value) in members) Strip(value);
                break;
        }

        return node;
    }

    private static bool IsServiceAuthority(JsonNode? source) =>
        source is JsonObject members && members["configMap"] is JsonObject map && map["name"] is JsonValue name
            && name.TryGetValue<string>(out var text) && text == ServiceAuthority;
}
