namespace GitOpsGuard.EndToEnd.Tests.Syncing;

/// <summary>Files that cannot be synced, what is said of them, and their repair.</summary>
/// <param name="Reason">Reason of Ready.</param>
/// <param name="Places">File and line of each place that the message names.</param>
/// <param name="Advice">Part of the message that says what to do.</param>
/// <param name="Bad">Text of <see cref="File"/>.</param>
/// <param name="Good">Its text once repaired.</param>
internal sealed record BadFile(string Reason, IReadOnlyList<string> Places, string Advice, string Bad, string Good)
{
    public const string File = "broken.yaml";

    /// <summary>What the repaired file brings.</summary>
    public const string Item = "configmap/mended";

    private const string Mended = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: mended
        data:
          colour: blue

        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: worker
        spec:
          replicas: 1
          selector:
            matchLabels:
              app: worker
          template:
            metadata:
              labels:
                app: worker
            spec:
              containers:
                - name: worker
                  image: registry.example/worker:1

        """;

    /// <summary>All of them, by what is wrong.</summary>
    public static readonly IReadOnlyDictionary<string, BadFile> All = new Dictionary<string, BadFile>(StringComparer.Ordinal)
    {
        ["tab"] = Edited("BuildFailed", 6, "spaces", "  colour", "\tcolour"),
        ["duplicate key"] = Edited("BuildFailed", 7, "keep one of the two", "  colour: blue", "  colour: red\n  colour: blue"),
        ["two objects with one identity"] = new(
            "BuildFailed", [At(1), At(8)], "keep one of the two", $"{Mended}---\n{Mended}", Mended),
        ["unknown kind"] = Edited("ValidationFailed", 1, "correct apiVersion and kind", "ConfigMap", "ConfigMop"),
        ["misspelled field"] = Refused(13, "  replicas: 1", "  replcas: 1"),
        ["value of a wrong type"] = Refused(13, "  replicas: 1", "  replicas: many"),
        ["selector that selects nothing of its own"] = Refused(20, "labels:\n        app: worker", "labels:\n        app: other"),
        ["name that no object may have"] = Edited("ValidationFailed", 4, "correct it in Git", "name: mended", "name: Mended_it"),
    };

    private static BadFile Edited(string reason, int line, string advice, string good, string bad) =>
        new(reason, [At(line)], advice, Mended.Replace(good, bad, StringComparison.Ordinal), Mended);

    /// <summary>A ConfigMap that is right, and below it a Deployment that the API server refuses.</summary>
    private static BadFile Refused(int line, string good, string bad) => new(
        "ValidationFailed",
        [At(line)],
        "correct it in Git",
        $"{Mended}---\n{Deployment.Replace(good, bad, StringComparison.Ordinal)}",
        $"{Mended}---\n{Deployment}");

    private static string At(int line) => $"{TeamRepository.Folder}/{File}:{line}";
}
