using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Scenarios;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Syncing;

/// <summary>
/// A small repository of a test's own at the forge, synced by a GitSource and a GitSync of its name in a namespace of
/// its name. Manifests lie in <see cref="Folder"/>.
/// </summary>
internal sealed class TeamRepository
{
    public const string Folder = "deploy";
    private const string Branch = "main";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TestPlayground _playground;
    private readonly string _bare;
    private readonly string _work;

    private TeamRepository(TestPlayground playground, string name)
    {
        (_playground, Name) = (playground, name);
        _bare = playground.Playground.Forge.Directory.FolderOf("team", name);
        _work = Path.Combine(playground.Playground.Admin.Home, name);
    }

    public string Name { get; }

    public string GitSource => $"gitsource/{Name}";

    public string GitSync => $"gitsync/{Name}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A namespace, and no repository yet.</summary>
    public static async Task<TeamRepository> PlanAsync(TestPlayground playground, string name)
    {
        var repository = new TeamRepository(playground, name);
        (await repository.AdminAsync("create", "namespace", name)).MustSucceed();
        return repository;
    }

    /// <summary>A repository with one commit, not synced yet.</summary>
    public static async Task<TeamRepository> CreateAsync(
        TestPlayground playground, string name, params IEnumerable<(string File, string? Text)> files)
    {
        var repository = await PlanAsync(playground, name);
        await repository.HostAsync();
        await repository.CommitAsync(files);
        return repository;
    }

    /// <summary>A repository with one commit, whose GitSync is ready.</summary>
    /// <param name="playground">The playground.</param>
    /// <param name="name">Name of the repository, its namespace and its GitSync.</param>
    /// <param name="further">A further field of the GitSync's spec.</param>
    /// <param name="files">What is committed.</param>
    public static async Task<TeamRepository> SyncedAsync(
        TestPlayground playground, string name, string? further, params IEnumerable<(string File, string? Text)> files)
    {
        var repository = await CreateAsync(playground, name, files);
        await repository.SyncAsync(further: further);
        await repository.WaitAsync(repository.GitSync, SyncedRepository.IsReady);
        return repository;
    }

    /// <summary>Makes the repository exist, empty.</summary>
    public async Task HostAsync(bool isPrivate = false)
    {
        Directory.CreateDirectory(_work);
        await GitAsync("init", "--quiet", "--bare", $"--initial-branch={Branch}", _bare);
        _playground.Playground.Forge.Directory.AddRepository("team", Name, isPrivate);
    }

