namespace GitOpsGuard.Forges;

/// <summary>The page of a forge on which a person opens a pull request, filled in as far as the forge allows.</summary>
public static class NewPullRequestPage
{
    /// <summary>Longest description that is put into the address.</summary>
    private const int LongestBody = 2000;

    /// <summary>The address of the page.</summary>
    public static string Of(ForgeAddress address, PullRequestDraft draft)
    {
        var (head, into) = (Uri.EscapeDataString(draft.Head), Uri.EscapeDataString(draft.Base));
        var title = Uri.EscapeDataString(draft.Title);
        var body = Uri.EscapeDataString(draft.Body.Length > LongestBody ? draft.Body[..LongestBody] : draft.Body);
        return address.Web + address.Kind switch
        {
            ForgeKind.GitHub => $"/compare/{into}...{head}?quick_pull=1&title={title}&body={body}",
            ForgeKind.Gitea => $"/compare/{into}...{head}?expand=1&title={title}&body={body}",
            ForgeKind.GitLab => $"/-/merge_requests/new?merge_request%5Bsource_branch%5D={head}&merge_request%5Btarget_branch%5D={into}"
                + $"&merge_request%5Btitle%5D={title}&merge_request%5Bdescription%5D={body}",
            ForgeKind.Bitbucket => $"/pull-requests/new?source={head}&dest={into}&title={title}",
            ForgeKind.BitbucketDataCenter => $"/pull-requests?create&sourceBranch={head}&targetBranch={into}&title={title}",
            _ => $"/pullrequestcreate?sourceRef={head}&targetRef={into}&title={title}",
        };
    }
}
