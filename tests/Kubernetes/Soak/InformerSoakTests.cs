using System.Net;

namespace GitOpsGuard.Kubernetes.Tests.Soak;

/// <summary>An informer in a cluster where everything goes wrong, again and again. Alone in the process, since it measures memory.</summary>
[Collection(nameof(Alone))]
public sealed class InformerSoakTests
{
    private static readonly (string Name, Func<InformerSoak, CancellationToken, Task> Happens)[] Faults =
    [
        ("nothing", (_, _) => Task.CompletedTask),
        ("a cut connection", (soak, _) => Done(() => soak.Server.End(w => w.Cut()))),
        ("a cut within an event", (soak, _) => Done(() => soak.Server.End(w => w.CutWithinAnEvent()))),
        ("a watch that ends in order", (soak, _) => Done(() => soak.Server.End(w => w.EndInOrder()))),
        ("410 as an event", (soak, _) => Forget(soak, w => w.EndByExpiry())),
        ("410 as a status", (soak, _) => Forget(soak, w => w.EndInOrder())),
        ("a restart", RestartAsync),
        ("429 with Retry-After", (soak, _) => Refuse(soak, HttpStatusCode.TooManyRequests, 12)),
        ("silence", SilenceAsync),
        ("clocks that jump", JumpAsync),
        ("410 between the pages of a list", ExpireWithinAListAsync),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Nothing_is_missed_and_nothing_is_kept_whatever_goes_wrong() => SoakAsync(objects: 2_000, rounds: 2, TimeSpan.FromSeconds(60));

    [Fact]
    [Trait("Category", "Long")]
    public Task Nothing_is_missed_and_nothing_is_kept_of_50000_objects() => SoakAsync(objects: 50_000, rounds: 4, TimeSpan.FromMinutes(5));

    private static async Task SoakAsync(int objects, int rounds, TimeSpan patience)
    {
        var server = new SoakServer(seed: 42);
        server.Fill(objects);
        await using var soak = new InformerSoak(server, patience);
        await soak.SettleAsync(Cancel);
        var changes = Math.Min(objects / 4, 3000);
        await EverythingGoesWrongAsync(soak, changes, objects);
        var first = await RetainedAsync(soak, objects);
        for (var round = 1; round < rounds; round++)
        {
            await EverythingGoesWrongAsync(soak, changes, objects);
            await AssertFlatAsync(first, soak, objects, patience);
        }

        foreach (var what in new[] { "down", "TooManyRequests", "ServiceUnavailable", "silence", "replaced", "410 as status", "410 between pages" })
            Assert.True(server.Misbehaved.GetValueOrDefault(what) > 0, $"There was no {what}.");
        Assert.InRange(soak.Metering.Read("kubernetes.informer.relists resource=configmaps reason=expired"), 4 * rounds, 40 * rounds);
        GC.KeepAlive(server);
    }

    private static async Task EverythingGoesWrongAsync(InformerSoak soak, int changes, int objects)
    {
        foreach (var (name, happens) in Faults)
        {
            soak.Server.Mutate(changes / 2, objects);
            await happens(soak, Cancel);
            soak.Server.Mutate(changes / 2, objects);
            try
            {
                await soak.SettleAsync(Cancel);
                soak.AssertNothingMissed();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"After {name}: {e.Message}", e);
            }
        }
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static Task Forget(InformerSoak soak, Action<SoakWatch> how)
    {
        soak.Server.Compact();
        soak.Server.End(how);
        return Task.CompletedTask;
    }

    private static Task Refuse(InformerSoak soak, HttpStatusCode code, int times)
    {
        soak.Server.Refusal = code;
        soak.Server.Refusals = times;
        return Forget(soak, w => w.Cut());
    }

    private static async Task RestartAsync(InformerSoak soak, CancellationToken ct)
    {
        soak.Server.IsDown = true;
        await Forget(soak, w => w.Cut());
        await soak.PassAsync(TimeSpan.FromSeconds(30), ct);
        await Refuse(soak, HttpStatusCode.ServiceUnavailable, 8);
        soak.Server.IsDown = false;
    }

    private static async Task SilenceAsync(InformerSoak soak, CancellationToken ct)
    {
        soak.Server.Bookmark();
        await soak.SettleAsync(ct);
        soak.Server.FallSilent();
    }

    private static Task JumpAsync(InformerSoak soak, CancellationToken ct)
    {
        soak.Clock.Step(TimeSpan.FromHours(3));
        soak.Server.End(w => w.Cut());
        soak.Clock.Step(TimeSpan.FromHours(-5));
        return Task.CompletedTask;
    }

    private static async Task ExpireWithinAListAsync(InformerSoak soak, CancellationToken ct)
    {
        await Forget(soak, w => w.EndInOrder());
        var before = soak.Server.Misbehaved.GetValueOrDefault("410 between pages");
        soak.Server.ExpireNextPage = true;
        while (soak.Server.Misbehaved.GetValueOrDefault("410 between pages") == before) await soak.PassAsync(TimeSpan.FromSeconds(1), ct);
    }

    /// <summary>What is under way on a busy machine is let go in a while; what leaked is not.</summary>
    private static async Task AssertFlatAsync(long first, InformerSoak soak, int objects, TimeSpan patience)
    {
        // A leak of a tree, an event or a connection for each change would be far more than this.
        var most = (first * 1.05) + (1024 * 1024);
        var began = TimeProvider.System.GetTimestamp();
        var now = await RetainedAsync(soak, objects);
        while (now > most && TimeProvider.System.GetElapsedTime(began) < patience) now = await RetainedAsync(soak, objects);
        Assert.True(now <= most, $"{now} bytes are kept where {first} were, with {objects} objects.");
    }

    /// <summary>Bytes in use while the server holds a certain number of objects and no events.</summary>
    private static async Task<long> RetainedAsync(InformerSoak soak, int objects)
    {
        soak.Server.Fill(objects);
        await soak.SettleAsync(Cancel);
        soak.Server.Compact();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
