using System.CommandLine;
using GitOpsGuard.Playground;

using var stop = new CancellationTokenSource();
using var signals = new StopSignals(stop);

var keep = new Option<bool>("--keep") { Description = "Leave everything running until Ctrl-C." };
var repo = new Option<string?>("--repo")
{
    Description = "A Git repository, by path or URL, to tell the story with instead of the sample. It is only read.",
};
var path = new Option<string?>("--path") { Description = "The folder with manifests in that repository. Default: its root." };
var demo = new Command("demo", "Shows the whole loop on a cluster: synced, denied, proposed, merged, synced.") { keep, repo, path };
demo.SetAction((parsed, _) => new DemoCommand(Console.Out, Console.Error, TimeProvider.System).RunAsync(
    new DemoOptions(parsed.GetValue(keep), parsed.GetValue(repo), parsed.GetValue(path)), stop.Token));

var root = new RootCommand("A cluster, a forge and GitOpsGuard on one machine, for development and demonstration.") { demo };
return await root.Parse(args).InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = null }, CancellationToken.None);
