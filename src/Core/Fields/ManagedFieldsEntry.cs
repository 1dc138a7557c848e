using System.Text.Json;

namespace GitOpsGuard.Core.Fields;

/// <summary>One entry of <c>metadata.managedFields</c>: who last wrote which fields.</summary>
/// <param name="Manager">Name of the field manager, the client's own word.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Subresource">Subresource through which it wrote, empty for the object itself.</param>
/// <param name="ApiVersion">Version in which the fields are named.</param>
/// <param name="Time">When, as the server wrote it; empty when absent.</param>
/// <param name="FieldsV1">The fields, unread; undefined when absent.</param>
public sealed record ManagedFieldsEntry(
    string Manager, string Operation, string Subresource, string ApiVersion, string Time, JsonElement FieldsV1)
{
    /// <summary>The fields.</summary>
    public FieldSet Fields => FieldSet.FromFieldsV1(FieldsV1);
}
