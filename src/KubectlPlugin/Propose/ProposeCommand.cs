using System.CommandLine;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>The arguments of <c>kubectl gitops propose</c>.</summary>
internal static class ProposeCommand
{
    private const string Examples = """
          # Turn the change that was denied into a pull request
          kubectl gitops propose chg-7fa3c

          # Without a question, on a branch and with a title of your own
          kubectl gitops propose chg-7fa3c --yes --branch scale-web --title "Scale web for the sale"

        Environment:
          GITEA_TOKEN, GITHUB_TOKEN   token that may open pull requests; without one, the page to open it is printed
          GITEA_SERVER_URL            the only server to which GITEA_TOKEN goes, by default that of the repository

        """;

    public static Command Create(Func<ParseResult, Scope> scope, Func<IOperation, CancellationToken, Task<int>> run)
    {
        var id = new Argument<string>("ID") { Description = "Name of the change request, as the denial printed it." }.WithoutOptions("propose");
        var branch = new Option<string?>("--branch") { Description = "Branch to push; gitops/ID by default.", HelpName = "NAME" };
        var into = new Option<string?>("--base") { Description = "Branch that the pull request is for; the GitSource's by default.", HelpName = "NAME" };
        var title = new Option<string?>("--title") { Description = "Title of the commit and the pull request.", HelpName = "TEXT" };
        var repository = new Option<string?>("--repository") { Description = "Address of the repository as this machine reaches it; the GitSource's by default.", HelpName = "URL" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask before pushing." };
        var output = Output.Option();
        var command = new Command("propose", "Turns a denied change into a pull request: edits the file that declares it, proves the edit, pushes it.")
        {
            id, branch, into, title, repository, yes, output,
        };
        command.SetAction((parsed, cancellationToken) => run(
            new ProposeOperation(scope(parsed), parsed.GetValue(id)!)
            {
                Branch = parsed.GetValue(branch),
                Base = parsed.GetValue(into),
                Title = parsed.GetValue(title),
                Repository = parsed.GetValue(repository),
                Yes = parsed.GetValue(yes),
                AsJson = parsed.GetValue(output) == "json",
            },
            cancellationToken));
        return command.WithExamples(Examples);
    }
}
