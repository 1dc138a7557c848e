using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>One request beside the snapshot by which it is judged, and what follows from both.</summary>
internal sealed class Judgement
{
    private BreakGlass? _breakGlass;
    private bool _looked;

    internal Judgement(AdmissionRequest request, Snapshot snapshot, DateTimeOffset now)
        : this(request, snapshot, now, IdentityOf(request, snapshot))
    {
    }

    private Judgement(AdmissionRequest request, Snapshot snapshot, DateTimeOffset now, ObjectIdentity identity)
    {
        Request = request;
        Snapshot = snapshot;
        Now = now;
        Identity = identity;
        OldMarker = MarkerOf(request.OldObject);
        NewMarker = Json.SameText(MarkerIn(request.Object), MarkerIn(request.OldObject)) ? OldMarker : MarkerOf(request.Object);
        Declared = OwnMarker is { } marker
            ? snapshot.Inventory.Find(Identity, marker.SyncNamespace, marker.SyncName)
            : snapshot.Inventory.Find(Identity);
        Policies = snapshot.PoliciesFor(Identity, request.OldObject, request.Object);
    }

    internal AdmissionRequest Request { get; }

    internal Snapshot Snapshot { get; }

    /// <summary>The time.</summary>
    internal DateTimeOffset Now { get; }

    /// <summary>The object that the request concerns; for a scale request the parent.</summary>
    internal ObjectIdentity Identity { get; }

    /// <summary>The marker annotation before, whatever it names.</summary>
    internal Marker? OldMarker { get; }

    /// <summary>The marker annotation after, whatever it names.</summary>
    internal Marker? NewMarker { get; }

    /// <summary>Where an inventory declares the object; null when none does.</summary>
    internal Declaration? Declared { get; }

    /// <summary>The policies that judge the object; all of one mode. Empty when none covers it.</summary>
    internal ImmutableArray<Policy> Policies { get; private init; }

    internal UserInfo User => Request.User;

    /// <summary>The BreakGlass that opens the object to the user now; null when none does.</summary>
    /// <remarks>Looked for once, and only where something is refused.</remarks>
    internal BreakGlass? BreakGlass
    {
        get
        {
            if (!_looked) (_looked, _breakGlass) = (true, BreakGlasses.OpenFor(User, Identity, Snapshot, Now));
            return _breakGlass;
        }
    }

    /// <summary>The marker that names the object itself and a GitSync that exists; null when there is none.</summary>
    internal Marker? OwnMarker => Counts(OldMarker) ? OldMarker : Counts(NewMarker) ? NewMarker : null;

    /// <summary>Whether Git knows the object: it is marked, before or after, or declared.</summary>
    internal bool InGit => OwnMarker is not null || Declared is not null;

    /// <summary>Whether a policy that judges the object seals it, so that it is managed whatever Git says.</summary>
    internal bool Sealed => Policies.Any(policy => policy.Sealed);

    /// <summary>Whether the object is managed: known to Git, or sealed.</summary>
    internal bool Managed => InGit || Sealed;

    /// <summary>An operation that is worth a line in the log although it passes; empty when it is none.</summary>
    internal string Noted { get; set; } = "";

    /// <summary>What messages say of the object.</summary>
    internal string Standing => (InGit, Sealed) switch
    {
        (true, _) => $"{Identity.Display} is managed by Git",
        (_, true) => $"{Identity.Display} lies where everything is sealed",
        _ => $"{Identity.Display} leads to what is managed by Git",
    };

    /// <summary>Namespace and name of the GitSync that manages the object.</summary>
    internal (string Namespace, string Name) Sync => Declared is { } declared
        ? (declared.Source.SyncNamespace, declared.Source.SyncName)
        : (OwnMarker?.SyncNamespace ?? "", OwnMarker?.SyncName ?? "");

    /// <summary>Whether every policy that judges the object trusts the user.</summary>
    internal bool TrustedByPolicy => !Policies.IsEmpty && Policies.All(Trusts);

    /// <summary>Whether the user may change the lock itself: an installer, or trusted by every policy that covers the object.</summary>
    internal bool MayInstall => TrustedByPolicy
        || ((Snapshot.InstallerUsers.Contains(User.Name) || User.Groups.Any(Snapshot.InstallerGroups.Contains))
            && ProvenName.Length > 0);

    /// <summary>The user's name; empty where it claims an account without proof, which whoever may edit its namespace can.</summary>
    private string ProvenName => Proof.ClaimedAccount(User) is null || Proof.IsAnyAccount(User, Snapshot) ? User.Name : "";

    /// <summary>The same request under other policies.</summary>
    internal Judgement With(ImmutableArray<Policy> policies) => new(Request, Snapshot, Now, Identity) { Policies = policies };

    /// <summary>The same request as a matter of another object, such as the workload to which a pod belongs.</summary>
    internal Judgement For(ObjectIdentity other) => new(Request, Snapshot, Now, other);

    /// <summary>The closed region of the object for this user under one policy.</summary>
    internal ClosedRegion Region(Policy policy)
    {
        var entry = ManagedFieldsReader.AppliedFields(Request.OldObject);
        IEnumerable<OpenPath> opened = policy.Openings.Where(opening => opening.HoldsFor(Identity, ProvenName)).SelectMany(opening => opening.Paths);
        return ClosedRegion.For(
            Identity,
            Request.ApiVersion,
            DeclaredKeys("labels", entry, (Declared?.LabelKeys ?? []).Concat(SelectedLabels())),
            DeclaredKeys("annotations", entry, Declared?.AnnotationKeys),
            [.. ControllerProfiles.OpenFields(User, Identity, Declared, Snapshot), .. opened],
            status: true) with { EveryKey = policy.Sealed };
    }

    /// <summary>Labels by which some policy selects objects: they act.</summary>
    private IEnumerable<string> SelectedLabels() =>
        Snapshot.Policies.IsDefaultOrEmpty ? [] : Snapshot.Policies.SelectMany(policy => policy.ObjectSelector?.Requirements ?? []).Select(requirement => requirement.Key);

    private static ObjectIdentity IdentityOf(AdmissionRequest request, Snapshot snapshot)
    {
        var (ns, name) = request.Target;
        return request.Subresource == "scale" ? ScaleParent.Find(request, snapshot) : new(request.Group, request.Kind, ns, name);
    }

    private static IEnumerable<string> DeclaredKeys(string map, JsonElement entry, IEnumerable<string>? inventory) =>
        ManagedFieldsReader.OwnedKeys(entry, $"f:{map}").Concat(inventory ?? []);

    private bool Counts(Marker? marker) =>
        marker is { } m && m.Identity == Identity && Snapshot.Syncs.Contains($"{m.SyncNamespace}/{m.SyncName}");

    private static Marker? MarkerOf(JsonElement obj) =>
        MarkerIn(obj) is { ValueKind: JsonValueKind.String } text && Marker.TryParse(text.GetString(), out var marker) ? marker : null;

    private static JsonElement MarkerIn(JsonElement obj) => Json.At(obj, "metadata", "annotations", Names.IdAnnotation);

    private bool Trusts(Policy policy) =>
        policy.TrustedUsers.Contains(User.Name)
        || (ProvenName.Length > 0 && User.Groups.Any(policy.TrustedGroups.Contains))
        || (Proof.ClaimedAccount(User) is { } account && policy.TrustedAccounts.Contains(account) && Proof.IsAccount(User, account, Snapshot));
}
