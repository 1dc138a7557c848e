using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>Reads an AdmissionReview of <c>admission.k8s.io/v1</c>.</summary>
public static class AdmissionReview
{
    /// <summary>Reads the request.</summary>
    /// <param name="review">The whole body.</param>
    /// <param name="error">What is wrong with the review; null when it could be read.</param>
    /// <returns>Null when the review cannot be read.</returns>
    public static AdmissionRequest? Read(JsonElement review, out string? error)
    {
        var request = Json.Member(review, "request");
        error = Fault(review, request);
        if (error is not null) return null;
        var (resource, user) = (Json.Member(request, "resource"), Json.Member(request, "userInfo"));
        var cluster = Json.Text(resource, "resource") == "namespaces" && Json.Text(resource, "group").Length == 0;
        return new()
        {
            Uid = Json.Text(request, "uid"),
            Operation = OperationOf(Json.Text(request, "operation"))!.Value,
            Group = Json.Text(resource, "group"),
            Version = Json.Text(resource, "version"),
            Kind = Json.TextAt(request, "kind", "kind"),
            Resource = Json.Text(resource, "resource"),
            Subresource = Json.Text(request, "subResource"),
            Namespace = cluster ? "" : Json.Text(request, "namespace"),
            Name = Json.Text(request, "name"),
            User = new(Json.Text(user, "username"), Json.Text(user, "uid"), [.. Json.Texts(Json.Member(user, "groups"))], Json.Member(user, "extra")),
            Object = Present(Json.Member(request, "object")),
            OldObject = Present(Json.Member(request, "oldObject")),
            DryRun = Json.Member(request, "dryRun").ValueKind == JsonValueKind.True,
            FieldManager = Json.TextAt(request, "options", "fieldManager"),
        };
    }

    private static string? Fault(JsonElement review, JsonElement request)
    {
        if (Json.Text(review, "kind") != "AdmissionReview") return "the body is no AdmissionReview";
        if (Json.Text(review, "apiVersion") != "admission.k8s.io/v1") return "only admission.k8s.io/v1 is understood";
        if (request.ValueKind != JsonValueKind.Object) return "the review has no request";
        if (Json.Text(request, "uid").Length == 0) return "the request has no uid";
        if (OperationOf(Json.Text(request, "operation")) is null) return "the request has no known operation";
        if (Json.TextAt(request, "resource", "resource").Length == 0) return "the request names no resource";
        if (Json.TextAt(request, "kind", "kind").Length == 0) return "the request names no kind";
        return Json.TextAt(request, "userInfo", "username").Length == 0 ? "the request names no user" : null;
    }

    private static Operation? OperationOf(string text) => text switch
    {
        "CREATE" => Operation.Create,
        "UPDATE" => Operation.Update,
        "DELETE" => Operation.Delete,
        "CONNECT" => Operation.Connect,
        _ => null,
    };

    private static JsonElement Present(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value : default;
}
