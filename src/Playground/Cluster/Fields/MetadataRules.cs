namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Validation of metadata, the same for every kind.</summary>
internal static class MetadataRules
{
    private const int MostAnnotationBytes = 256 * 1024;

    private static readonly string[] StandardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

    // Kinds whose names are DNS labels.
    private static readonly string[] LabelNamed = ["Namespace", "Service"];

    public static void Check(List<FieldError> errors, KindRow row, JsonObject obj, JsonObject? old)
    {
        var metadata = obj["metadata"] as JsonObject ?? [];
        var name = metadata["name"]?.ToString() ?? "";
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required("metadata.name", "name or generateName is required"));
        }
        else if (NameProblem(row, name) is { } problem)
        {
            errors.Add(FieldError.Invalid("metadata.name", name, problem));
        }

        Labels(errors, "metadata.labels", metadata["labels"]);
        Annotations(errors, metadata["annotations"]);
        Owners(errors, metadata["ownerReferences"]);
        Finalizers(errors, metadata["finalizers"], row.Model is null);
        if (old is not null) Kept(errors, metadata, old["metadata"] as JsonObject ?? []);
    }

    /// <summary>Checks a map of labels.</summary>
    public static void Labels(List<FieldError> errors, string path, JsonNode? labels)
    {
        foreach (var (key, value) in labels as JsonObject ?? [])
        {
            if (NameForms.QualifiedNameProblem(key) is { } problem) errors.Add(FieldError.Invalid(path, key, problem));
            if (NameForms.LabelValueProblem(value?.ToString() ?? "") is { } wrong) errors.Add(FieldError.Invalid(path, value?.DeepClone(), wrong));
        }
    }

    private static string? NameProblem(KindRow row, string name)
    {
        if (row.Group == "rbac.authorization.k8s.io") return NameForms.PathSegmentProblem(name);
        return row.Group.Length == 0 && LabelNamed.Contains(row.Kind)
            ? NameForms.LabelProblem(name)
            : NameForms.SubdomainProblem(name);
    }

    private static void Annotations(List<FieldError> errors, JsonNode? annotations)
    {
        var size = 0;
        foreach (var (key, value) in annotations as JsonObject ?? [])
        {
            if (NameForms.QualifiedNameProblem(key.ToLowerInvariant()) is { } problem)
            {
                errors.Add(FieldError.Invalid("metadata.annotations", key, problem));
            }

            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value?.ToString() ?? "");
        }

        if (size > MostAnnotationBytes)
        {
            errors.Add(new("metadata.annotations", FieldErrorReason.TooLong, $"Too long: may not be more than {MostAnnotationBytes} bytes"));
        }
    }

    private static void Owners(List<FieldError> errors, JsonNode? owners)
    {
        foreach (var owner in (owners as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var field in new[] { "apiVersion", "kind", "name", "uid" })
            {
                if (!string.IsNullOrEmpty(owner[field]?.ToString())) continue;
                var detail = field == "apiVersion" ? "version must not be empty" : "must not be empty";
                errors.Add(FieldError.Invalid($"metadata.ownerReferences.{field}", owner[field]?.DeepClone() ?? "", detail));
            }
        }
    }

    private static void Finalizers(List<FieldError> errors, JsonNode? finalizers, bool isCustom)
    {
        foreach (var (index, finalizer) in (finalizers as JsonArray ?? []).Index())
        {
            var text = finalizer?.ToString() ?? "";
            if (NameForms.QualifiedNameProblem(text) is { } problem)
            {
                errors.Add(FieldError.Invalid($"metadata.finalizers[{index}]", text, problem));
            }
            else if (!isCustom && !text.Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(text))
            {
                errors.Add(FieldError.Invalid(
                    $"metadata.finalizers[{index}]", text, "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }
    }

    private static void Kept(List<FieldError> errors, JsonObject metadata, JsonObject old)
    {
        foreach (var field in new[] { "name", "namespace", "uid", "creationTimestamp" })
        {
            var (now, before) = (metadata[field]?.ToString() ?? "", old[field]?.ToString() ?? "");
            if (now != before) errors.Add(FieldError.Invalid($"metadata.{field}", now, "field is immutable"));
        }
    }
}
