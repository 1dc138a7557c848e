using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Tests.Contract;

/// <summary>Keeps each line with the properties of the scopes that it was logged in.</summary>
internal sealed class ScopeLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<(string Line, Dictionary<string, object> Properties)> _lines = new();
    private IExternalScopeProvider? _scopes;

    /// <summary>Properties of the first line of a text.</summary>
    public IReadOnlyDictionary<string, object> Of(string line) => _lines.First(l => l.Line == line).Properties;

    /// <summary>Whether a line was logged.</summary>
    public bool Has(string line) => _lines.Any(l => l.Line == line);

    public ILogger CreateLogger(string categoryName) => new Lines(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Lines(ScopeLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var properties = new Dictionary<string, object>();
            log._scopes?.ForEachScope((scope, all) => Add(scope, all), properties);
            log._lines.Enqueue((formatter(state, exception), properties));
        }

        private static void Add(object? scope, Dictionary<string, object> all)
        {
            if (scope is not IEnumerable<KeyValuePair<string, object>> pairs) return;
            foreach (var (name, value) in pairs) all[name] = value;
        }
    }
}
