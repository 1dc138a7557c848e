using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Cel;
using GitOpsGuard.Playground.Cluster.Schemas;

namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class CelTests
{
    [Theory]
    [InlineData("self.replicas == 3", true)]
    [InlineData("self.replicas > 2 && self.name != 'x'", true)]
    [InlineData("has(self.ref.branch) || has(self.ref.tag)", true)]
    [InlineData("[has(self.ref.branch), has(self.ref.tag)].filter(x, x).size() == 1", true)]
    [InlineData("!has(self.missing)", true)]
    [InlineData("size(self.items) == 2 && self.items.all(i, i.startsWith('a'))", true)]
    [InlineData("self.items.exists(i, i == 'ab')", true)]
    [InlineData("self.items.exists_one(i, i.endsWith('c'))", true)]
    [InlineData("self.items.map(i, size(i))[0] == 2", true)]
    [InlineData("self.name.matches('^w[a-z]+$')", true)]
    [InlineData("self.name in ['web', 'api']", true)]
    [InlineData("'branch' in self.ref", true)]
    [InlineData("self.ref.all(key, key == 'branch')", true)]
    [InlineData("self.replicas % 2 == 1 ? true : false", true)]
    [InlineData("self.missing == 1 || true", true)]
    [InlineData("duration(self.interval) >= duration('1m')", true)]
    [InlineData("-self.replicas < 0", true)]
    [InlineData("self.replicas + 1 <= 3", false)]
    [InlineData("self.name == \"we\" + 'b'", true)]
    public void An_expression_has_its_verdict(string expression, bool expected)
    {
        var self = JsonNode.Parse("""{"replicas":3,"name":"web","ref":{"branch":"main"},"items":["ab","ac"],"interval":"1m30s"}""");
        Assert.Equal(expected, CelExpression.Compile(expression, "self").Holds(CelScope.Of(("self", CelValues.From(self)))));
    }

    [Theory]
    [InlineData("other == 1", "undeclared reference to 'other'")]
    [InlineData("self.format('x')", "function 'format'")]
    [InlineData("self ==", "unexpected end")]
    [InlineData("self # 1", "token recognition error at: '#'")]
    [InlineData("has(self)", "invalid argument to has()")]
    public void Any_other_form_is_refused_by_name(string expression, string reason)
    {
        var error = Assert.Throws<CelException>(() => CelExpression.Compile(expression, "self"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("self.name == 'x' && self.items.all(i, i.size > 1)", null)]
    [InlineData("self.items.all(self, self.size > 1)", null)]
    [InlineData("self.labels['a'] == self.name || self.free.whatever", null)]
    [InlineData("oldSelf.name == self.name", null)]
    [InlineData("self.metadata.name.size() < 10", null)]
    [InlineData("self.ready", null)]
    [InlineData("self.nam == 'x'", "undefined field 'nam'")]
    [InlineData("has(self.nam)", "undefined field 'nam'")]
    [InlineData("self.name.first == 'x'", "undefined field 'first'")]
    [InlineData("self.items.exists(i, i.length == 1)", "undefined field 'length'")]
    [InlineData("self.items[0].length == 1", "undefined field 'length'")]
    [InlineData("self.name", "must evaluate to a bool")]
    public void A_rule_of_a_definition_reads_only_what_its_schema_knows(string rule, string? problem)
    {
        var schema = OpenApiSchemas.Root((JsonObject)JsonNode.Parse("""
            {"type": "object", "properties": {
              "name": {"type": "string"}, "ready": {"type": "boolean"},
              "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
              "labels": {"type": "object", "additionalProperties": {"type": "string"}},
              "items": {"type": "array", "items": {"type": "object", "properties": {"size": {"type": "integer"}}}}}}
            """)!);

        var found = CelExpression.Problem(rule, isVerdict: true, ["self", "oldSelf"], schema);

        if (problem is null) Assert.Null(found);
        else Assert.Contains(problem, found, StringComparison.Ordinal);
    }
}
