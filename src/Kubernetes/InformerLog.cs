using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

internal static partial class InformerLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Watching {Plural} failed and will be tried again: {Message}")]
    public static partial void Failed(ILogger logger, string plural, string message);

    [LoggerMessage(1002, LogLevel.Debug, "The resource version of the watch of {Plural} expired; listing again")]
    public static partial void Expired(ILogger logger, string plural);

    [LoggerMessage(1004, LogLevel.Error, "Following {Plural} failed unexpectedly and begins again")]
    public static partial void Broke(ILogger logger, Exception exception, string plural);

    [LoggerMessage(1003, LogLevel.Error, "A handler of events of {Plural} failed at {Object}")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string plural, string @object);
}
