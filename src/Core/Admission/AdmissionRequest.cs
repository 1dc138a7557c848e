using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>The part of an AdmissionReview on which a decision depends.</summary>
public sealed record AdmissionRequest
{
    /// <summary>UID of the review; the answer repeats it.</summary>
    public required string Uid { get; init; }

    /// <summary>What the request does.</summary>
    public required Operation Operation { get; init; }

    /// <summary>API group of the resource.</summary>
    public required string Group { get; init; }

    /// <summary>Version of the resource.</summary>
    public required string Version { get; init; }

    /// <summary>Kind of the object in the request: of a scale request <c>Scale</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Plural name of the resource: of a scale request that of the parent.</summary>
    public required string Resource { get; init; }

    /// <summary>Subresource, empty for the object itself.</summary>
    public required string Subresource { get; init; }

    /// <summary>Namespace, empty for cluster-scoped objects.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name; empty in a deletecollection and where the server makes one up.</summary>
    public required string Name { get; init; }

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>The object as it shall be; undefined for DELETE.</summary>
    public required JsonElement Object { get; init; }

    /// <summary>The object as it is; undefined for CREATE.</summary>
    public required JsonElement OldObject { get; init; }

    /// <summary>Whether nothing shall be stored.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Field manager that the client chose; good for words, worthless as proof.</summary>
    public required string FieldManager { get; init; }

    /// <summary><c>apiVersion</c> of the resource.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Namespace and name of the object: of the request, else of the object itself.</summary>
    public (string Namespace, string Name) Target
    {
        get
        {
            var obj = Json.Exists(OldObject) ? OldObject : Object;
            var name = Name.Length > 0 ? Name : Json.TextAt(obj, "metadata", "name");
            return (Namespace, name);
        }
    }
}
