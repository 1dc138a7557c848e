namespace GitOpsGuard.Playground.Cluster.Extensions;

/// <summary>Judges CustomResourceDefinitions and writes their status.</summary>
internal static partial class CustomDefinitions
{
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    /// <summary>Errors of a definition as the server places them: a schema that all versions share is one.</summary>
    public static IEnumerable<FieldError> Placed(JsonObject definition, IEnumerable<FieldError> errors)
    {
        var schemas = definition.Items("spec", "versions").Select(version => version.At("schema")).ToList();
        return schemas.TrueForAll(schema => JsonNode.DeepEquals(schema, schemas[0]))
            ? errors.Select(error => error with { Path = InVersion().Replace(error.Path, "spec.validation") }).Distinct()
            : errors;
    }

    /// <summary>A copy of a definition with names accepted, established, and the bookkeeping that the server adds.</summary>
    public static JsonObject Establish(JsonObject definition, DateTimeOffset now)
    {
        var completed = definition.Copy();
        var status = completed.Open("status");
        status.Put("acceptedNames", completed.At("spec", "names"));
        var stored = completed.Items("spec", "versions").First(version => version.Flag("storage")).Text("name")!;
        status["storedVersions"] = Trees.ArrayOf(status.Texts("storedVersions").Append(stored).Distinct());
        if (!status.Items("conditions").Any())
            status["conditions"] = new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));

        return completed;
    }

    private static JsonObject Condition(string type, string reason, string message, DateTimeOffset now) => Template.Answers.Fill(
        "Condition", ("type", type), ("status", "True"), ("now", Trees.Timestamp(now)), ("reason", reason), ("message", message));

    [GeneratedRegex(@"^spec\.versions\[\d+\]\.schema(?=\.openAPIV3Schema\.)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InVersion();
}
