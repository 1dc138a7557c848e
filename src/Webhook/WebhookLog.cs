namespace GitOpsGuard.Webhook;

/// <summary>Everything that the guard logs. No value of an object's field is among it.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Guard {Version} serves on {Address}:{HttpsPort}, health on {HealthPort}")]
    internal static partial void Started(ILogger logger, string version, string address, int httpsPort, int healthPort);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Asked to end: serving on for {Seconds} s while the API server turns to other replicas")]
    internal static partial void Draining(ILogger logger, double seconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Caches synced: {Objects} declared objects in {Namespaces} namespaces, {Policies} policies")]
    internal static partial void Synced(ILogger logger, int objects, int namespaces, int policies);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Denied {Operation} of {Object} {Subresource} by {User} with {Client}: rule {Rule}, sync {Sync}, change {Change}, review {Review}")]
    internal static partial void Denied(
        ILogger logger, string operation, string @object, string subresource, string user, string client, string rule, string sync, string change, string review);

    [LoggerMessage(EventId = 13, Level = LogLevel.Warning, Message = "Let pass {Operation} of {Object} {Subresource} by {User} with {Client}: rule {Rule}, BreakGlass {BreakGlass}, change {Change}, review {Review}")]
    internal static partial void Lifted(
        ILogger logger, string operation, string @object, string subresource, string user, string client, string rule, string breakGlass, string change, string review);

    [LoggerMessage(EventId = 14, Level = LogLevel.Information, Message = "Allowed {Operation}: {Object} by {User} with {Client}, review {Review}")]
    internal static partial void Operated(ILogger logger, string operation, string @object, string user, string client, string review);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Review {Review} could not be judged")]
    internal static partial void JudgementFailed(ILogger logger, Exception error, string review);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "A review could not be read: {Fault}")]
    internal static partial void Unreadable(ILogger logger, string fault);

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "{Kind} {Name} was ignored: {Fault}")]
    internal static partial void Ignored(ILogger logger, string kind, string name, string fault);

    [LoggerMessage(EventId = 30, Level = LogLevel.Information, Message = "ChangeRequest {Namespace}/{Name} was recorded")]
    internal static partial void Recorded(ILogger logger, string @namespace, string name);

    [LoggerMessage(EventId = 31, Level = LogLevel.Warning, Message = "ChangeRequest {Namespace}/{Name} could not be recorded: {Fault}")]
    internal static partial void NotRecorded(ILogger logger, string @namespace, string name, string fault);

    [LoggerMessage(EventId = 40, Level = LogLevel.Information, Message = "ValidatingWebhookConfiguration {Name} was written: {Entries}")]
    internal static partial void Registered(ILogger logger, string name, string entries);

    [LoggerMessage(EventId = 41, Level = LogLevel.Warning, Message = "ValidatingWebhookConfiguration {Name} was {What} by {By} and restored")]
    internal static partial void Restored(ILogger logger, string name, string what, string by);

    [LoggerMessage(EventId = 43, Level = LogLevel.Warning, Message = "ValidatingWebhookConfiguration {Name} is left as it is, since ConfigMap {Mark} says that the product is being uninstalled")]
    internal static partial void Unregistered(ILogger logger, string name, string mark);

    [LoggerMessage(EventId = 42, Level = LogLevel.Error, Message = "ValidatingWebhookConfiguration {Name} could not be written: {Fault}")]
    internal static partial void NotRegistered(ILogger logger, string name, string fault);

    [LoggerMessage(EventId = 50, Level = LogLevel.Information, Message = "Certificates were written: the leaf is good until {Until}, a new authority waits: {Next}, the former is still trusted: {Former}")]
    internal static partial void CertificateStepped(ILogger logger, DateTime until, bool next, bool former);

    [LoggerMessage(EventId = 51, Level = LogLevel.Error, Message = "The certificate could not be renewed: {Fault}")]
    internal static partial void CertificateFailed(ILogger logger, string fault);

    [LoggerMessage(EventId = 32, Level = LogLevel.Warning, Message = "The status of BreakGlass {Namespace}/{Name} could not be written: {Fault}")]
    internal static partial void NotKept(ILogger logger, string @namespace, string name, string fault);

    [LoggerMessage(EventId = 33, Level = LogLevel.Warning, Message = "The status of GuardPolicy {Name} could not be written: {Fault}")]
    internal static partial void NotReported(ILogger logger, string name, string fault);

    [LoggerMessage(EventId = 60, Level = LogLevel.Debug, Message = "ChangeRequest {Namespace}/{Name} was deleted, past its lifetime")]
    internal static partial void Expired(ILogger logger, string @namespace, string name);

    [LoggerMessage(EventId = 61, Level = LogLevel.Warning, Message = "Old ChangeRequests could not be deleted: {Fault}")]
    internal static partial void NotExpired(ILogger logger, string fault);
}
