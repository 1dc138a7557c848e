using System.Reflection;

namespace GitOpsGuard.Operator.Tests.Contract;

/// <summary>Types as C# writes them, by their full names, with what may be null.</summary>
internal static class TypeText
{
    public static string Of(ParameterInfo parameter) => Of(new NullabilityInfoContext().Create(parameter), parameter.ParameterType);

    public static string Of(PropertyInfo property) => Of(new NullabilityInfoContext().Create(property), property.PropertyType);

    public static string Of(FieldInfo field) => Of(new NullabilityInfoContext().Create(field), field.FieldType);

    public static string Of(EventInfo e) => Of(new NullabilityInfoContext().Create(e), e.EventHandlerType!);

    public static string Of(Type type) => Of(null, type);

    /// <summary>Name of a type with its parameters, as it is declared.</summary>
    public static string OwnName(Type type)
    {
        var name = type.DeclaringType is { } outer ? $"{OwnName(outer)}.{type.Name}" : type.Name;
        if (!type.IsGenericType) return name;
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Variance))}>";
    }

    /// <summary>What is demanded of type parameters.</summary>
    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Where(p => p.IsGenericParameter).Select(Constraint));

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Contravariant => $"in {parameter.Name}",
            GenericParameterAttributes.Covariant => $"out {parameter.Name}",
            _ => parameter.Name,
        };

    private static string Constraint(Type parameter)
    {
        var special = parameter.GenericParameterAttributes;
        var demands = new List<string>();
        if (special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) demands.Add("class");
        demands.AddRange(parameter.GetGenericParameterConstraints().Select(Of));
        if (special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) demands.Add("new()");
        return demands.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", demands)}";
    }

    private static string Of(NullabilityInfo? info, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Of(null, value)}?";
        var mark = info is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsArray) return $"{Of(info?.ElementType, type.GetElementType()!)}[]{mark}";
        if (type.IsGenericParameter) return $"{type.Name}{mark}";
        if (!type.IsGenericType) return $"{type.FullName}{mark}";
        var open = $"{type.Namespace}.{type.Name}";
        var arguments = type.GetGenericArguments().Select((argument, i) =>
            Of(info is not null && i < info.GenericTypeArguments.Length ? info.GenericTypeArguments[i] : null, argument));
        return $"{open[..open.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>{mark}";
    }
}
