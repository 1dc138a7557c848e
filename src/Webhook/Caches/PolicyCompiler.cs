using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Caches;

/// <summary>Turns a GuardPolicy into the form in which it judges. What cannot be read is reported and makes it stricter, never milder.</summary>
internal static class PolicyCompiler
{
    internal static Policy Compile(string name, JsonElement policy, Action<string> report)
    {
        try
        {
            var spec = policy.Deserialize(KindsJson.Default.GuardPolicy)?.Spec ?? new();
            return Compile(name, spec, report);
        }
        catch (JsonException e)
        {
            report($"{e.Message} It counts as a policy that enforces everywhere.");
            return new() { Name = name };
        }
    }

    private static Policy Compile(string name, GuardPolicySpec spec, Action<string> report)
    {
        var trusted = spec.Trusted ?? [];
        var accounts = trusted.Where(writer => writer.ServiceAccount is not null).ToList();
        return new()
        {
            Name = name,
            Mode = Enum.TryParse<PolicyMode>(spec.Mode, out var mode) ? mode : PolicyMode.Enforce,
            Namespaces = spec.Namespaces?.ToImmutableHashSet(StringComparer.Ordinal),
            TrustedAccounts = [.. accounts.Select(writer => $"{writer.ServiceAccount!.Namespace}/{writer.ServiceAccount.Name}")],
            TrustedUsers =
            [
                .. trusted.Select(writer => writer.User).OfType<string>(),
                .. accounts.Where(writer => writer.Impersonated)
                    .Select(writer => $"system:serviceaccount:{writer.ServiceAccount!.Namespace}:{writer.ServiceAccount.Name}"),
            ],
            TrustedGroups = [.. trusted.Select(writer => writer.Group).OfType<string>()],
            Openings = [.. (spec.Open ?? []).Select(open => Opening(open, report))],
            MinimalMessages = spec.Messages == "Minimal",
            AllowUnsure = spec.Unsure == "Allow",
        };
    }

    private static Policy.Opening Opening(OpenFields open, Action<string> report)
    {
        var paths = ImmutableArray.CreateBuilder<OpenPath>();
        foreach (var text in open.Paths)
        {
            try
            {
                paths.Add(OpenPath.Parse(text));
            }
            catch (FormatException e)
            {
                report($"{e.Message} The path stays closed.");
            }
        }

        return new([.. open.Kinds ?? []], paths.ToImmutable(), [.. open.Actors ?? []]);
    }
}
