namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>The cells of a pod's row.</summary>
internal static class PodCells
{
    public static string Ready(JsonObject pod) =>
        $"{pod.Items("status", "containerStatuses").Count(entry => entry.Flag("ready"))}/{pod.Items("spec", "containers").Count()}";

    public static string Status(JsonObject pod) =>
        pod.Has("metadata", "deletionTimestamp")
            ? "Terminating"
            : pod.Items("status", "containerStatuses")
                .Select(entry => entry.Text("state", "waiting", "reason") ?? entry.Text("state", "terminated", "reason"))
                .FirstOrDefault(reason => reason is not null)
                ?? pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "";

    public static string Restarts(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Sum(entry => entry.Number("restartCount") ?? 0).ToString(CultureInfo.InvariantCulture);
}
