namespace GitOpsGuard.Playground.Cluster.Extensions;

/// <summary>Judges CustomResourceDefinitions and writes their status.</summary>
internal static class CustomDefinitions
{
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    /// <summary>What is wrong with a definition: its name, its versions, or a CEL rule that cannot be evaluated here.</summary>
    public static IEnumerable<FieldError> Check(JsonObject definition)
    {
        var spec = definition.Map("spec") ?? [];
        var name = definition.Text("metadata", "name") ?? "";
        if (name != $"{spec.Text("names", "plural")}.{spec.Text("group")}")
            yield return FieldError.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        if (spec.Items("versions").Count(version => version.Flag("storage")) != 1)
            yield return new("spec.versions", "FieldValueInvalid",
                "Invalid value: must have exactly one version marked as storage version");
        if (spec.Text("conversion", "strategy") == "Webhook")
            yield return FieldError.NotSupported("spec.conversion.strategy", "Webhook", ["None"]);
        foreach (var (index, version) in spec.Items("versions").Index())
        {
            var path = $"spec.versions[{index}].schema.openAPIV3Schema";
            if (version.Map("schema", "openAPIV3Schema") is not { } schema) yield return FieldError.Required(path, "schemas are required");
            else foreach (var problem in SchemaRules.Problems(schema, path)) yield return problem;
        }
    }

    /// <summary>A copy of a definition with names accepted, established, and the bookkeeping that the server adds.</summary>
    public static JsonObject Establish(JsonObject definition, DateTimeOffset now)
    {
        var completed = definition.Copy();
        var names = completed.Open("spec").Open("names");
        var kind = names.Text("kind") ?? "";
        names["singular"] ??= kind.ToLowerInvariant();
        names["listKind"] ??= $"{kind}List";
        completed.Open("spec")["conversion"] ??= new JsonObject { ["strategy"] = "None" };
        var status = completed.Open("status");
        status.Put("acceptedNames", names);
        var stored = completed.Items("spec", "versions").First(version => version.Flag("storage")).Text("name")!;
        status["storedVersions"] = Trees.ArrayOf(status.Texts("storedVersions").Append(stored).Distinct());
        if (!status.Items("conditions").Any())
        {
            status["conditions"] = new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));
        }

        return completed;
    }

    private static JsonObject Condition(string type, string reason, string message, DateTimeOffset now) => Template.Answers.Fill(
        "Condition", ("type", type), ("status", "True"), ("now", Trees.Timestamp(now)), ("reason", reason), ("message", message));
}
