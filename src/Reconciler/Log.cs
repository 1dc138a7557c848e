namespace GitOpsGuard.Reconciler;

/// <summary>Every message that the reconciler logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Reconciler {Version} started, data under {Directory}")]
    public static partial void Started(ILogger log, string version, string directory);

    [LoggerMessage(10, LogLevel.Information, "{Sync}: corrected drift: {Text}")]
    public static partial void DriftCorrected(ILogger log, string sync, string text);

    [LoggerMessage(11, LogLevel.Warning, "{Sync}: saw drift: {Text}")]
    public static partial void DriftDetected(ILogger log, string sync, string text);

    [LoggerMessage(12, LogLevel.Warning, "Could not repair {Object}: {Text}")]
    public static partial void RepairFailed(ILogger log, string @object, string text);

    [LoggerMessage(EventId = 20, Message = "{Kind} {Object}: {Reason}: {Text}")]
    public static partial void Reconciled(ILogger log, LogLevel level, string kind, string @object, string reason, string text);
}
