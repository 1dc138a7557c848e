namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>The variables that an expression sees: one name and value over those around it.</summary>
internal sealed record CelScope(string Name, object? Value, CelScope? Outer)
{
    /// <summary>A scope of several variables.</summary>
    public static CelScope Of(params IEnumerable<(string Name, object? Value)> variables) =>
        variables.Aggregate(new CelScope("", null, null), (outer, entry) => new CelScope(entry.Name, entry.Value, outer));

    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Name == name) return scope.Value;
        }

        throw new CelException($"undeclared reference to '{name}'");
    }
}
