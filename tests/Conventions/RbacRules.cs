using System.Reflection;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Rbac;
using k8s.Models;

namespace GitOpsGuard.Conventions.Tests;

/// <summary>Rights by the attributes on classes, each as one group, resource and verb. They add up as KubeOps adds them up.</summary>
internal static class RbacRules
{
    private static readonly RbacVerb[] Verbs =
        [RbacVerb.Get, RbacVerb.List, RbacVerb.Watch, RbacVerb.Create, RbacVerb.Update, RbacVerb.Patch, RbacVerb.Delete];

    /// <summary>What the classes of an assembly ask for.</summary>
    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetTypes().SelectMany(t => t.GetCustomAttributes<RbacAttribute>()).SelectMany(Of).Distinct().Order(StringComparer.Ordinal);

    /// <summary>One right as text.</summary>
    public static string Text(string group, string resource, string verb) => $"{verb} {resource}.{group}".TrimEnd('.');

    private static IEnumerable<string> Of(RbacAttribute attribute) => attribute switch
    {
        GenericRbacAttribute generic => generic.Groups.SelectMany(group => generic.Resources.SelectMany(resource =>
            Names(generic.Verbs).Select(verb => Text(group, resource, verb)))),
        EntityRbacAttribute entities => entities.Entities.SelectMany(entity => Of(entity, entities.Verbs)),
        _ => throw new InvalidOperationException($"{attribute.GetType().Name} is not known here."),
    };

    private static IEnumerable<string> Of(Type entity, RbacVerb verbs)
    {
        var kind = entity.GetCustomAttribute<KubernetesEntityAttribute>()!;
        var plural = new EntityMetadata(kind.Kind, kind.ApiVersion, kind.Group, kind.PluralName).PluralName;
        foreach (var verb in Names(verbs)) yield return Text(kind.Group, plural, verb);
        if (entity.GetProperty("Status") is null) yield break;
        foreach (var verb in Names(RbacVerb.Get | RbacVerb.Patch | RbacVerb.Update)) yield return Text(kind.Group, $"{plural}/status", verb);
    }

    private static IEnumerable<string> Names(RbacVerb verbs)
    {
        if (verbs.HasFlag(RbacVerb.All)) return ["*"];
        return Verbs.Where(v => verbs.HasFlag(RbacVerb.AllExplicit) || verbs.HasFlag(v)).Select(v => v.ToString().ToLowerInvariant());
    }
}
