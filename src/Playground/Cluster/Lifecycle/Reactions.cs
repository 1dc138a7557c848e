namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>What the server does in the same breath as a write, so that the next request finds it done.</summary>
internal sealed class Reactions(ClusterServices cluster)
{
    public const string Definitions = "customresourcedefinitions";

    /// <summary>An object was created or changed.</summary>
    public void After(ObjectKey key, JsonObject stored)
    {
        if (key is { Group: "", Plural: "namespaces" }) Furnish(key.Name);
        if (key is { Group: "apiextensions.k8s.io", Plural: Definitions }) Establish(key, stored);
    }

    /// <summary>An object left the store.</summary>
    public void Ended(ObjectKey key, JsonObject last)
    {
        if (key is { Group: "apiextensions.k8s.io", Plural: Definitions }) cluster.Catalog.Withdraw(last.Text("metadata", "name")!);
    }

    /// <summary>Adds an object on the server's own account; nothing happens when it exists.</summary>
    public void Seed(string apiVersion, string kind, string? inNamespace, string name, JsonObject content)
    {
        var type = cluster.Catalog.FindKind(apiVersion, kind)!;
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["uid"] = Guid.NewGuid().ToString(),
            ["creationTimestamp"] = Trees.Timestamp(cluster.Time.GetUtcNow()),
        };
        if (inNamespace is not null) metadata["namespace"] = inNamespace;
        if (type.HasGeneration) metadata["generation"] = 1;
        foreach (var (field, value) in content.Map("metadata") ?? []) metadata.Put(field, value);
        var seeded = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        foreach (var (field, value) in content)
        {
            if (field != "metadata") seeded.Put(field, value);
        }

        var key = type.Key(inNamespace, name);
        if (cluster.Store.TryAdd(key, seeded)) After(key, seeded);
    }

    /// <summary>Gives a live namespace its default account and the authority's certificate, as far as it lacks them.</summary>
    public void Furnish(string name)
    {
        if (cluster.Store.Find(new ObjectKey("", "namespaces", "", name)) is not { } found || found.Has("metadata", "deletionTimestamp")) return;
        Seed("v1", "ServiceAccount", name, "default", []);
        Seed("v1", "ConfigMap", name, "kube-root-ca.crt", new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject
                {
                    ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
                },
            },
            ["data"] = new JsonObject { ["ca.crt"] = cluster.Authority.CertificatePem },
        });
    }

    private void Establish(ObjectKey key, JsonObject definition)
    {
        if (definition.Has("metadata", "deletionTimestamp")) return;
        var completed = CustomDefinitions.Establish(definition, cluster.Time.GetUtcNow());
        if (!JsonNode.DeepEquals(completed, definition)) cluster.Store.TryReplace(key, definition, completed);
        cluster.Catalog.Serve(completed);
    }
}
