namespace GitOpsGuard.Playground.Nodes;

/// <summary>What the kubelet reports of a pod's containers.</summary>
/// <param name="Waiting">Why they do not run, such as <c>CrashLoopBackOff</c>; null while they run.</param>
/// <param name="Finished">Whether they ran to their end, as those of a Job do.</param>
internal sealed record ContainerState(bool Ready, int Restarts = 0, string? Waiting = null, string Message = "", bool Finished = false)
{
    private string Phase => Finished ? "Succeeded" : Waiting is not null && Restarts == 0 ? "Pending" : "Running";
    private string? Reason => Finished ? "PodCompleted" : Ready ? null : "ContainersNotReady";

    /// <summary>The status of a pod with this address.</summary>
    public JsonObject PodStatus(JsonObject pod, string address)
    {
        var state = Template.Nodes.Fill(
            Finished ? "Finished" : Waiting is null ? "Running" : "Waiting", ("reason", Waiting), ("message", Message));
        var containers = pod.Items("spec", "containers").Select(container => Template.Nodes.Fill(
            "Container",
            ("name", container.Text("name")), ("image", container.Text("image") ?? ""),
            ("ready", Ready), ("restarts", Restarts), ("state", state)));
        return Template.Nodes.Fill(
            "Pod status",
            ("phase", Phase), ("address", address), ("ready", Ready ? "True" : "False"), ("reason", Reason),
            ("containers", new JsonArray([.. containers])));
    }
}
