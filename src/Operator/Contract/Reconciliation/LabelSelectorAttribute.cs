namespace KubeOps.Abstractions.Reconciliation.Controller;

/// <summary>Which entities a controller sees, by their labels; for a controller that is registered without saying so.</summary>
/// <param name="selectorType">An <c>IEntityLabelSelector</c> of the controller's entity.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LabelSelectorAttribute(Type selectorType) : Attribute
{
    /// <summary>An <c>IEntityLabelSelector</c> of the controller's entity.</summary>
    public Type SelectorType => selectorType;
}
