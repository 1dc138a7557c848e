namespace GitOpsGuard.Forges;

/// <summary>The forges that the product knows. Pull requests are opened through the API of GitHub and Gitea, on a web page elsewhere.</summary>
public enum ForgeKind
{
    /// <summary>github.com and GitHub Enterprise.</summary>
    GitHub,

    /// <summary>gitlab.com and GitLab.</summary>
    GitLab,

    /// <summary>Gitea and Forgejo, as codeberg.org.</summary>
    Gitea,

    /// <summary>Bitbucket Cloud.</summary>
    Bitbucket,

    /// <summary>Bitbucket Data Center.</summary>
    BitbucketDataCenter,

    /// <summary>Azure DevOps.</summary>
    AzureDevOps,
}
