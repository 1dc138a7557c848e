namespace GitOpsGuard.Recorder.Scripts;

/// <summary>One thing that a scenario does.</summary>
internal abstract record Step;
