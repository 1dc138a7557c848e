using GitOpsGuard.Rendering;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>An edit of the source that was proved to do what was asked and nothing else.</summary>
/// <param name="File">The file.</param>
/// <param name="Content">Its new content; null deletes it.</param>
/// <param name="Origin">Where the object, or the first field that changes, is declared now.</param>
/// <param name="Notes">What the user should know.</param>
internal sealed record ProposedEdit(string File, ReadOnlyMemory<byte>? Content, Origin Origin, IReadOnlyList<string> Notes);
