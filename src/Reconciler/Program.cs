using System.Net;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Reconciler;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Hosting;

if (args is ["--version"])
{
    await Console.Out.WriteLineAsync(Product.Version);
    return 0;
}

var options = ReconcilerOptions.Read(Environment.GetEnvironmentVariable, out var errors);
if (errors.Count > 0)
{
    foreach (var error in errors) await Console.Error.WriteLineAsync(error);
    return 1;
}

try
{
    GitLibrary.EnsurePrepared();
    using var api = ApiClient.FromEnvironment();
    // Configuration is not watched for changes: that takes one of the few inotify instances of a node.
    var builder = WebApplication.CreateSlimBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(options.ListenAddress), options.HealthPort));
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    builder.Services.AddReconciler(options, api);
    var app = builder.Build();
    app.MapHealth();
    Log.Started(app.Logger, Product.Version, options.DataDirectory);
    await app.RunAsync();
    return 0;
}
catch (IOException e) when (e.InnerException is System.Net.Sockets.SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{ReconcilerOptions.HealthPortKey}: cannot listen on {options.ListenAddress}:{options.HealthPort}: {e.Message}");
    return 1;
}
catch (ApiException e) when (e.Reason == ApiException.InvalidConfiguration)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
