namespace GitOpsGuard.Core.Tests;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1m", 60_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData(".5s", 500)]
    [InlineData("300ms", 300)]
    [InlineData("-2m", -120_000)]
    [InlineData("+2m", 120_000)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    [InlineData("1000000ns", 1)]
    [InlineData("0.1h", 360_000)]
    public void A_duration_is_read(string text, long milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData(".s")]
    [InlineData("1.2.3s")]
    [InlineData("1d")]
    [InlineData("1 m")]
    [InlineData("PT5M")]
    [InlineData("00:01:00")]
    [InlineData("9999999999999999999999h")]
    [InlineData("300000000h")]
    public void What_is_no_duration_is_not_read(string? text)
    {
        Assert.False(GoDuration.TryParse(text, out _));
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("1h0m0s")]
    [InlineData("1h30m0s")]
    [InlineData("1m30s")]
    [InlineData("1.5s")]
    [InlineData("300ms")]
    [InlineData("1.5ms")]
    [InlineData("20µs")]
    [InlineData("-1m0s")]
    [InlineData("100h0m0s")]
    public void A_canonical_duration_is_written_as_it_was_read(string text)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(text, GoDuration.Format(duration));
    }
}
