using GitOpsGuard.Playground.Cluster.Cel;
using GitOpsGuard.Playground.Cluster.Fields;
using GitOpsGuard.Playground.Cluster.Schemas;

namespace GitOpsGuard.Playground.Tests.Fields;

/// <summary>The rows of the tables name what exists, and can be read.</summary>
public sealed class TableTests
{
    [Theory]
    [InlineData("defaults.txt")]
    [InlineData("rules.txt")]
    public void Every_row_names_a_field_that_exists(string table)
    {
        var rows = TableRow.Read(table).Where(rows => !rows.Key.StartsWith("format ", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(rows);
        Assert.All(rows, rows => Assert.All(rows, row => Assert.NotNull(Field(rows.Key, row))));
    }

    [Theory]
    [InlineData("defaults.txt", 2)]
    [InlineData("defaults.txt", 3)]
    [InlineData("rules.txt", 2)]
    [InlineData("rules.txt", 4)]
    public void Every_expression_can_be_read(string table, int column)
    {
        string[] expressions = [.. TableRow.Read(table)
            .Where(rows => !rows.Key.StartsWith("format ", StringComparison.Ordinal))
            .SelectMany(rows => rows.Select(row => row[column]))
            .Where(text => text.Length > 0 && text != "below" && !text.StartsWith("repeated", StringComparison.Ordinal) && !text.StartsWith("not ", StringComparison.Ordinal) && !text.StartsWith("key not ", StringComparison.Ordinal))];

        Assert.NotEmpty(expressions);
        Assert.All(expressions, text => CelExpression.Compile(text, "self", "owner", "it", "old", "was", "key", "root", "part", "written"));
    }

    private static Schema? Field(string type, TableRow row) => row.Steps.Aggregate(
        type is "object" or "built-in" ? TypeTable.Of("core.v1.ConfigMap") : TypeTable.Of(type),
        (schema, step) => (step is "[]" or "{}" or "{key}" ? schema?.Element : schema?.Member(TableRow.Name(step)))!);
}
