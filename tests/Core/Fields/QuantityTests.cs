using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Tests.Fields;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.5Gi", "512Mi")]
    [InlineData("1.5", "1500m")]
    [InlineData("100Ei", "100Ei")]
    [InlineData("1e3", "1e3")]
    [InlineData("0.0000000001", "1n")]
    [InlineData("-1.5Gi", "-1536Mi")]
    [InlineData("512Ki", "512Ki")]
    [InlineData("0Mi", "0")]
    [InlineData("1x", null)]
    [InlineData("", null)]
    public void A_quantity_has_one_canonical_form(string written, string? canonical) => Assert.Equal(canonical, Quantity.Canonical(written));

    [Theory]
    [InlineData("1Gi", "1073741824", 0)]
    [InlineData("100m", "1", -1)]
    [InlineData("1Gi", "1G", 1)]
    [InlineData("1", "one", null)]
    public void Quantities_compare_by_value(string left, string right, int? expected) => Assert.Equal(expected, Quantity.Compare(left, right));
}
