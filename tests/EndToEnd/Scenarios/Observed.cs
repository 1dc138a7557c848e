using System.Collections.Concurrent;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What the running test saw become of the writes that it is about.</summary>
internal static class Observed
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Seen = new();

    /// <summary>All that was seen, in order, each once; empty when nothing was.</summary>
    public static string Verdict => string.Join(", then ", Seen.GetValueOrDefault(Test, []).Distinct());

    private static string Test => TestContext.Current.Test?.UniqueID ?? throw new InvalidOperationException("No test is running.");

    /// <summary>Forgets what was seen before.</summary>
    public static void Begin() => Seen[Test] = [];

    /// <summary>Notes a verdict, in the words of the page: <c>denied</c>, <c>allowed</c> ...</summary>
    public static void Saw(string verdict) => Seen.GetOrAdd(Test, _ => []).Enqueue(verdict);
}
