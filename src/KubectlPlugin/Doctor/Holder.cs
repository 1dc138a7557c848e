namespace GitOpsGuard.KubectlPlugin.Doctor;

/// <summary>Somebody who holds a right.</summary>
/// <param name="Kind"><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</param>
/// <param name="Name">Name; of an account <c>namespace/name</c>.</param>
/// <param name="Binding">The binding that gives it.</param>
internal sealed record Holder(string Kind, string Name, string Binding);
