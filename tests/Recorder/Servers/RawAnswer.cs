namespace GitOpsGuard.Recorder.Servers;

/// <summary>An answer as it came.</summary>
internal sealed record RawAnswer(int Code, string? ContentType, IReadOnlyList<string> Warnings, byte[] Content);
