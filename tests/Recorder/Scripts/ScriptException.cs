namespace GitOpsGuard.Recorder.Scripts;

/// <summary>A script cannot be read, or what it expects did not happen.</summary>
internal sealed class ScriptException(string message) : Exception(message);
