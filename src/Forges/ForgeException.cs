namespace GitOpsGuard.Forges;

/// <summary>A forge did not do what was asked. The message names the forge, the repository and what to do, never a token.</summary>
public sealed class ForgeException(string message, Exception? inner = null) : Exception(message, inner);
