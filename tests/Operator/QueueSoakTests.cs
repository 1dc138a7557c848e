namespace GitOpsGuard.Operator.Tests;

[Collection(AloneCollection.Name)]
public sealed class QueueSoakTests
{
    [Fact]
    public Task A_queue_loses_no_key_and_runs_none_twice_at_once() => Soak(keys: 2_000, rounds: 20);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_queue_of_fifty_thousand_keys_does_so_for_long_and_its_memory_stays_flat() => Soak(keys: 50_000, rounds: 200);

    private static async Task Soak(int keys, int rounds)
    {
        using var soak = new QueueSoak(keys);
        var memory = new List<long>();

        await soak.RunAsync(rounds, addsEach: keys / 5, round =>
        {
            if (round % (rounds / 10) == 0) memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        });

        Assert.Empty(soak.Faults);
        Assert.Equal(0, soak.Unmet);
        Assert.Equal((0, 0, 0, 0), (soak.State.Ready, soak.State.Working, soak.State.Delayed, soak.State.Failing));
        Assert.True(soak.Taken > keys);
        // What is delayed grows at first to what rounds ask for; from the middle on it stays.
        Assert.InRange(memory[^1] - memory[memory.Count / 2], long.MinValue, 32_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{soak.Taken} turns of {keys} keys; megabytes: {string.Join(' ', memory.Select(m => m / 1_000_000))}");
    }
}
