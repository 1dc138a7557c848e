using System.Text.Json;
using GitOpsGuard.Core;

namespace GitOpsGuard.KubectlPlugin.Doctor;

/// <summary>One thing that RBAC may allow.</summary>
/// <param name="Verb">Verb.</param>
/// <param name="Group">API group.</param>
/// <param name="Resource">Plural name, with the subresource behind a slash.</param>
/// <param name="Name">Name of the object; null where it may be any, so that a rule for some names does not count.</param>
/// <param name="Namespace">Namespace; null for the cluster.</param>
internal sealed record Right(string Verb, string Group, string Resource, string? Name = null, string? Namespace = null)
{
    /// <summary>Whether a rule of a role allows it, as the API server reads rules.</summary>
    public bool IsIn(JsonElement rule) =>
        Has(rule, "verbs", Verb) && Has(rule, "apiGroups", Group) && HasResource(rule) && HasName(rule);

    private bool HasResource(JsonElement rule)
    {
        var slash = Resource.IndexOf('/', StringComparison.Ordinal);
        return Has(rule, "resources", Resource) || (slash > 0 && Json.Texts(Json.Member(rule, "resources")).Contains($"*{Resource[slash..]}"));
    }

    private bool HasName(JsonElement rule)
    {
        var names = Json.Texts(Json.Member(rule, "resourceNames")).ToList();
        return names.Count == 0 || (Name is not null && names.Contains(Name));
    }

    private static bool Has(JsonElement rule, string member, string word) => Json.Texts(Json.Member(rule, member)).Any(text => text == "*" || text == word);
}
