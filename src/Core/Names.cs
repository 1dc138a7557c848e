namespace GitOpsGuard.Core;

/// <summary>Group, markers and names that every part of the product and its chart share.</summary>
public static class Names
{
    /// <summary>API group of the product's own kinds.</summary>
    public const string Group = "gitopsguard.dev";

    /// <summary>Version of the product's own kinds.</summary>
    public const string Version = "v1alpha1";

    /// <summary><see cref="Group"/> and <see cref="Version"/> as they stand in <c>apiVersion</c>.</summary>
    public const string ApiVersion = Group + "/" + Version;

    /// <summary>Namespace in which the guard runs.</summary>
    public const string Namespace = "gitopsguard-system";

    /// <summary>ServiceAccount of the reconciler, in <see cref="Namespace"/>.</summary>
    public const string ReconcilerServiceAccount = "gitopsguard-reconciler";

    /// <summary>ServiceAccount of the webhook, in <see cref="Namespace"/>.</summary>
    public const string WebhookServiceAccount = "gitopsguard-webhook";

    /// <summary>Service in front of the webhook, in <see cref="Namespace"/>.</summary>
    public const string WebhookService = "gitopsguard-webhook";

    /// <summary>Secret that holds the webhook's certificate authority and leaf, in <see cref="Namespace"/>.</summary>
    public const string WebhookCertificateSecret = "gitopsguard-webhook-tls";

    /// <summary>The ValidatingWebhookConfiguration that the guard writes itself.</summary>
    public const string WebhookConfiguration = "gitopsguard";

    /// <summary>ConfigMap in <see cref="Namespace"/> that says, while it is there, that the product is being uninstalled.</summary>
    public const string UninstallMark = "gitopsguard-uninstalling";

    /// <summary>Suffix of the name of each webhook in <see cref="WebhookConfiguration"/>.</summary>
    public const string WebhookSuffix = ".gitopsguard.dev";

    /// <summary>The GuardPolicy that the chart installs.</summary>
    public const string DefaultPolicy = "default";

    /// <summary>ConfigMap in <see cref="Namespace"/> that says which tokens the reconciler requested for which GitSync.</summary>
    public const string TenantLedger = "gitopsguard-tenants";

    /// <summary>Field manager of everything that the reconciler writes.</summary>
    public const string FieldManager = "gitopsguard";

    /// <summary>Marker label, <c>&lt;namespace&gt;.&lt;name&gt;</c> of the GitSync, for watches and object selectors.</summary>
    public const string SyncLabel = "gitopsguard.dev/sync";

    /// <summary>Marker annotation that binds the marker to one object: see <see cref="Marker"/>.</summary>
    public const string IdAnnotation = "gitopsguard.dev/id";

    /// <summary>Annotation that asks for a reconciliation now; its value is any new string.</summary>
    public const string ReconcileAnnotation = "gitopsguard.dev/reconcile";

    /// <summary>Annotation that ends a BreakGlass at once, whatever its value.</summary>
    public const string EndAnnotation = "gitopsguard.dev/end";

    /// <summary>Label of a ChangeRequest that was made under a BreakGlass, <c>&lt;namespace&gt;.&lt;name&gt;</c>.</summary>
    public const string BreakGlassLabel = "gitopsguard.dev/break-glass";

    /// <summary>Finalizer of our own kinds whose deletion has work to do.</summary>
    public const string Finalizer = "gitopsguard.dev/finalizer";
}
