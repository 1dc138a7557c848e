using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Cluster.Wire;

internal static class ProtobufReader
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    public static JsonObject Read(byte[] bytes) => throw ApiError.UnsupportedMediaType("application/json");
}
