using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission;

/// <summary>Turns a GuardPolicy into the form in which it judges. What cannot be read is reported and makes it stricter, never milder.</summary>
public static class PolicyReader
{
    /// <summary>Reads a policy.</summary>
    /// <param name="policy">The GuardPolicy, or an object that claims to be one.</param>
    /// <param name="report">Told of each fault, in words that name the field.</param>
    public static Policy Read(JsonElement policy, Action<string> report)
    {
        var spec = Json.Member(policy, "spec");
        var trusted = Json.Items(Json.Member(spec, "trusted")).ToList();
        return new()
        {
            Name = Json.TextAt(policy, "metadata", "name"),
            Mode = Word(spec, "mode", PolicyMode.Enforce, report),
            Sealed = Word(spec, "scope", Scope.Managed, report) == Scope.Sealed,
            Namespaces = Json.Exists(Json.Member(spec, "namespaces")) ? [.. Json.Texts(Json.Member(spec, "namespaces"))] : null,
            NamespaceSelector = Selector(spec, "namespaceSelector", report),
            ObjectSelector = Selector(spec, "objectSelector", report),
            Kinds = [.. Json.Texts(Json.Member(spec, "kinds"))],
            Operations = Operations(Json.Member(spec, "operations"), report),
            TrustedAccounts = [.. trusted.Select(Account).OfType<string>()],
            TrustedUsers = [.. trusted.SelectMany(Users)],
            TrustedGroups = [.. trusted.Select(writer => Json.Text(writer, "group")).Where(group => group.Length > 0)],
            Openings = [.. Json.Items(Json.Member(spec, "open")).Select((open, i) => Opening(open, $"spec.open[{i}]", report))],
            MinimalMessages = Json.Text(spec, "messages") == "Minimal",
            BreakGlass = Limits(Json.Member(spec, "breakGlass"), report),
            AllowUnsure = Json.Text(spec, "unsure") == "Allow",
        };
    }

    private static Operations Operations(JsonElement operations, Action<string> report)
    {
        var usual = new Operations();
        return new()
        {
            Exec = Of("exec", usual.Exec),
            PortForward = Of("portForward", usual.PortForward),
            Proxy = Of("proxy", usual.Proxy),
            EphemeralContainers = Of("ephemeralContainers", usual.EphemeralContainers),
            Eviction = Of("eviction", usual.Eviction),
            RolloutRestart = Of("rolloutRestart", usual.RolloutRestart),
        };

        Permission Of(string name, Permission otherwise) => Json.Exists(Json.Member(operations, name))
            ? Word(operations, name, otherwise, fault => report($"spec.operations.{fault[5..]}"), onFault: Permission.Deny)
            : otherwise;
    }

    private static BreakGlassLimits Limits(JsonElement limits, Action<string> report)
    {
        var usual = new BreakGlassLimits();
        return new()
        {
            MaxDuration = Duration("maxDuration", usual.MaxDuration),
            MaxPerDay = Duration("maxPerDay", usual.MaxPerDay),
            SecondPerson = Json.Text(limits, "approval") == "SecondPerson",
        };

        TimeSpan Duration(string name, TimeSpan otherwise)
        {
            var text = Json.Text(limits, name);
            if (text.Length == 0) return otherwise;
            if (GoDuration.TryParse(text, out var duration)) return duration;
            report($"spec.breakGlass.{name}: '{text}' is no duration such as 30m.");
            return TimeSpan.Zero;
        }
    }

    /// <summary>A selector that cannot be read selects everything, which is the strictest.</summary>
    private static LabelSelector? Selector(JsonElement spec, string name, Action<string> report)
    {
        var selector = Json.Member(spec, name);
        if (!Json.Exists(selector)) return null;
        var read = LabelSelector.Read(selector);
        if (read is null) report($"spec.{name}: a requirement needs a key, an operator of DoesNotExist, Exists, In, NotIn, and values for In and NotIn alone.");
        return read;
    }

    /// <summary>The account that a writer is, also where it is named as a user.</summary>
    private static string? Account(JsonElement writer)
    {
        if (Proof.ClaimedAccount(Json.Text(writer, "user")) is { } named) return named;
        var (ns, name) = (Json.TextAt(writer, "serviceAccount", "namespace"), Json.TextAt(writer, "serviceAccount", "name"));
        return ns.Length > 0 && name.Length > 0 ? $"{ns}/{name}" : null;
    }

    /// <summary>The names that are trusted as such; that of an account only where it impersonates by design.</summary>
    private static IEnumerable<string> Users(JsonElement writer)
    {
        if (Json.Text(writer, "user") is { Length: > 0 } user && Account(writer) is null) yield return user;
        if (Account(writer) is { } account && Json.Member(writer, "impersonated").ValueKind == JsonValueKind.True)
            yield return $"system:serviceaccount:{account.Replace('/', ':')}";
    }

    private static Policy.Opening Opening(JsonElement open, string where, Action<string> report)
    {
        var paths = ImmutableArray.CreateBuilder<OpenPath>();
        foreach (var text in Json.Texts(Json.Member(open, "paths")))
        {
            try
            {
                paths.Add(OpenPath.Parse(text));
            }
            catch (FormatException e)
            {
                report($"{where}.paths: {e.Message} The path stays closed.");
            }
        }

        return new([.. Json.Texts(Json.Member(open, "kinds"))], paths.ToImmutable(), [.. Json.Texts(Json.Member(open, "actors"))]);
    }

    private static T Word<T>(JsonElement obj, string name, T otherwise, Action<string> report, T? onFault = null)
        where T : struct, Enum
    {
        var value = Json.Member(obj, name);
        if (!Json.Exists(value)) return otherwise;
        if (value.ValueKind == JsonValueKind.String && Enum.TryParse<T>(value.GetString(), out var word)) return word;
        report($"spec.{name}: {value.GetRawText()} is none of {string.Join(", ", Enum.GetNames<T>())}.");
        return onFault ?? otherwise;
    }

    private enum Scope
    {
        Managed,
        Sealed,
    }
}
