namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>An object as a person names it.</summary>
/// <param name="Kind">Plural, singular, short or kind name, possibly with group: <c>deploy</c>, <c>deployments.apps</c>.</param>
/// <param name="Name">Name.</param>
internal sealed record TargetName(string Kind, string Name)
{
    /// <summary>Reads <c>KIND/NAME</c> or <c>KIND NAME</c>.</summary>
    /// <exception cref="PluginException">It is neither.</exception>
    public static TargetName Parse(IReadOnlyList<string> words) => words switch
    {
        [var one] when one.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } name] => new(kind, name),
        [{ Length: > 0 } kind, { Length: > 0 } name] when !kind.Contains('/') && !name.Contains('/') => new(kind, name),
        _ => throw new PluginException($"'{string.Join(' ', words)}' names no object", "Name one as KIND/NAME: kubectl gitops explain deploy/web"),
    };
}
