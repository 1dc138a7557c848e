using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>Reads the members that every Kubernetes object has.</summary>
internal static class ObjectTree
{
    extension(JsonObject item)
    {
        public string Name() => item.Text("metadata", "name")!;

        public string Namespace() => item.Text("metadata", "namespace") ?? "";

        public string Uid() => item.Text("metadata", "uid") ?? "";

        public bool IsTerminating() => item.Has("metadata", "deletionTimestamp");

        public string? Label(string key) => item.Text("metadata", "labels", key);

        public string? Annotation(string key) => item.Text("metadata", "annotations", key);

        /// <summary>The owner that controls the object, or null.</summary>
        public JsonNode? Controller() => item.Items("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller"));

        public bool IsControlledBy(JsonObject owner) => item.Controller().Text("uid") == owner.Uid();

        /// <summary>The reference by which an object of a kind controls what it creates.</summary>
        public JsonObject AsOwner(Resource kind) => Template.Nodes.Fill(
            "Owner", ("apiVersion", kind.ApiVersion), ("kind", kind.Kind), ("name", item.Name()), ("uid", item.Uid()));

        /// <summary>Whether the pod's condition Ready is True and it is not going away.</summary>
        public bool IsReadyPod() => !item.IsTerminating() && item.Items("status", "conditions")
            .Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");

        /// <summary>Whether every label of a simple selector is on the object.</summary>
        public bool Matches(JsonObject selector) => selector.All(label => item.Label(label.Key) == label.Value.Text());

        /// <summary>A copy with a text at the end of a chain of keys.</summary>
        public JsonObject With(string value, params ReadOnlySpan<string> path)
        {
            var copy = item.Copy();
            var inner = copy;
            foreach (var key in path[..^1]) inner = inner.Open(key);
            inner[path[^1]] = value;
            return copy;
        }
    }
}
