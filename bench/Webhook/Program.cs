using GitOpsGuard.Webhook.Bench;

// --smoke runs everything in small, on programs that need no native compiler, to see that it runs; its figures mean nothing.
var smoke = args.Contains("--smoke", StringComparer.Ordinal);
var folder = smoke ? "bin/{0}/release" : "native/publish/{0}/release";
var artifacts = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../.."));
string Program(string project, string file) => Path.Combine(artifacts, string.Format(null, folder, project), file);

DecisionCost.Print(smoke);
await new WebhookSpeed(
    (Program("Webhook", "gitopsguard-webhook"), Program("Echo", "webhook-echo")),
    requests: smoke ? 400 : 40_000,
    objects: smoke ? (1_000, 2_000) : (10_000, 100_000)).PrintAsync();
