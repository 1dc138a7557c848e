namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>What the server does in the same breath as a write, so that the next request finds it done.</summary>
internal sealed class Reactions(ClusterServices cluster)
{
    private static readonly Collection ClusterRoles = new(Authorizer.RbacGroup, "clusterroles");

    /// <summary>Puts into an empty store what exists in every cluster before the first request.</summary>
    public static void Bootstrap(ClusterServices cluster)
    {
        var reactions = new Reactions(cluster);
        foreach (var document in YamlFile.Parse(Template.Text("bootstrap.yaml")).Documents) reactions.Seed((JsonObject)document.ToJson()!);
    }

    /// <summary>An object was created or changed.</summary>
    public void After(ObjectKey key, JsonObject stored)
    {
        if (key is { Group: "", Plural: "namespaces" }) Furnish(key.Name);
        if (IsDefinition(key)) Establish(key, stored);
        if (key.Collection == ClusterRoles) Aggregate();
    }

    /// <summary>Removes an object; a definition is served no longer before it goes. False when somebody else was quicker.</summary>
    public bool TryEnd(ObjectKey key, JsonObject live)
    {
        if (IsDefinition(key)) cluster.Catalog.Serve(key.Name, []);
        var ended = cluster.Store.TryWrite(key, live, null);
        if (!ended && IsDefinition(key) && cluster.Store.Find(key) is { } still) cluster.Catalog.Serve(key.Name, CustomKind.TypesOf(still));
        return ended;
    }

    /// <summary>Adds an object on the server's own account; nothing happens when it exists.</summary>
    public void Seed(JsonObject seeded)
    {
        var type = cluster.Catalog.FindKind(seeded.Text("apiVersion"), seeded.Text("kind"))!;
        var metadata = seeded.Metadata;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Trees.Timestamp(cluster.Time.GetUtcNow());
        var key = type.Key(metadata.Text("namespace"), metadata.Text("name")!);
        if (cluster.Store.TryWrite(key, null, seeded)) After(key, seeded);
    }

    /// <summary>Gives a live namespace its default account and the authority's certificate, as far as it lacks them.</summary>
    public void Furnish(string name)
    {
        if (cluster.Store.Find(new ObjectKey("", "namespaces", "", name)) is not { } found
            || found.Has("metadata", "deletionTimestamp")) return;
        foreach (var item in (string[])["account", "authority"])
            Seed(Template.Namespaces.Fill(item, [("namespace", name), ("certificate", cluster.Authority.CertificatePem)]));
    }

    private static bool IsDefinition(ObjectKey key) => key is { Group: "apiextensions.k8s.io", Plural: "customresourcedefinitions" };

    private void Establish(ObjectKey key, JsonObject definition)
    {
        if (definition.Has("metadata", "deletionTimestamp")) return;
        var completed = CustomDefinitions.Establish(definition, cluster.Time.GetUtcNow());
        if (!JsonNode.DeepEquals(completed, definition)) cluster.Store.TryWrite(key, definition, completed);
        cluster.Catalog.Serve(key.Name, CustomKind.TypesOf(completed));
    }

    /// <summary>Gives each aggregating role the rules of those that it selects.</summary>
    private void Aggregate()
    {
        var roles = cluster.Store.List(ClusterRoles).Objects;
        foreach (var role in roles.Where(role => role.Has("aggregationRule")))
        {
            var selectors = role.Items("aggregationRule", "clusterRoleSelectors")
                .Select(one => LabelSelectors.Of(one as JsonObject)).ToList();
            var taken = roles.Where(other => other != role && selectors.Exists(one => one.Matches(other.At("metadata", "labels"))))
                .SelectMany(other => other.Items("rules")).DistinctBy(rule => rule?.ToJsonString()).Select(rule => rule?.DeepClone());
            var next = role.Copy();
            next["rules"] = new JsonArray([.. taken]);
            if (JsonNode.DeepEquals(role["rules"] ?? new JsonArray(), next["rules"])) continue;
            var key = new ObjectKey(ClusterRoles.Group, ClusterRoles.Plural, "", role.Text("metadata", "name")!);
            if (cluster.Store.TryWrite(key, role, next)) Aggregate();
            return;
        }
    }
}
