using System.Collections.Immutable;

namespace GitOpsGuard.Core.Fields;

/// <summary>One step of a <see cref="FieldPath"/>.</summary>
public abstract record PathElement
{
    private PathElement()
    {
    }

    /// <summary>Reads a step as <c>fieldsV1</c> writes it: <c>f:name</c>, <c>i:0</c>, <c>k:{"name":"web"}</c>, <c>v:"x"</c>.</summary>
    /// <returns>Null when the text is no step.</returns>
    public static PathElement? FromFieldsV1(string text) => FieldsV1Step.Parse(text);

    /// <summary>The step as <c>fieldsV1</c> writes it.</summary>
    public string ToFieldsV1() => FieldsV1Step.Write(this);

    /// <summary>A member of an object.</summary>
    public sealed record Field(string Name) : PathElement;

    /// <summary>An item of a list by its place, for lists without keys.</summary>
    public sealed record Index(int Value) : PathElement;

    /// <summary>An item of a list map by its keys, such as <c>[name=web]</c>, in the order of the list's keys.</summary>
    /// <param name="Keys">Name and value of each key; a value is kept as the text of its JSON scalar, a string unquoted.</param>
    public sealed record Key(ImmutableArray<KeyValuePair<string, string>> Keys) : PathElement
    {
        /// <summary>A key of one member.</summary>
        public Key(string name, string value)
            : this([new(name, value)])
        {
        }

        /// <summary>The keys as JSON, sorted by name; null when only their texts are known. It takes no part in equality.</summary>
        public string? Json { get; init; }

        /// <inheritdoc/>
        public bool Equals(Key? other) => other is not null && Keys.AsSpan().SequenceEqual(other.Keys.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Keys.Aggregate(17, HashCode.Combine);
    }

    /// <summary>An item of a set, named by its own value.</summary>
    /// <param name="Text">Text of the JSON scalar, a string unquoted.</param>
    public sealed record SetItem(string Text) : PathElement
    {
        /// <summary>The scalar as JSON; null when only its text is known. It takes no part in equality.</summary>
        public string? Json { get; init; }

        /// <inheritdoc/>
        public bool Equals(SetItem? other) => other is not null && Text == other.Text;

        /// <inheritdoc/>
        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
    }
}
