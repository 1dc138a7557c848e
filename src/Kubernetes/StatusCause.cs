namespace GitOpsGuard.Kubernetes;

/// <summary>One cause of a refusal, as the API server names it.</summary>
/// <param name="Reason">Kind of cause, such as <c>FieldValueInvalid</c>; may be empty.</param>
/// <param name="Message">Sentence for people.</param>
/// <param name="Field">Path of the field at fault, such as <c>spec.replicas</c>; may be empty.</param>
public sealed record StatusCause(string Reason, string Message, string Field);
