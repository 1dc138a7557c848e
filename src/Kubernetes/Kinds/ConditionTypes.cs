namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>Types of conditions.</summary>
public static class ConditionTypes
{
    /// <summary>Always present: whether the object has reached what its spec says.</summary>
    public const string Ready = "Ready";

    /// <summary>Present and True only while work is under way or will be tried again.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>Present and True only when nothing will change until the user acts.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Of a GuardPolicy, present and True only while it trusts accounts by their names alone.</summary>
    public const string TrustForgeable = "TrustForgeable";

    /// <summary>Of a GitSync, present and True only while an applied object differs from Git and is left so.</summary>
    public const string Drifted = "Drifted";

    /// <summary>Of a GitSync, present and True only while admission changes what the reconciler itself writes.</summary>
    public const string Mutated = "Mutated";

    /// <summary>Of a GitSync, present and True only while a controller writes a field that Git declares, which is left to it.</summary>
    public const string FieldContested = "FieldContested";
}
