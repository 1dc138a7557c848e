namespace GitOpsGuard.Webhook;

/// <summary>The environment is not one in which the guard can run; each error names the variable to set.</summary>
internal sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(' ', errors))
{
    internal IReadOnlyList<string> Errors => errors;
}
