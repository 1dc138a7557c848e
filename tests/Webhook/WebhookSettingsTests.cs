namespace GitOpsGuard.Webhook.Tests;

public sealed class WebhookSettingsTests
{
    [Fact]
    public void Nothing_set_means_the_defaults()
    {
        var settings = WebhookSettings.From(_ => null);
        Assert.Equal((8443, 8081, "gitopsguard-system", null), (settings.HttpsPort, settings.HealthPort, settings.Namespace, settings.Url));
    }

    [Fact]
    public void All_that_is_wrong_is_named_at_once()
    {
        var environment = new Dictionary<string, string>
        {
            ["GITOPSGUARD_HTTPS_PORT"] = "x",
            ["GITOPSGUARD_HEALTH_PORT"] = "70000",
            ["GITOPSGUARD_LISTEN_ADDRESS"] = "here",
            ["GITOPSGUARD_CHANGEREQUEST_LIFETIME"] = "7 days",
            ["GITOPSGUARD_WEBHOOK_URL"] = "http://localhost/path",
        };
        var error = Assert.Throws<SettingsException>(() => WebhookSettings.From(environment.GetValueOrDefault));
        Assert.Equal(environment.Keys.Order(), error.Errors.Select(text => text.Split(' ')[0]).Order());
    }

    [Fact]
    public void Who_installs_and_how_long_changes_are_kept_may_be_set()
    {
        var environment = new Dictionary<string, string>
        {
            ["GITOPSGUARD_INSTALLER_USERS"] = "root, ci ",
            ["GITOPSGUARD_INSTALLER_GROUPS"] = "",
            ["GITOPSGUARD_CHANGEREQUEST_LIFETIME"] = "24h",
        };
        var settings = WebhookSettings.From(environment.GetValueOrDefault);
        Assert.Equal(["ci", "root"], settings.InstallerUsers.Order());
        Assert.Empty(settings.InstallerGroups);
        Assert.Equal(TimeSpan.FromDays(1), settings.ChangeRequestLifetime);
    }

    [Fact]
    public void The_two_ports_must_differ()
    {
        var error = Assert.Throws<SettingsException>(() => WebhookSettings.From(name => name.EndsWith("_PORT", StringComparison.Ordinal) ? "9000" : null));
        Assert.Single(error.Errors);
    }
}
