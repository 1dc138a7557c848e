namespace GitOpsGuard.Playground.Forge;

/// <summary>A person the forge knows. The token is a password for Git and for the API.</summary>
internal sealed record ForgeUser(long Id, string Login, string FullName, string Email, string Token);
