namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>Reads an expression by precedence and builds the function that evaluates it.</summary>
/// <param name="text">The expression.</param>
/// <param name="variables">The names that it may refer to.</param>
/// <param name="self">The type of <c>self</c> and <c>oldSelf</c>; what it does not know may not be read. Null when any may.</param>
internal sealed class CelParser(string text, IEnumerable<string> variables, Schema? self = null)
{
    private static readonly string[] Macros = ["all", "exists", "exists_one", "filter", "map"];

    // Loosest first.
    private static readonly string[][] Operators =
        [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "%"]];

    private readonly List<CelToken> tokens = CelLexer.Read(text);
    private ImmutableDictionary<string, Schema?> known =
        variables.ToImmutableDictionary(name => name, name => name is "self" or "oldSelf" ? self : null);

    private int position;

    private delegate object? Evaluation(CelScope scope);

    private CelToken Now => tokens[position];

    /// <summary>The whole expression, with its type where that is known.</summary>
    public (Func<CelScope, object?> Evaluate, Schema? Type) Read()
    {
        var node = Conditional();
        return Now.Kind == CelTokenKind.End ? (scope => node.Evaluate(scope), node.Type) : throw Unexpected();
    }

    private Node Conditional()
    {
        var test = Binary(0);
        if (!Take("?")) return test;
        var then = Binary(0);
        Demand(":");
        var otherwise = Conditional();
        return new(scope => CelValues.Truth(test.Evaluate(scope)) ? then.Evaluate(scope) : otherwise.Evaluate(scope));
    }

    private Node Binary(int level)
    {
        if (level == Operators.Length) return Unary();
        var left = Binary(level + 1);
        while (Now.Kind is CelTokenKind.Sign or CelTokenKind.Name && Operators[level].Contains(Now.Text))
        {
            var sign = tokens[position++].Text;
            var (first, second) = (left, Binary(level + 1));
            left = sign is "||" or "&&"
                ? Logical(first, second, decisive: sign == "||")
                : new(scope => CelValues.Operate(sign, first.Evaluate(scope), second.Evaluate(scope)));
        }

        return left;
    }

    /// <summary>Either side may decide, even when the other fails.</summary>
    private static Node Logical(Node left, Node right, bool decisive) => new(scope =>
    {
        CelException? failure = null;
        try
        {
            if (CelValues.Truth(left.Evaluate(scope)) == decisive) return decisive;
        }
        catch (CelException error)
        {
            failure = error;
        }

        if (CelValues.Truth(right.Evaluate(scope)) == decisive) return decisive;
        return failure is null ? !decisive : throw failure;
    });

    private Node Unary()
    {
        if (Take("!"))
        {
            var operand = Unary();
            return new(scope => !CelValues.Truth(operand.Evaluate(scope)));
        }

        if (!Take("-")) return Member();
        var negated = Unary();
        return new(scope => negated.Evaluate(scope) is double real ? -real : CelValues.Operate("-", 0L, negated.Evaluate(scope)));
    }

    private Node Member()
    {
        var target = Primary();
        while (true)
        {
            if (Take("."))
            {
                var (owner, name) = (target, Name());
                target = Take("(") ? Call(name, owner) : Field(owner, name);
            }
            else if (Take("["))
            {
                var (container, index) = (target, Conditional());
                Demand("]");
                target = new(scope => CelValues.Element(container.Evaluate(scope), index.Evaluate(scope)), Type: container.Type?.Element);
            }
            else return target;
        }
    }

    private Node Field(Node owner, string name)
    {
        var type = owner.Type?.Member(name);
        return type is null && owner.Type is not null
            ? throw new CelException($"undefined field '{name}' in: {text}")
            : new(scope => CelValues.Field(owner.Evaluate(scope), name), owner, name, type);
    }

    private Node Primary()
    {
        var token = Now;
        if (token.Kind is CelTokenKind.Sign or CelTokenKind.End) return Bracketed();
        position++;
        if (token.Kind == CelTokenKind.Name) return Named(token);
        var literal = token.Kind == CelTokenKind.Number ? CelValues.Number(token.Text) : token.Text;
        return new(_ => literal);
    }

    private Node Bracketed()
    {
        if (Take("("))
        {
            var inner = Conditional();
            Demand(")");
            return new(inner.Evaluate);
        }

        if (Take("["))
        {
            var items = Until("]", Conditional);
            return new(scope => items.Select(item => item.Evaluate(scope)).ToList());
        }

        return Take("{") ? MapLiteral() : throw Unexpected();
    }

    private Node MapLiteral()
    {
        var entries = Until("}", () =>
        {
            var key = Conditional();
            Demand(":");
            return (Key: key, Value: Conditional());
        });
        return new(scope => new JsonObject(entries.Select(entry => KeyValuePair.Create(
            entry.Key.Evaluate(scope) as string ?? throw new CelException("keys of maps are strings here"),
            CelValues.ToJson(entry.Value.Evaluate(scope))))));
    }

    private Node Named(CelToken token)
    {
        if (token.Text is "true" or "false") return new(_ => token.Text == "true");
        if (token.Text == "null") return new(_ => null);
        if (Take("(")) return token.Text == "has" ? Has() : Call(token.Text, null);
        return known.TryGetValue(token.Text, out var type)
            ? new(scope => scope.Find(token.Text), Type: type)
            : throw new CelException($"undeclared reference to '{token.Text}' at {token.At} in: {text}");
    }

    private Node Has()
    {
        var argument = Conditional();
        Demand(")");
        var (owner, field) = (argument.Owner, argument.Field);
        if (owner is null || field is null) throw new CelException($"invalid argument to has() macro in: {text}");
        return new(scope => owner.Evaluate(scope) is JsonObject map && map[field] is not null);
    }

    private Node Call(string name, Node? target)
    {
        if (target is not null && Macros.Contains(name)) return Macro(name, target);
        List<Node> arguments = target is null ? Until(")", Conditional) : [target, .. Until(")", Conditional)];
        var function = CelFunctions.Find(name, arguments.Count) ?? throw new CelException(
            $"function '{name}' with {arguments.Count} argument(s) is not evaluated by the embedded cluster, in: {text}");
        return new(scope => function([.. arguments.Select(argument => argument.Evaluate(scope))]));
    }

    private Node Macro(string name, Node target)
    {
        var variable = Name();
        Demand(",");
        var around = known;
        known = known.SetItem(variable, target.Type is { Shape: SchemaShape.List } list ? list.Element : null);
        var body = Conditional();
        var result = name == "map" && Take(",") ? Conditional() : null;
        known = around;
        Demand(")");
        bool Holds(CelScope scope) => CelValues.Truth(body.Evaluate(scope));
        IEnumerable<CelScope> Each(CelScope scope) =>
            CelValues.Walk(target.Evaluate(scope)).Select(item => new CelScope(variable, item, scope));
        return name switch
        {
            "all" => new(scope => Each(scope).All(Holds)),
            "exists" => new(scope => Each(scope).Any(Holds)),
            "exists_one" => new(scope => Each(scope).Count(Holds) == 1),
            "filter" => new(scope => Each(scope).Where(Holds).Select(inner => inner.Value).ToList()),
            _ => new(scope => Each(scope).Where(inner => result is null || Holds(inner))
                .Select(inner => (result ?? body).Evaluate(inner)).ToList()),
        };
    }

    private List<T> Until<T>(string close, Func<T> read)
    {
        List<T> found = [];
        while (!Take(close))
        {
            if (found.Count > 0) Demand(",");
            found.Add(read());
        }

        return found;
    }

    private string Name() => Now.Kind == CelTokenKind.Name ? tokens[position++].Text : throw Unexpected();

    private bool Take(string sign)
    {
        if (Now.Kind != CelTokenKind.Sign || Now.Text != sign) return false;
        position++;
        return true;
    }

    private void Demand(string sign)
    {
        if (!Take(sign)) throw Unexpected();
    }

    private CelException Unexpected() =>
        new(Now.Kind == CelTokenKind.End ? $"unexpected end of: {text}" : $"unexpected '{Now.Text}' at {Now.At} in: {text}");

    /// <summary>A part of an expression; a field selection also keeps its owner, which <c>has</c> asks for.</summary>
    private sealed record Node(Evaluation Evaluate, Node? Owner = null, string? Field = null, Schema? Type = null);
}
