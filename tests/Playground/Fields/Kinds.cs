using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Schemas;

namespace GitOpsGuard.Playground.Tests.Fields;

/// <summary>Schemas for tests: the built-in kinds, and one custom kind that has something of everything.</summary>
internal static class Kinds
{
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Gizmo = """
        {
          "type": "object", "required": ["spec"],
          "properties": {
            "spec": {
              "type": "object", "required": ["size"],
              "properties": {
                "size": {"type": "integer", "minimum": 1, "maximum": 10},
                "mode": {"type": "string", "enum": ["A", "B"], "default": "A"},
                "name": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 5},
                "port": {"x-kubernetes-int-or-string": true},
                "opt": {"type": "object", "default": {}, "properties": {"x": {"type": "integer", "default": 5}}},
                "any": {"x-kubernetes-preserve-unknown-fields": true},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 2},
                "sel": {"type": "object", "x-kubernetes-map-type": "atomic", "properties": {"a": {"type": "string"}}},
                "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}, "maxItems": 3},
                "plain": {"type": "array", "items": {"type": "string"}},
                "parts": {
                  "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["id", "kind"],
                  "items": {
                    "type": "object", "required": ["id"],
                    "properties": {"id": {"type": "string"}, "kind": {"type": "string", "default": "std"}, "n": {"type": "integer"}}
                  }
                }
              }
            },
            "status": {"type": "object", "properties": {"ok": {"type": "boolean"}}}
          }
        }
        """;

    public static KindRow GizmoRow { get; } = new("ex.dev", "v1", "Gizmo", "gizmos", "gizmo", true, [], [], ["status"], null);

    public static Schema GizmoSchema { get; } =
        OpenApiSchemas.Root((JsonObject)JsonNode.Parse(Gizmo)!) with { HasStatus = true };

    public static (KindRow Row, Schema Schema) Of(JsonObject obj)
    {
        var (apiVersion, kind) = (obj["apiVersion"]!.ToString(), obj["kind"]!.ToString());
        if (kind == GizmoRow.Kind) return (GizmoRow, GizmoSchema);
        var row = BuiltInKinds.All.Single(row => row.Kind == kind && row.ApiVersion == apiVersion);
        return (row, Schema.For(row));
    }

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
