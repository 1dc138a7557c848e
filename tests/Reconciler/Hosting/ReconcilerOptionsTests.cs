using GitOpsGuard.Reconciler.Hosting;
using GitOpsGuard.Reconciler.Tests.Git;

namespace GitOpsGuard.Reconciler.Tests.Hosting;

public sealed class ReconcilerOptionsTests
{
    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_by_its_key()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        var environment = new Dictionary<string, string>
        {
            [ReconcilerOptions.AllowLocalSourcesKey] = "maybe",
            [ReconcilerOptions.HealthPortKey] = "99999",
            [ReconcilerOptions.ListenAddressKey] = "localhost:80",
            [ReconcilerOptions.DataDirectoryKey] = Path.Combine(file, "below"),
        };

        ReconcilerOptions.Read(environment.GetValueOrDefault, out var errors);

        Assert.Equal(4, errors.Count);
        Assert.All(environment.Keys, key => Assert.Contains(errors, e => e.StartsWith(key, StringComparison.Ordinal)));
    }

    [Fact]
    public void Local_sources_are_refused_by_default()
    {
        using var folder = new TemporaryFolder();

        var options = ReconcilerOptions.Read(key => key == ReconcilerOptions.DataDirectoryKey ? folder.Path : null, out var errors);

        Assert.Empty(errors);
        Assert.False(options.AllowLocalSources);
        Assert.Equal(8082, options.HealthPort);
        Assert.Empty(options.AdminNamespaces);
    }

    [Fact]
    public void Namespaces_of_admins_are_divided_by_commas()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string> { [ReconcilerOptions.DataDirectoryKey] = folder.Path, [ReconcilerOptions.AdminNamespacesKey] = "platform, infra" };

        Assert.Equal(["platform", "infra"], ReconcilerOptions.Read(environment.GetValueOrDefault, out _).AdminNamespaces);
    }
}
