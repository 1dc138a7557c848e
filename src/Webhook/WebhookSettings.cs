using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using GitOpsGuard.Core;

namespace GitOpsGuard.Webhook;

/// <summary>How the guard is configured: by environment variables alone.</summary>
internal sealed record WebhookSettings
{
    /// <summary><c>GITOPSGUARD_LISTEN_ADDRESS</c>: address on which both ports listen. Default all.</summary>
    public required IPAddress Address { get; init; }

    /// <summary><c>GITOPSGUARD_HTTPS_PORT</c>: port for the API server. Default 8443.</summary>
    public required int HttpsPort { get; init; }

    /// <summary><c>GITOPSGUARD_HEALTH_PORT</c>: plain port of <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>. Default 8081.</summary>
    public required int HealthPort { get; init; }

    /// <summary><c>GITOPSGUARD_WEBHOOK_URL</c>: https address at which the API server reaches the guard, without a path. Default the Service.</summary>
    public required Uri? Url { get; init; }

    /// <summary><c>POD_NAMESPACE</c>: namespace in which guard and reconciler run. Default <see cref="Names.Namespace"/>.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>POD_NAME</c>: name of this replica in logs. Default the machine's.</summary>
    public required string PodName { get; init; }

    /// <summary><c>GITOPSGUARD_INSTALLER_USERS</c>: users who may change the lock itself, divided by commas. Default nobody.</summary>
    public ImmutableHashSet<string> InstallerUsers { get; init; } = [];

    /// <summary><c>GITOPSGUARD_INSTALLER_GROUPS</c>: groups of such users, divided by commas. Default <c>system:masters</c>.</summary>
    public ImmutableHashSet<string> InstallerGroups { get; init; } = ["system:masters"];

    /// <summary><c>GITOPSGUARD_CHANGEREQUEST_LIFETIME</c>: how long a ChangeRequest is kept, as a Go duration. Default <c>168h</c>.</summary>
    public TimeSpan ChangeRequestLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Reads and checks all variables.</summary>
    /// <exception cref="SettingsException">At least one is wrong; all that are wrong are named.</exception>
    internal static WebhookSettings From(Func<string, string?> environment)
    {
        var errors = new List<string>();
        var settings = new WebhookSettings
        {
            Address = ReadAddress(environment("GITOPSGUARD_LISTEN_ADDRESS"), errors),
            HttpsPort = ReadPort("GITOPSGUARD_HTTPS_PORT", 8443, environment, errors),
            HealthPort = ReadPort("GITOPSGUARD_HEALTH_PORT", 8081, environment, errors),
            Url = ReadUrl(environment("GITOPSGUARD_WEBHOOK_URL"), errors),
            Namespace = environment("POD_NAMESPACE") is { Length: > 0 } ns ? ns : Names.Namespace,
            InstallerUsers = ReadList(environment("GITOPSGUARD_INSTALLER_USERS")) ?? [],
            InstallerGroups = ReadList(environment("GITOPSGUARD_INSTALLER_GROUPS")) ?? ["system:masters"],
            ChangeRequestLifetime = ReadLifetime(environment("GITOPSGUARD_CHANGEREQUEST_LIFETIME"), errors),
            PodName = environment("POD_NAME") is { Length: > 0 } name ? name : Environment.MachineName,
        };
        if (settings.HttpsPort == settings.HealthPort) errors.Add("GITOPSGUARD_HTTPS_PORT and GITOPSGUARD_HEALTH_PORT must differ.");
        return errors.Count == 0 ? settings : throw new SettingsException(errors);
    }

    private static ImmutableHashSet<string>? ReadList(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableHashSet(StringComparer.Ordinal);

    private static TimeSpan ReadLifetime(string? text, List<string> errors)
    {
        if (string.IsNullOrEmpty(text)) return TimeSpan.FromDays(7);
        if (GoDuration.TryParse(text, out var lifetime) && lifetime > TimeSpan.Zero) return lifetime;
        errors.Add($"GITOPSGUARD_CHANGEREQUEST_LIFETIME must be a duration such as 168h, not '{text}'.");
        return TimeSpan.FromDays(7);
    }

    private static IPAddress ReadAddress(string? text, List<string> errors)
    {
        if (string.IsNullOrEmpty(text)) return IPAddress.Any;
        if (IPAddress.TryParse(text, out var address)) return address;
        errors.Add($"GITOPSGUARD_LISTEN_ADDRESS must be an IP address, not '{text}'.");
        return IPAddress.Any;
    }

    private static int ReadPort(string name, int otherwise, Func<string, string?> environment, List<string> errors)
    {
        var text = environment(name);
        if (string.IsNullOrEmpty(text)) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536) return port;
        errors.Add($"{name} must be a port between 1 and 65535, not '{text}'.");
        return otherwise;
    }

    private static Uri? ReadUrl(string? text, List<string> errors)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https", PathAndQuery: "/", UserInfo: "" }) return url;
        errors.Add($"GITOPSGUARD_WEBHOOK_URL must be an https address without a path, such as https://127.0.0.1:8443, not '{text}'.");
        return null;
    }
}
