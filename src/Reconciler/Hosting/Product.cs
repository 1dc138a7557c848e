using System.Reflection;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>What this program says of itself.</summary>
internal static class Product
{
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
