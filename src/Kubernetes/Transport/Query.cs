using System.Text;

namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>A query string; members without a value are left out.</summary>
internal sealed class Query
{
    private readonly StringBuilder _text = new();

    public Query Add(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return this;
        _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>The query of a write.</summary>
    public static Query Of(WriteOptions? options) => options is null
        ? new()
        : new Query()
            .Add("fieldManager", options.FieldManager)
            .Add("fieldValidation", options.FieldValidation)
            .Add("dryRun", options.DryRun ? "All" : null);
}
