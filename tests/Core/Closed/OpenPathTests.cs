using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Tests.Closed;

public sealed class OpenPathTests
{
    [Theory]
    [InlineData("spec.replicas", "spec.replicas", true)]
    [InlineData("spec.replicas", "spec", false)]
    [InlineData("spec", "spec.replicas", true)]
    [InlineData("spec.*.image", "spec.x.image", true)]
    [InlineData("spec.containers[*].image", "spec.containers[name=web].image", true)]
    [InlineData("spec.containers[*].image", "spec.containers[0].image", true)]
    [InlineData("spec.containers[name=web].image", "spec.containers[name=api].image", false)]
    [InlineData("metadata.annotations[\"a.b/c\"]", "metadata.annotations[\"a.b/c\"]", true)]
    [InlineData("metadata.annotations[\"a.b/c\"]", "metadata.annotations[\"a.b/cd\"]", false)]
    public void Opens_the_field_and_what_lies_below(string open, string path, bool covers) =>
        Assert.Equal(covers, OpenPath.Parse(open).Covers(FieldPath.Parse(path)));

    [Fact]
    public void What_is_no_path_says_where() =>
        Assert.Contains("character 6", Assert.Throws<FormatException>(() => OpenPath.Parse("spec.!")).Message, StringComparison.Ordinal);
}
