using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Testing;

/// <summary>Waits for what other tasks bring about, with a deadline in real time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Waits until a condition holds, moving a fake clock on meanwhile.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="time">The clock to move; none when null.</param>
    /// <param name="step">By how much at a time. Default 100 milliseconds.</param>
    public static async Task Holds(Func<bool> condition, FakeTimeProvider? time = null, TimeSpan? step = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Deadline) throw new TimeoutException("The condition never came to hold.");
            await TurnAsync();
            time?.Advance(step ?? TimeSpan.FromMilliseconds(100));
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Gives other tasks many chances to break a condition, and fails when one does.</summary>
    public static async Task Stays(Func<bool> condition)
    {
        for (var chance = 0; chance < 50; chance++)
        {
            if (!condition()) throw new InvalidOperationException("The condition ceased to hold.");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Lets the thread pool begin all that waits in it, so that a fake clock does not run ahead of a loaded machine.</summary>
    private static Task TurnAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static t => t.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    /// <summary>Waits until a task is done, moving a fake clock on meanwhile.</summary>
    public static async Task<T> Completes<T>(Task<T> task, FakeTimeProvider? time = null)
    {
        await Holds(() => task.IsCompleted, time, TimeSpan.FromMilliseconds(500));
        return await task;
    }

    /// <summary>Waits until a task is done, moving a fake clock on meanwhile.</summary>
    public static async Task Completes(Task task, FakeTimeProvider? time = null)
    {
        await Holds(() => task.IsCompleted, time, TimeSpan.FromMilliseconds(500));
        await task;
    }
}
