using GitOpsGuard.Core;

namespace GitOpsGuard.Kubernetes;

/// <summary>The product's own kinds.</summary>
public static class OwnResources
{
    public static readonly Resource GitSources = Namespaced("gitsources", "GitSource");

    public static readonly Resource GitSyncs = Namespaced("gitsyncs", "GitSync");

    public static readonly Resource SyncInventories = Namespaced("syncinventories", "SyncInventory");

    public static readonly Resource GuardPolicies = new(Names.Group, Names.Version, "guardpolicies", "GuardPolicy", false);

    public static readonly Resource BreakGlasses = Namespaced("breakglasses", "BreakGlass");

    public static readonly Resource ChangeRequests = Namespaced("changerequests", "ChangeRequest");

    private static Resource Namespaced(string plural, string kind) => new(Names.Group, Names.Version, plural, kind, true);
}
