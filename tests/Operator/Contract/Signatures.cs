using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace GitOpsGuard.Operator.Tests.Contract;

/// <summary>
/// The public surface of types as text, a line for each type and member, so that two assemblies can be compared. Whether a class
/// is sealed is left out: nobody derives from the contract's attributes and records.
/// </summary>
internal static class Signatures
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The surface of the public types of an assembly, in order.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly, Func<Type, bool> which) =>
        [.. assembly.GetExportedTypes().Where(which).SelectMany(Of).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(Type type)
    {
        var name = $"{type.Namespace}.{TypeText.OwnName(type)}";
        yield return $"{name} : {KindOf(type)}{Usage(type)}{TypeText.Constraints(type.GetGenericArguments())}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{name}.Invoke{Call(type.GetMethod("Invoke")!)}";
            yield break;
        }

        foreach (var member in type.GetMembers(Declared).Select(m => Of(type, m)).OfType<string>())
            yield return $"{name}.{member}";
    }

    private static string? Of(Type type, MemberInfo member) => member switch
    {
        FieldInfo field when type.IsEnum => field.IsStatic ? $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}" : null,
        _ when member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name.Contains('<', StringComparison.Ordinal) => null,
        FieldInfo field => IsOpen(field) ? $"{field.Name} : {TypeText.Of(field)}" : null,
        PropertyInfo property => OfProperty(property),
        EventInfo e => IsOpen(e.AddMethod!) ? $"event {e.Name} : {TypeText.Of(e)}" : null,
        ConstructorInfo constructor => IsOpen(constructor) && constructor.GetParameters().Length > 0 ? $"new{Parameters(constructor)}" : null,
        MethodInfo { IsSpecialName: false } method => IsOpen(method) ? OfMethod(method) : null,
        MethodInfo method => method.Name.StartsWith("op_", StringComparison.Ordinal) ? OfMethod(method) : null,
        _ => null,
    };

    private static string? OfProperty(PropertyInfo property)
    {
        if (property.GetMethod is not { } get || !IsOpen(get)) return null;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var set = property.SetMethod is { } s && IsOpen(s) ? IsInit(s) ? " init;" : " set;" : "";
        return $"{required}{property.Name} {{ get;{set} }} : {TypeText.Of(property)}";
    }

    private static string? OfMethod(MethodInfo method)
    {
        if (method.DeclaringType!.IsClass && method.GetBaseDefinition() != method) return null;
        var open = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        var access = method.IsFamily ? "protected " : "";
        return $"{access}{method.Name}{open}{Call(method)}{TypeText.Constraints(method.IsGenericMethod ? method.GetGenericArguments() : [])}";
    }

    private static string Call(MethodInfo method) => $"{Parameters(method)} : {TypeText.Of(method.ReturnParameter)}";

    private static string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"({extends}{string.Join(", ", method.GetParameters().Select(Parameter))})";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var otherwise = parameter.HasDefaultValue ? $" = {Literal(parameter)}" : "";
        return $"{many}{TypeText.Of(parameter)} {parameter.Name}{otherwise}";
    }

    private static string Literal(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        { } other => other.ToString()!,
    };

    private static string KindOf(Type type)
    {
        if (type.IsEnum) return type.IsDefined(typeof(FlagsAttribute)) ? "flags" : "enum";
        if (typeof(Delegate).IsAssignableFrom(type)) return "delegate";
        if (type.IsInterface) return $"interface{Bases(null, type.GetInterfaces())}";
        var kind = type.GetMethod("<Clone>$") is null ? "class" : "record";
        var open = (type.IsAbstract, type.IsSealed) switch { (true, true) => "static ", (true, false) => "abstract ", _ => "" };
        var own = type.GetInterfaces().Except(type.BaseType!.GetInterfaces());
        return $"{open}{kind}{Bases(type.BaseType, own)}";
    }

    private static string Bases(Type? parent, IEnumerable<Type> interfaces)
    {
        var all = interfaces.Where(i => !i.Name.StartsWith("IEquatable", StringComparison.Ordinal))
            .Select(TypeText.Of).Order(StringComparer.Ordinal).ToList();
        if (parent is not null && parent != typeof(object)) all.Insert(0, TypeText.Of(parent));
        return all.Count == 0 ? "" : $" of {string.Join(", ", all)}";
    }

    private static string Usage(Type type)
    {
        if (type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is not { } usage) return "";
        return $" on {usage.ValidOn}{(usage.AllowMultiple ? ", many" : "")}{(usage.Inherited ? "" : ", not inherited")}";
    }

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily;

    private static bool IsOpen(FieldInfo field) => field.IsPublic || field.IsFamily;

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
