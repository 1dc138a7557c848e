namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Small manifests for repositories of a scenario's own.</summary>
internal static class Workload
{
    public static string Deployment(string name, string? ns = null) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{name}} {{(ns is null ? "" : $", namespace: {ns}")}} }
        spec:
          replicas: 1
          selector: {matchLabels: {app: {{name}} } }
          template:
            metadata: {labels: {app: {{name}} } }
            spec: {containers: [{name: {{name}}, image: "registry.example/{{name}}:1"}]}
        """;

    public static string ConfigMap(string name, string colour = "green") => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: {{name}} }
        data: {colour: {{colour}} }
        """;

    /// <summary>The definition of a namespaced kind, <c>{plural}.{group}</c> in version v1, that takes any spec.</summary>
    public static string KindOf(string group, string kind, string plural) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: {{plural}}.{{group}} }
        spec:
          group: {{group}}
          names: {kind: {{kind}}, plural: {{plural}} }
          scope: Namespaced
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true} } } }
        """;
}
