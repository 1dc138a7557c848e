using System.Text.RegularExpressions;

namespace GitOpsGuard.Playground.Tests.Forge;

public sealed partial class PageTests(RunningForge forge) : IClassFixture<RunningForge>
{
    [Fact]
    public async Task The_page_shows_the_diff_and_its_button_merges()
    {
        var page = await OpenAsync("button");
        var (html, cookie) = await GetAsync(page);

        using var response = await PostAsync(page, cookie, FormToken().Match(html).Groups["token"].Value);
        var (after, _) = await GetAsync(page);

        Assert.Contains("<span class=\"add\">+line1: 2</span>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"del\">-line1: 1</span>", html, StringComparison.Ordinal);
        Assert.Equal(302, (int)response.StatusCode);
        Assert.Contains("Merged by admin", after, StringComparison.Ordinal);
        Assert.DoesNotContain("<button", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_merges_nothing()
    {
        var page = await OpenAsync("foreign");
        var (html, cookie) = await GetAsync(page);
        var token = FormToken().Match(html).Groups["token"].Value;

        using var withoutCookie = await PostAsync(page, null, token);
        using var withoutToken = await PostAsync(page, cookie, "");
        using var otherSession = await PostAsync(page, "forge_session=another", token);

        Assert.Equal([403, 403, 403], new[] { withoutCookie, withoutToken, otherSession }.Select(one => (int)one.StatusCode));
    }

    [Fact]
    public async Task Titles_and_diffs_are_escaped()
    {
        var page = await OpenAsync("escaped", "<script>alert(1)</script>");

        var (html, _) = await GetAsync(page);
        var (index, _) = await GetAsync("/");

        Assert.DoesNotContain("<script>", html + index, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_under_another_host_name_is_not_served()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        request.Headers.Host = "rebound.example";

        using var response = await forge.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
    }

    private async Task<string> OpenAsync(string branch, string title = "More <b>web</b>")
    {
        await forge.PushBranchAsync(branch, $"line1: 2\n<script>alert('{branch}')</script>\n");
        var body = $$"""{"title":"{{title}}","head":"{{branch}}","base":"main","body":"<script>"}""";
        var (_, pull) = await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls", body);
        return new Uri((string)pull!["html_url"]!).AbsolutePath;
    }

    private async Task<(string Html, string? Cookie)> GetAsync(string path)
    {
        using var response = await forge.Http.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.Single().Split(';')[0] : null;
        return (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), cookie);
    }

    private async Task<HttpResponseMessage> PostAsync(string page, string? cookie, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{page}/merge", UriKind.Relative));
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["csrf_token"] = token });
        return await forge.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"csrf_token\" value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}
