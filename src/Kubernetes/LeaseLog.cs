using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

internal static partial class LeaseLog
{
    [LoggerMessage(1021, LogLevel.Information, "Lease {Lease} was acquired by {Identity}")]
    public static partial void Acquired(ILogger logger, string lease, string identity);

    [LoggerMessage(1022, LogLevel.Warning, "Lease {Lease} was lost by {Identity}")]
    public static partial void Lost(ILogger logger, string lease, string identity);

    [LoggerMessage(1023, LogLevel.Information, "Lease {Lease} was released by {Identity}")]
    public static partial void Released(ILogger logger, string lease, string identity);

    [LoggerMessage(1024, LogLevel.Warning, "Lease {Lease} could not be read or written: {Message}")]
    public static partial void Failed(ILogger logger, string lease, string message);
}
