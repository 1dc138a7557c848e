namespace GitOpsGuard.Recorder.Scripts;

/// <summary>Waits until the open watch has seen so many events and closes it.</summary>
internal sealed record WatchedStep(int Events) : Step;
