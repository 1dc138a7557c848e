using GitOpsGuard.Kubernetes;
using GitOpsGuard.Webhook;

if (args is ["--version"])
{
    Console.Out.WriteLine($"gitopsguard-webhook {WebhookHost.Version}");
    return 0;
}

if (args.Length > 0)
{
    Console.Error.WriteLine("gitopsguard-webhook takes no arguments but --version; it is configured by environment variables.");
    return 1;
}

try
{
    var settings = WebhookSettings.From(Environment.GetEnvironmentVariable);
    await using var host = await WebhookHost.StartAsync(settings, TimeProvider.System, CancellationToken.None);
    await host.WaitForShutdownAsync();
    return 0;
}
catch (SettingsException e)
{
    foreach (var error in e.Errors) Console.Error.WriteLine($"gitopsguard-webhook: {error}");
    return 1;
}
catch (ApiException e)
{
    Console.Error.WriteLine($"gitopsguard-webhook: {e.Message}");
    Console.Error.WriteLine(
        "Set KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT to the API server, and GITOPSGUARD_SERVICEACCOUNT_DIR "
        + "to a directory with token, ca.crt and namespace of the ServiceAccount gitopsguard-webhook.");
    return 1;
}
catch (IOException e)
{
    Console.Error.WriteLine($"gitopsguard-webhook: {e.Message} Set GITOPSGUARD_HTTPS_PORT or GITOPSGUARD_HEALTH_PORT to a free port.");
    return 1;
}
