namespace GitOpsGuard.Core.Admission;

/// <summary>What a GitSync applied last.</summary>
/// <param name="Source">Name of its GitSource.</param>
/// <param name="Revision">The revision, <c>main@sha1:0123...</c>.</param>
public sealed record AppliedRevision(string Source, string Revision);
