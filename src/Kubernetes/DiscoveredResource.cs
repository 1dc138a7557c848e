namespace GitOpsGuard.Kubernetes;

/// <summary>A kind and the names by which people call it.</summary>
/// <param name="Resource">The kind.</param>
/// <param name="Singular">Singular name; may be empty.</param>
/// <param name="ShortNames">Short names, such as <c>deploy</c>.</param>
internal sealed record DiscoveredResource(Resource Resource, string Singular, IReadOnlyList<string> ShortNames)
{
    /// <summary>Whether a person who types <paramref name="name"/>, as <c>deploy</c> or <c>deployments.apps</c>, means this kind.</summary>
    public bool IsCalled(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            var group = name[(dot + 1)..];
            if (group != Resource.Group && group != $"{Resource.Version}.{Resource.Group}") return false;
            name = name[..dot];
        }

        return Same(name, Resource.Plural) || Same(name, Resource.Kind) || Same(name, Singular)
            || ShortNames.Any(s => Same(name, s));
    }

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
