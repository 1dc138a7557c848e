using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Report;

/// <summary>The report of a policy for people. The entries to add are YAML that can be pasted.</summary>
internal static class ReportText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(KindObject<GuardPolicySpec, GuardPolicyStatus> policy)
    {
        var text = new StringBuilder();
        var (counts, entries) = (policy.Status?.Counts ?? new(), policy.Status?.Report ?? []);
        var since = policy.Status?.Since is { } begun ? $" since {KubernetesTimeConverter.Format(begun)}" : "";
        text.Append(CultureInfo.InvariantCulture, $"GuardPolicy {policy.Metadata.Name} ({policy.Spec.Mode}){since}: ")
            .Append(CultureInfo.InvariantCulture, $"{counts.Audited} would have been denied, {counts.Warned} warned about, {counts.Denied} denied, {counts.Lifted} under a BreakGlass\n");
        if (entries.Count == 0) return text.ToString();
        Rows(text, entries);
        Remedies(text, "open", entries.Select(entry => Json(entry.Open)));
        Remedies(text, "trusted", entries.Select(entry => Json(entry.Trusted)));
        return text.ToString();
    }

    private static void Rows(StringBuilder text, IReadOnlyList<ReportEntry> entries)
    {
        var rows = entries.Select(entry => (
            Count: entry.Count.ToString(CultureInfo.InvariantCulture),
            entry.User,
            entry.Kind,
            Operations: string.Join(',', entry.Operations),
            Fields: string.Join(", ", entry.Fields))).Prepend(("COUNT", "WHO", "KIND", "OPERATIONS", "FIELDS")).ToList();
        var (who, kind, operations) = (rows.Max(row => row.Item2.Length), rows.Max(row => row.Item3.Length), rows.Max(row => row.Item4.Length));
        foreach (var (count, user, of, what, fields) in rows)
            text.Append($"  {count,-7}{user.PadRight(who)}  {of.PadRight(kind)}  {what.PadRight(operations)}  {fields}\n");
    }

    private static void Remedies(StringBuilder text, string member, IEnumerable<string?> entries)
    {
        var all = entries.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (all.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"To let these controllers through, if they are meant to, add to the policy's spec:\n  {member}:\n");
        foreach (var entry in all) text.Append(CultureInfo.InvariantCulture, $"  - {entry}\n");
    }

    private static string? Json(OpenFields? open) => open is null ? null : new JsonObject
    {
        ["kinds"] = Texts(open.Kinds),
        ["paths"] = Texts(open.Paths),
        ["actors"] = Texts(open.Actors),
    }.ToJsonString(Plain);

    private static string? Json(TrustedWriter? writer)
    {
        if (writer is null) return null;
        var json = new JsonObject();
        if (writer.ServiceAccount is { } account) json["serviceAccount"] = new JsonObject { ["namespace"] = account.Namespace, ["name"] = account.Name };
        if (writer.User is { } user) json["user"] = user;
        if (writer.Impersonated) json["impersonated"] = true;
        return json.ToJsonString(Plain);
    }

    private static JsonArray Texts(IReadOnlyList<string>? texts) => new([.. (texts ?? []).Select(text => JsonValue.Create(text))]);
}
