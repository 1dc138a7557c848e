using System.Collections.Concurrent;
using KubeOps.Abstractions.LeaderElection;

namespace GitOpsGuard.Operator.Tests;

/// <summary>Which operator has which namespace.</summary>
internal sealed class Owners : ConcurrentDictionary<string, string>
{
    private readonly ConcurrentBag<Scope> _scopes = [];

    /// <summary>The view of one operator.</summary>
    public NamespacedLeadershipScope Of(string name)
    {
        var scope = new Scope(this, name);
        _scopes.Add(scope);
        return scope;
    }

    /// <summary>Gives a namespace to an operator and tells all.</summary>
    public void Give(string ns, string name)
    {
        this[ns] = name;
        foreach (var scope in _scopes) scope.Tell();
    }

    private sealed class Scope(Owners owners, string name) : NamespacedLeadershipScope
    {
        public void Tell() => OnScopeChanged();

        protected override ValueTask<bool> IsResponsibleForNamespaceAsync(string? @namespace, CancellationToken cancellationToken) =>
            ValueTask.FromResult(owners.GetValueOrDefault(@namespace ?? "") == name);
    }
}