    /// <summary>Commits files below <see cref="Folder"/>, or removes those without a text.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> CommitAsync(params IEnumerable<(string File, string? Text)> files)
    {
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(_work, Folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (text is null) File.Delete(path);
            else await File.WriteAllTextAsync(path, text, Token);
        }

        await GitAsync("add", "--all", ".");
        await GitAsync("commit", "--quiet", "--message", "Change what is declared");
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    /// <summary>Removes the branch that is synced.</summary>
    /// <returns>The commit that it stood at.</returns>
    public async Task<string> RemoveBranchAsync()
    {
        var tip = (await GitAsync("rev-parse", $"refs/heads/{Branch}")).Trim();
        await GitAsync("update-ref", "-d", $"refs/heads/{Branch}");
        return tip;
    }

    /// <summary>Brings the branch back.</summary>
    public Task RestoreBranchAsync(string commit) => GitAsync("update-ref", $"refs/heads/{Branch}", commit);

    /// <summary>Applies the GitSource and the GitSync.</summary>
    /// <param name="interval">How often the GitSync starts again by itself.</param>
    /// <param name="secret">The Secret with credentials.</param>
    /// <param name="further">A further field of the GitSync's spec.</param>
    public async Task SyncAsync(string interval = "10m", string? secret = null, string? further = null)
    {
        var url = new Uri(_playground.Playground.Forge.Address, $"/team/{Name}.git");
        var manifest = $$"""
            apiVersion: gitopsguard.dev/v1alpha1
            kind: GitSource
            metadata: {name: {{Name}}, namespace: {{Name}}}
            spec: {url: "{{url}}", ref: {branch: {{Branch}}}, interval: 1s{{(secret is null ? "" : $", secretRef: {{name: {secret}}}")}}}
            ---
            apiVersion: gitopsguard.dev/v1alpha1
            kind: GitSync
            metadata: {name: {{Name}}, namespace: {{Name}}}
            spec: {sourceRef: {name: {{Name}}}, path: {{Folder}}, interval: {{interval}}{{(further is null ? "" : $", {further}")}}}
            """;
        await ApplyAsync(manifest);
    }

    /// <summary>Applies a manifest as the admin.</summary>
    public async Task ApplyAsync(string manifest)
    {
        var file = Path.Combine(_playground.Playground.Admin.Home, $"{Name}.yaml");
        await File.WriteAllTextAsync(file, manifest, Token);
        (await KubectlAsync("apply", "-f", file)).MustSucceed();
    }

    /// <summary>Waits until the GitSync is ready with a commit.</summary>
    public Task ReadyAsync(string commit) => WaitAsync(
        GitSync,
        found => SyncedRepository.IsReady(found)
            && ((string?)found["status"]?["lastAppliedRevision"])?.Contains(commit, StringComparison.Ordinal) == true);

    /// <summary>
    /// Waits until the GitSync is ready and the guard hears of scales in the namespace too, which carry no label to select
    /// by: it hears of them once it has written its entries again.
    /// </summary>
    /// <param name="workload">A workload of Git with its number of replicas.</param>
    public async Task GuardedAsync(string workload)
    {
        await WaitAsync(GitSync, SyncedRepository.IsReady);
        CommandResult? last = null;
        await Eventually.HoldsAsync(
            async () => (last = await KubectlAsync("scale", workload, "--replicas=99", "--dry-run=server")).Error.Contains("denied", StringComparison.Ordinal),
            Deadline,
            () => $"scales of {workload} of {Name} are not guarded: {last!.Text}",
            TimeProvider.System,
            Token);
    }

    /// <summary>Waits until Ready is False for a reason.</summary>
    /// <returns>The message.</returns>
    public async Task<string> FailedAsync(string item, string reason)
    {
        var found = await WaitAsync(
            item,
            found => SyncedRepository.Ready(found) is { } ready && ((string?)ready["status"], (string?)ready["reason"]) == ("False", reason));
        return (string?)SyncedRepository.Ready(found)!["message"] ?? "";
    }

    /// <summary>
    /// Waits until nothing is written on an item for longer than its interval, which never comes where a failure is
    /// written anew with each attempt; then asks for one more attempt, which must say the same.
    /// </summary>
    public async Task RestsAsync(string item)
    {
        var time = TimeProvider.System;
        var (version, since) = ("", time.GetTimestamp());
        var found = await WaitAsync(item, now =>
        {
            if ((string?)now["metadata"]!["resourceVersion"] is { } current && current != version)
                (version, since) = (current, time.GetTimestamp());
            return time.GetElapsedTime(since) > TimeSpan.FromSeconds(1.5);
        });

        var request = Guid.NewGuid().ToString();
        (await KubectlAsync("annotate", item, "--overwrite", $"gitopsguard.dev/reconcile={request}")).MustSucceed();
        var again = await WaitAsync(item, now => (string?)now["status"]?["lastHandledReconcileAt"] == request);
        Assert.Equal(SyncedRepository.Ready(found)!.ToJsonString(), SyncedRepository.Ready(again)!.ToJsonString());
    }

    /// <summary>Waits until an item is as it should be.</summary>
    public async Task<JsonObject> WaitAsync(string item, Predicate<JsonObject> holds)
    {
        var last = "nothing";
        JsonObject? found = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                var result = await KubectlAsync("get", item, "-o", "json");
                found = result.Succeeded ? JsonNode.Parse(result.Output)!.AsObject() : null;
                last = found?["status"]?.ToJsonString() ?? result.Text;
                return found is not null && holds(found);
            },
            Deadline,
            () => $"{item} of {Name} did not become what it should: {last}\n{_playground.Logs()}",
            TimeProvider.System,
            Token);
        return found!;
    }

    /// <summary>Waits until the GitSync has a condition that says something.</summary>
    public Task ToldAsync(string condition, params string[] words) => WaitAsync(
        GitSync, found => Condition(found, condition) is { } told && words.All(word => told.Contains(word, StringComparison.Ordinal)));

    /// <summary>Waits until the GitSync has no such condition.</summary>
    public Task NotToldAsync(string condition) => WaitAsync(GitSync, found => SyncedRepository.IsReady(found) && Condition(found, condition) is null);

    /// <summary>Asks for a reconciliation and waits until it is done.</summary>
    public async Task ReconcileAsync()
    {
        var request = Guid.NewGuid().ToString();
        (await KubectlAsync("annotate", GitSync, "--overwrite", $"gitopsguard.dev/reconcile={request}")).MustSucceed();
        await WaitAsync(GitSync, now => (string?)now["status"]?["lastHandledReconcileAt"] == request);
    }

    /// <summary>A field of an item, empty when it is absent.</summary>
    public async Task<string> ReadAsync(string item, string path) =>
        (await KubectlAsync("get", item, "-o", $"jsonpath={{{path}}}")).MustSucceed().Output;

    private static string? Condition(JsonObject sync, string type) => (string?)(sync["status"]?["conditions"] as JsonArray)?
        .FirstOrDefault(condition => (string?)condition!["type"] == type)?["message"];

    /// <summary>Waits until an item is gone.</summary>
    public Task GoneAsync(string item) => Eventually.HoldsAsync(
        async () => !await ExistsAsync(item), Deadline, () => $"{item} of {Name} is still there", TimeProvider.System, Token);

    public async Task<bool> ExistsAsync(string item) =>
        (await KubectlAsync("get", item, "--ignore-not-found", "-o", "name")).MustSucceed().Output.Length > 0;

    /// <summary>The admin's kubectl in the namespace.</summary>
    public Task<CommandResult> KubectlAsync(params string[] words) => AdminAsync(["-n", Name, .. words]);

    private Task<CommandResult> AdminAsync(params string[] words) =>
        _playground.Playground.Admin.Shell.RunAsync(["kubectl", .. words], Token);

    private Task<string> GitAsync(params string[] arguments)
    {
        var shell = _playground.Playground.Admin.Shell with { Folder = _work };
        if (arguments[0] != "init")
            shell = shell.With(("GIT_DIR", _bare), ("GIT_WORK_TREE", _work), ("GIT_INDEX_FILE", $"{_work}.index"));
        return shell.ReadAsync(["git", .. arguments], Token);
    }
}
