using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GitOpsGuard.Conventions.Tests;

/// <summary>Which project may refer to which. A host never refers to a host: they meet through the API server.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Yaml"] = [],
        ["Kubernetes"] = ["Core"],
        ["Forges"] = ["Core"],
        ["Rendering"] = ["Yaml", "Core"],
        ["Operator"] = ["Kubernetes", "Core"],
        ["Webhook"] = ["Kubernetes", "Core"],
        ["Reconciler"] = ["Operator", "Rendering", "Forges", "Yaml", "Kubernetes", "Core"],
        ["KubectlPlugin"] = ["Rendering", "Forges", "Yaml", "Kubernetes", "Core"],
        ["Playground"] = ["Yaml", "Kubernetes", "Core"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files("src", "*.csproj").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_the_design_allows(string project)
    {
        var references = References(project);

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void Every_project_of_the_design_exists()
    {
        Assert.Equal(Allowed.Keys.Order(), Projects.Select(row => row.Data).Order());
    }

    [Fact]
    public void Core_uses_no_package()
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src/Core/Core.csproj"));

        Assert.Empty(file.Descendants("PackageReference"));
    }

    [Fact]
    public void Only_Kubernetes_refers_to_the_Kubernetes_client()
    {
        var users = Repository.Files("src", "*.csproj")
            .Where(file => File.ReadAllText(file).Contains("KubernetesClient", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(["Kubernetes"], users);
    }

    [Fact]
    public void Controllers_finalizers_and_entities_use_the_contract_of_KubeOps_alone()
    {
        var portable = Repository.Files("src/Reconciler", "*.cs").Where(file => ContractType().IsMatch(File.ReadAllText(file))).ToList();

        Assert.NotEmpty(portable);
        Assert.DoesNotContain(portable, file => File.ReadAllText(file).Contains("GitOpsGuard.Operator", StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    [GeneratedRegex(@": (IEntityController|IEntityFinalizer|CustomKubernetesEntity)<", RegexOptions.ExplicitCapture)]
    private static partial Regex ContractType();
}
