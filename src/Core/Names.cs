namespace GitOpsGuard.Core;

/// <summary>Names that the whole product shares.</summary>
public static class Names
{
}
