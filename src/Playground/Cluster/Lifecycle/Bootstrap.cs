using GitOpsGuard.Yaml;

namespace GitOpsGuard.Playground.Cluster.Lifecycle;

/// <summary>Puts into an empty store what exists in every cluster before the first request.</summary>
internal static class Bootstrap
{
    public static void Fill(ClusterServices cluster)
    {
        var seeds = new Reactions(cluster);
        foreach (var document in YamlFile.Parse(Template.Text("bootstrap.yaml")).Documents) seeds.Seed((JsonObject)document.ToJson()!);
    }
}
