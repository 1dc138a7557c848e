using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using GitOpsGuard.Core;
using GitOpsGuard.Webhook.Serving;

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

    /// <summary><c>GITOPSGUARD_CERTIFICATE_OVERLAP</c>: how long the old and the new authority are both trusted before and after the certificate changes. Default <c>1m</c>.</summary>
    public TimeSpan CertificateOverlap { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// <c>GITOPSGUARD_CERTIFICATE_SECRET</c>: Secret of the guard's namespace in which another, such as cert-manager, keeps
    /// <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c> for the guard. Default none: the guard is its own authority.
    /// </summary>
    public string IssuedSecret { get; init; } = "";

    /// <summary><c>GITOPSGUARD_DRAIN</c>: how long to serve on once the process is asked to end, closing each connection after its answer. Default <c>3s</c>.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// <c>GITOPSGUARD_CLIENT_CA</c>: file with the authorities, as PEM, that sign the client certificates of API servers; without
    /// it none is asked for. <c>GITOPSGUARD_CLIENT_NAMES</c>: common names of those certificates, divided by commas. Default any.
    /// </summary>
    public ClientTrust? Clients { get; init; }

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
            ChangeRequestLifetime = ReadDuration("GITOPSGUARD_CHANGEREQUEST_LIFETIME", TimeSpan.FromDays(7), environment, errors),
            CertificateOverlap = ReadDuration("GITOPSGUARD_CERTIFICATE_OVERLAP", TimeSpan.FromMinutes(1), environment, errors),
            IssuedSecret = environment("GITOPSGUARD_CERTIFICATE_SECRET") ?? "",
            Drain = ReadDuration("GITOPSGUARD_DRAIN", TimeSpan.FromSeconds(3), environment, errors),
            Clients = ReadClients(environment, errors),
            PodName = environment("POD_NAME") is { Length: > 0 } name ? name : Environment.MachineName,
        };
        if (settings.HttpsPort == settings.HealthPort) errors.Add("GITOPSGUARD_HTTPS_PORT and GITOPSGUARD_HEALTH_PORT must differ.");
        return errors.Count == 0 ? settings : throw new SettingsException(errors);
    }

    private static ImmutableHashSet<string>? ReadList(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableHashSet(StringComparer.Ordinal);

    private static TimeSpan ReadDuration(string name, TimeSpan otherwise, Func<string, string?> environment, List<string> errors)
    {
        var text = environment(name);
        if (string.IsNullOrEmpty(text)) return otherwise;
        if (GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero) return duration;
        errors.Add($"{name} must be a duration such as 90s or 168h, not '{text}'.");
        return otherwise;
    }

    private static ClientTrust? ReadClients(Func<string, string?> environment, List<string> errors)
    {
        var (file, names) = (environment("GITOPSGUARD_CLIENT_CA"), ReadList(environment("GITOPSGUARD_CLIENT_NAMES")) ?? []);
        if (string.IsNullOrEmpty(file))
        {
            if (!names.IsEmpty) errors.Add("GITOPSGUARD_CLIENT_NAMES means nothing without GITOPSGUARD_CLIENT_CA.");
            return null;
        }

        if (!File.Exists(file)) errors.Add($"GITOPSGUARD_CLIENT_CA must be a file with authorities as PEM; there is none at '{file}'.");
        return new(file, names);
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
