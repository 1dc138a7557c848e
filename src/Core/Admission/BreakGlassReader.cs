using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>Turns a BreakGlass into the form in which it judges. What cannot be read opens nothing.</summary>
public static class BreakGlassReader
{
    /// <summary>Reads a BreakGlass.</summary>
    public static BreakGlass Read(JsonElement glass)
    {
        var (spec, status) = (Json.Member(glass, "spec"), Json.Member(glass, "status"));
        var covers = Json.Member(spec, "covers");
        var namespaces = Json.Member(covers, "namespaces");
        return new()
        {
            Namespace = Json.TextAt(glass, "metadata", "namespace"),
            Name = Json.TextAt(glass, "metadata", "name"),
            Created = Json.TimeAt(glass, "metadata", "creationTimestamp") ?? DateTimeOffset.MinValue,
            Subjects = [.. Json.Items(Json.Member(spec, "subjects")).Select(Subject)],
            Reason = Json.Text(spec, "reason"),
            Duration = GoDuration.TryParse(Json.Text(spec, "duration"), out var duration) ? duration : TimeSpan.Zero,
            Namespaces = Json.Exists(namespaces) ? [.. Json.Texts(namespaces)] : null,
            ClusterScoped = Json.Member(covers, "clusterScoped").ValueKind == JsonValueKind.True,
            Kinds = [.. Json.Texts(Json.Member(covers, "kinds"))],
            Names = [.. Json.Texts(Json.Member(covers, "names"))],
            Reverts = Json.Text(spec, "after") != "Propose",
            RequestedBy = Json.Text(status, "requestedBy"),
            ApprovedBy = Json.Text(status, "approvedBy"),
            Approved = Json.TimeAt(status, "approvedAt"),
            EndsNow = Json.TextAt(glass, "metadata", "annotations", Names.EndAnnotation).Length > 0
                || Json.TextAt(glass, "metadata", "deletionTimestamp").Length > 0,
        };
    }

    private static BreakGlassSubject Subject(JsonElement subject)
    {
        var (kind, name) = (Json.Text(subject, "kind"), Json.Text(subject, "name"));
        return new(kind, kind == "ServiceAccount" ? $"{Json.Text(subject, "namespace")}/{name}" : name);
    }
}
