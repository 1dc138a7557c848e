using System.Text.Json;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>One difference of meaning between two states of an object.</summary>
/// <param name="Path">The highest place at which one side has something that the other lacks, or at which scalars differ.</param>
/// <param name="Before">Value before; null when the field was absent.</param>
/// <param name="After">Value after; null when the field is gone.</param>
public sealed record FieldDifference(FieldPath Path, JsonElement? Before, JsonElement? After);
