using GitOpsGuard.KubectlPlugin;

var environment = new PluginEnvironment();
return await Plugin
    .Parse(args, (operation, cancellationToken) => Plugin.RunAsync(operation, environment, Console.Out, Console.Error, cancellationToken))
    .InvokeAsync();
