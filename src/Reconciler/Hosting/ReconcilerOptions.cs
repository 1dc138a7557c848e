namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>How the reconciler is set up, from its environment.</summary>
internal sealed record ReconcilerOptions
{
    public const string AdminNamespacesKey = "GITOPSGUARD_ADMIN_NAMESPACES";
    public const string AllowLocalSourcesKey = "GITOPSGUARD_ALLOW_LOCAL_SOURCES";
    public const string DataDirectoryKey = "GITOPSGUARD_DATA_DIR";
    public const string HealthPortKey = "GITOPSGUARD_HEALTH_PORT";
    public const string ListenAddressKey = "GITOPSGUARD_LISTEN_ADDRESS";

    /// <summary>
    /// Namespaces whose GitSyncs may write with the reconciler's own rights; one elsewhere must name an account. Default none,
    /// which lets all.
    /// </summary>
    public IReadOnlyList<string> AdminNamespaces { get; init; } = [];

    /// <summary>Lets <c>file:</c> and loopback repositories pass. Default false.</summary>
    public bool AllowLocalSources { get; init; }

    /// <summary>Where clones are kept. Default <c>/var/lib/gitopsguard</c>.</summary>
    public string DataDirectory { get; init; } = "/var/lib/gitopsguard";

    /// <summary>Port of <c>/healthz</c> and <c>/readyz</c>; 0 takes a free one. Default 8082.</summary>
    public int HealthPort { get; init; } = 8082;

    /// <summary>Address to listen on. Default all.</summary>
    public string ListenAddress { get; init; } = "0.0.0.0";

    /// <summary>Reads and checks everything.</summary>
    /// <param name="variable">Gives an environment variable, or null.</param>
    /// <param name="errors">All that is wrong, each naming its key.</param>
    public static ReconcilerOptions Read(Func<string, string?> variable, out IReadOnlyList<string> errors)
    {
        var wrong = new List<string>();
        var options = new ReconcilerOptions();
        if (Given(AllowLocalSourcesKey) is { } allow)
        {
            if (bool.TryParse(allow, out var yes)) options = options with { AllowLocalSources = yes };
            else wrong.Add($"{AllowLocalSourcesKey} must be true or false");
        }

        if (Given(HealthPortKey) is { } port)
        {
            if (ushort.TryParse(port, out var number)) options = options with { HealthPort = number };
            else wrong.Add($"{HealthPortKey} must be a port from 0 to 65535");
        }

        if (Given(ListenAddressKey) is { } address)
        {
            if (System.Net.IPAddress.TryParse(address, out _)) options = options with { ListenAddress = address };
            else wrong.Add($"{ListenAddressKey} must be an IP address");
        }

        options = options with { AdminNamespaces = (Given(AdminNamespacesKey) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) };
        options = options with { DataDirectory = Path.GetFullPath(Given(DataDirectoryKey) ?? options.DataDirectory) };
        if (!CanWrite(options.DataDirectory)) wrong.Add($"{DataDirectoryKey} names {options.DataDirectory}, where nothing can be written");
        errors = wrong;
        return options;

        string? Given(string key) => variable(key) is { Length: > 0 } value ? value : null;
    }

    private static bool CanWrite(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, $".probe-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
