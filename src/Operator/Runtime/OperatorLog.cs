using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

internal static partial class OperatorLog
{
    [LoggerMessage(2001, LogLevel.Information, "Operator {Name} started with {Count} controllers")]
    public static partial void Started(ILogger logger, string name, int count);

    [LoggerMessage(2002, LogLevel.Information, "Operator {Name} stopped")]
    public static partial void Stopped(ILogger logger, string name);

    [LoggerMessage(2003, LogLevel.Warning, "{Kind} {Key} failed and will be tried again in {Delay}: {Message}")]
    public static partial void Failed(ILogger logger, Exception? exception, string kind, string key, TimeSpan delay, string message);

    [LoggerMessage(2004, LogLevel.Warning, "The leadership scope could not say what is this replica's; work under way was stopped")]
    public static partial void ScopeFailed(ILogger logger, Exception exception);

    [LoggerMessage(2005, LogLevel.Warning, "{Enricher} could not add to what is logged")]
    public static partial void EnricherFailed(ILogger logger, Exception exception, string enricher);

    [LoggerMessage(2006, LogLevel.Warning, "A mapping of {Kind} {Key} to entities failed")]
    public static partial void MappingFailed(ILogger logger, Exception exception, string kind, string key);
}
