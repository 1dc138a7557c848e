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

    /// <summary>A value of a Secret, which nobody may be told.</summary>
    public const string SecretValue = "not base64: hunter2";

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

    private const string Secret = $"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: login
        stringData:
          password: "{SecretValue}"

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
        ["quantity that is none"] = Below(
            "ReconciliationFailed",
            8,
            "correct it in Git",
            $"{Deployment.TrimEnd()}\n          resources: {{limits: {{memory: 64Mx}}}}\n",
            $"{Deployment.TrimEnd()}\n          resources: {{limits: {{memory: 64Mi}}}}\n"),
        ["secret whose data is not base64"] = Below(
            "ValidationFailed", 13, "encode it", Secret.Replace("stringData", "data", StringComparison.Ordinal), Secret),
        ["namespace that does not exist"] = Below(
            "ReconciliationFailed", 8, "declare in Git what is missing, or create it", Secret.Replace("name: login", "name: login\n  namespace: nowhere", StringComparison.Ordinal), Secret),
        ["name that no object may have"] = Edited("ValidationFailed", 4, "correct it in Git", "name: mended", "name: Mended_it"),
    };

    private static BadFile Edited(string reason, int line, string advice, string good, string bad) =>
        new(reason, [At(line)], advice, Mended.Replace(good, bad, StringComparison.Ordinal), Mended);

    private static BadFile Refused(int line, string good, string bad) => Below(
        "ValidationFailed", line, "correct it in Git", Deployment.Replace(good, bad, StringComparison.Ordinal), Deployment);

    /// <summary>A ConfigMap that is right, and below it an object that is not.</summary>
    private static BadFile Below(string reason, int line, string advice, string bad, string good) =>
        new(reason, [At(line)], advice, $"{Mended}---\n{bad}", $"{Mended}---\n{good}");

    private static string At(int line) => $"{TeamRepository.Folder}/{File}:{line}";
}
