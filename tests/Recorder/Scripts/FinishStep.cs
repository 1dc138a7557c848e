namespace GitOpsGuard.Recorder.Scripts;

/// <summary>Waits until the command in the background has ended.</summary>
internal sealed record FinishStep : Step;
