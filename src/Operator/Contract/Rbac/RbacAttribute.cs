namespace KubeOps.Abstractions.Rbac;

/// <summary>Rights that a class needs.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class RbacAttribute : Attribute;
