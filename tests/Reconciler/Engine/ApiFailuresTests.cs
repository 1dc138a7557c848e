using System.Net;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Tests.Engine;

public sealed class ApiFailuresTests
{
    private static readonly DesiredObject Web = Manifests.Desired(Manifests.Web, Manifests.Deployments);

    [Fact]
    public void An_invalid_field_names_its_line_and_waits_for_the_user()
    {
        var error = new ApiException(HttpStatusCode.UnprocessableEntity, "Invalid", "spec.replicas: must not be negative")
        {
            Causes = [new("FieldValueInvalid", "must not be negative", "spec.replicas")],
        };

        var failure = Assert.IsType<Failure.Stalled>(ApiFailures.Of(error, Web));

        Assert.Equal(Reasons.ValidationFailed, failure.Reason);
        Assert.StartsWith("apps/web.yaml:7: Deployment shop/web: ", failure.Message);
    }

    [Fact]
    public void An_unknown_field_that_the_server_answers_with_500_is_the_users_to_mend()
    {
        var error = new ApiException(HttpStatusCode.InternalServerError, "", ".spec.replica: field not declared in schema");

        Assert.IsType<Failure.Stalled>(ApiFailures.Of(error, Web));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    [InlineData(HttpStatusCode.InternalServerError, "")]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden")]
    [InlineData(HttpStatusCode.Conflict, "Conflict")]
    [InlineData((HttpStatusCode)0, ApiException.Unreachable)]
    public void What_may_pass_is_tried_again(HttpStatusCode code, string reason)
    {
        Assert.IsType<Failure.Retryable>(ApiFailures.Of(new ApiException(code, reason, "identity not yet known"), Web));
    }

    [Fact]
    public void A_refused_secret_does_not_show_its_values()
    {
        var secret = Manifests.Desired("apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  password: hunter2\n", Manifests.Secrets);
        var error = new ApiException(HttpStatusCode.BadRequest, "BadRequest", ".data.password: illegal base64 data in hunter2");

        var failure = ApiFailures.Of(error, secret);

        Assert.DoesNotContain("hunter2", failure.Message);
        Assert.StartsWith("apps/web.yaml:6: ", failure.Message);
    }

    [Fact]
    public void Many_failures_are_told_together_and_the_users_come_first()
    {
        var failures = Enumerable.Range(10, 12).Select(i => (Failure)new Failure.Retryable("R", $"f:{i}"))
            .Append(new Failure.Stalled(Reasons.ValidationFailed, "f:99"));

        var together = ApiFailures.Together(failures);

        Assert.IsType<Failure.Stalled>(together);
        Assert.StartsWith("f:10\nf:11\n", together.Message);
        Assert.EndsWith("and 3 more", together.Message);
        Assert.Null(ApiFailures.Together([]));
    }
}
