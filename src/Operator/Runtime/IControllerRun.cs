using System.Text.Json;
using GitOpsGuard.Operator.Queue;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>A controller at work, from winning the lease until losing it.</summary>
internal interface IControllerRun
{
    /// <summary>The kind that it works on.</summary>
    string Kind { get; }

    /// <summary>How its queue stands.</summary>
    QueueState Queued { get; }

    /// <summary>The entities that it knows, and those that have gone and are not dealt with yet.</summary>
    IReadOnlyCollection<JsonElement> Known { get; }

    /// <summary>Works on keys until cancelled. Call it once.</summary>
    Task RunAsync(CancellationToken ct);
}
