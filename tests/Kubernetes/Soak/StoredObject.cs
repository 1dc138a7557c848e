namespace GitOpsGuard.Kubernetes.Tests.Soak;

/// <summary>What a <see cref="SoakServer"/> knows of an object; its text is made when it is asked for.</summary>
internal sealed record StoredObject(string Uid, long Version)
{
    public string Json(string name) =>
        $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"soak","uid":"{{{Uid}}}","resourceVersion":"{{{Version}}}","labels":{"app":"{{{name}}}"}},"data":{"text":"{{{new string('x', 300)}}}"}}""";
}
