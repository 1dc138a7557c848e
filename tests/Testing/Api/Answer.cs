using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Testing.Api;

/// <summary>Answers as an API server gives them.</summary>
public static class Answer
{
    /// <summary>200 with an object.</summary>
    public static HttpResponseMessage Ok(JsonNode body) => Json(HttpStatusCode.OK, body);

    /// <summary>An answer of any code with a JSON body.</summary>
    public static HttpResponseMessage Json(HttpStatusCode code, JsonNode body) => new(code)
    {
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
    };

    /// <summary>A refusal, with a <c>Status</c> for a body.</summary>
    public static HttpResponseMessage Refusal(HttpStatusCode code, string reason, string message) => Json(code, Status(code, reason, message));

    /// <summary>The <c>Status</c> of a refusal.</summary>
    public static JsonObject Status(HttpStatusCode code, string reason, string message) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["code"] = (int)code,
    };
}
