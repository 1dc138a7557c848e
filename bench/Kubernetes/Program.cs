using GitOpsGuard.Kubernetes.Bench;

// --smoke runs everything in small, to see that it runs; its figures mean nothing.
var smoke = args.Contains("--smoke", StringComparer.Ordinal);
await new InformerMemory(objects: smoke ? 500 : 20_000).PrintAsync();
await new InformerSpeed(events: smoke ? 1_000 : 40_000, objects: smoke ? 100 : 5_000).PrintAsync();
await new QueueSpeed(items: smoke ? 1_000 : 500_000).PrintAsync();
