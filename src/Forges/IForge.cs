namespace GitOpsGuard.Forges;

/// <summary>A repository on a forge, through the forge's API.</summary>
public interface IForge
{
    /// <summary>The repository.</summary>
    ForgeAddress Address { get; }

    /// <summary>The open pull request of a branch; null when there is none.</summary>
    /// <exception cref="ForgeException">The forge refused or did not answer.</exception>
    Task<PullRequest?> FindAsync(string head, string baseBranch, CancellationToken cancellationToken);

    /// <summary>Opens a pull request; where the branch has an open one already, gives that.</summary>
    /// <exception cref="ForgeException">The forge refused or did not answer.</exception>
    Task<PullRequest> OpenAsync(PullRequestDraft draft, CancellationToken cancellationToken);
}
