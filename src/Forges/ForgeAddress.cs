namespace GitOpsGuard.Forges;

/// <summary>A repository on a forge.</summary>
/// <param name="Kind">The forge.</param>
/// <param name="Web">Web address of the repository, without a last slash and without credentials.</param>
public sealed record ForgeAddress(ForgeKind Kind, Uri Web)
{
    /// <summary>Owner and name, <c>acme/shop</c>; on GitLab with all groups.</summary>
    public string Path => Uri.UnescapeDataString(Web.AbsolutePath.Trim('/'));

    /// <summary>Address of the forge itself, without a last slash.</summary>
    public string Root => Web.GetLeftPart(UriPartial.Authority);

    /// <summary>The form that messages use: <c>Gitea repository acme/shop at https://git.acme.dev</c>.</summary>
    public string Display => $"{Kind} repository {Path} at {Root}";
}
