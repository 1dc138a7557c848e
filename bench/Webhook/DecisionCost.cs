using System.Collections.Immutable;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GitOpsGuard.Bench;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Webhook.Bench;

/// <summary>What a decision costs by itself, the review already parsed.</summary>
[MemoryDiagnoser]
public class DecisionCost
{
    private const int Objects = 10_000;
    private static readonly DeclarationSource Source = new("team-shop", "web", "github.com/acme/shop", "main@sha1:3f2c1ab0000000000000000000000000000000000");

    private readonly Snapshot _snapshot = new()
    {
        Policies = [Policy.CompiledIn],
        Syncs = ["team-shop/web"],
        Inventory = InventoryIndex.Empty.With("team-shop/web-0", [.. Enumerable.Range(0, Objects).Select(Declare)]),
    };

    private readonly AdmissionRequest _unmanaged = Read(Review.OfUnmanaged(1));
    private readonly AdmissionRequest _allowed = Read(Review.OfManaged(1, denied: false));
    private readonly AdmissionRequest _denied = Read(Review.OfManaged(1, denied: true));

    /// <summary>Runs all and prints microseconds and bytes of each.</summary>
    public static void Print(bool smoke)
    {
        var job = (smoke ? Job.Dry : Job.ShortRun.WithIterationCount(5)).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance).AddLogger(NullLogger.Instance)
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
            .WithOptions(ConfigOptions.DisableLogFile).WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"));
        foreach (var report in BenchmarkRunner.Run<DecisionCost>(config).Reports)
        {
            var name = $"webhook.decision.{report.BenchmarkCase.Descriptor.WorkloadMethod.Name.ToLowerInvariant()}";
            Figure.Of(report.AllMeasurements.Where(m => m is { IterationMode: IterationMode.Workload, IterationStage: IterationStage.Result }).Select(m => m.GetAverageTime().Nanoseconds / 1000)).Print($"{name}.us");
            Figure.Of([report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN]).Print($"{name}.bytes");
        }
    }

    /// <summary>An update of an object that Git does not know.</summary>
    [Benchmark]
    public Decision Unmanaged() => Decided(_unmanaged, Verdict.Allowed);

    /// <summary>An update of a declared object that changes nothing closed.</summary>
    [Benchmark]
    public Decision Allowed() => Decided(_allowed, Verdict.Allowed);

    /// <summary>An update of a declared object that is denied.</summary>
    [Benchmark]
    public Decision Denied() => Decided(_denied, Verdict.Denied);

    private Decision Decided(AdmissionRequest request, Verdict verdict)
    {
        var decision = Guard.Decide(request, _snapshot);
        return decision.Verdict == verdict ? decision : throw new InvalidOperationException(decision.Message);
    }

    private static AdmissionRequest Read(byte[] review) =>
        AdmissionReview.Read(JsonElement.Parse(review), out var fault) ?? throw new InvalidOperationException(fault);

    private static Declaration Declare(int number)
    {
        var (lines, identity) = (DeclaredLines.None, ObjectIdentity.Of(Read(Review.OfManaged(number, denied: false)).Object));
        return new(identity, Source, "apps/deployment.yaml", 0, 1, lines);
    }
}
