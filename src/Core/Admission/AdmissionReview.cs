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
        var (resource, user, operation) = (Json.Member(request, "resource"), Json.Member(request, "userInfo"), OperationOf(Json.Text(request, "operation")));
        var (group, plural) = (Json.Text(resource, "group"), Json.Text(resource, "resource"));
        var read = new AdmissionRequest
        {
            Uid = Json.Text(request, "uid"),
            Operation = operation ?? default,
            Group = group,
            Version = Json.Text(resource, "version"),
            Kind = Json.TextAt(request, "kind", "kind"),
            Resource = plural,
            Subresource = Json.Text(request, "subResource"),
            Namespace = plural == "namespaces" && group.Length == 0 ? "" : Json.Text(request, "namespace"),
            Name = Json.Text(request, "name"),
            User = new(Json.Text(user, "username"), Json.Text(user, "uid"), [.. Json.Texts(Json.Member(user, "groups"))], Json.Member(user, "extra")),
            Object = Present(Json.Member(request, "object")),
            OldObject = Present(Json.Member(request, "oldObject")),
            DryRun = Json.Member(request, "dryRun").ValueKind == JsonValueKind.True,
            FieldManager = Json.TextAt(request, "options", "fieldManager"),
        };
        error = Fault(read, operation is not null);
        return error is null ? read : null;
    }

    private static string? Fault(JsonElement review, JsonElement request)
    {
        if (!Json.Is(review, "kind", "AdmissionReview")) return "the body is no AdmissionReview";
        if (!Json.Is(review, "apiVersion", "admission.k8s.io/v1")) return "only admission.k8s.io/v1 is understood";
        return request.ValueKind == JsonValueKind.Object ? null : "the review has no request";
    }

    private static string? Fault(AdmissionRequest read, bool operates) => read switch
    {
        { Uid.Length: 0 } => "the request has no uid",
        _ when !operates => "the request has no known operation",
        { Resource.Length: 0 } => "the request names no resource",
        { Kind.Length: 0 } => "the request names no kind",
        { User.Name.Length: 0 } => "the request names no user",
        _ => null,
    };

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
