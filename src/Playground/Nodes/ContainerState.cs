namespace GitOpsGuard.Playground.Nodes;

/// <summary>What the kubelet reports of a pod's containers.</summary>
/// <param name="Waiting">Why they do not run, such as <c>CrashLoopBackOff</c>; null while they run.</param>
/// <param name="Finished">Whether they ran to their end, as those of a Job do.</param>
internal sealed record ContainerState(
    bool Ready, int Restarts = 0, string? Waiting = null, string? Message = null, bool Finished = false)
{
    public static readonly ContainerState Running = new(Ready: true);
}
