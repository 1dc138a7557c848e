using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

internal static partial class EventLog
{
    [LoggerMessage(1011, LogLevel.Warning, "The event {Reason} about {Kind} {Name} could not be recorded: {Message}")]
    public static partial void NotRecorded(ILogger logger, string reason, string kind, string name, string message);
}
