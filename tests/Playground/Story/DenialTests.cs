using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.Playground.Tests.Story;

public sealed class DenialTests
{
    [Fact]
    public void File_line_and_change_request_are_read_off_what_kubectl_prints()
    {
        const string Printed = """
            Error from server (Forbidden): admission webhook "managed.gitopsguard.dev" denied the request: Deployment shop/web is managed by Git, so this change was denied.
              changed    spec.replicas  3 -> 5
              declared   my apps/web.yaml:8  github.com/acme/shop@3f2c1ab  (GitSync team-shop/web)
            To make this change, open it as a pull request:
              kubectl gitops propose chg-7fa3c
            """;

        Assert.Equal(new Denial("chg-7fa3c", "my apps/web.yaml", 8), Denial.Parse(Printed));
    }

    [Theory]
    [InlineData("""Error from server (InternalError): failed calling webhook "managed.gitopsguard.dev": connection refused""")]
    [InlineData("  declared   web.yaml:8  github.com/acme/shop@3f2c1ab")]
    public void Any_other_failure_is_no_denial(string printed)
    {
        Assert.Null(Denial.Parse(printed));
    }
}
