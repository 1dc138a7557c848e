namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>Reads an expression by precedence and builds the function that evaluates it.</summary>
internal sealed class CelParser
{
    private static readonly string[] Macros = ["all", "exists", "exists_one", "filter", "map"];

    private readonly string text;
    private readonly List<CelToken> tokens;
    private readonly HashSet<string> known;
    private int position;

    /// <param name="text">The expression.</param>
    /// <param name="variables">The names that it may refer to.</param>
    public CelParser(string text, IEnumerable<string> variables)
    {
        this.text = text;
        tokens = CelLexer.Read(text);
        known = [.. variables];
    }

    private delegate object? Evaluation(CelScope scope);

    private CelToken Now => tokens[position];

    /// <summary>The whole expression.</summary>
    public Func<CelScope, object?> Read()
    {
        var node = Conditional();
        if (Now.Kind != CelTokenKind.End) throw Unexpected();
        return scope => node.Evaluate(scope);
    }

    private Node Conditional()
    {
        var test = Or();
        if (!Take("?")) return test;
        var then = Or();
        Demand(":");
        var otherwise = Conditional();
        return new(scope => CelValues.Truth(test.Evaluate(scope)) ? then.Evaluate(scope) : otherwise.Evaluate(scope));
    }

    private Node Or()
    {
        var left = And();
        while (Take("||")) left = Logical(left, And(), decisive: true);
        return left;
    }

    private Node And()
    {
        var left = Relation();
        while (Take("&&")) left = Logical(left, Relation(), decisive: false);
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

    private Node Relation()
    {
        var left = Sum();
        while (true)
        {
            if (Now is { Kind: CelTokenKind.Sign, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
            {
                var sign = tokens[position++].Text;
                left = Compared(sign, left, Sum());
            }
            else if (Now is { Kind: CelTokenKind.Name, Text: "in" })
            {
                position++;
                var (sought, container) = (left, Sum());
                left = new(scope => CelValues.Contains(container.Evaluate(scope), sought.Evaluate(scope)));
            }
            else
            {
                return left;
            }
        }
    }

    private static Node Compared(string sign, Node left, Node right) => new(scope =>
    {
        var (first, second) = (left.Evaluate(scope), right.Evaluate(scope));
        return sign switch
        {
            "==" => CelValues.Equals(first, second),
            "!=" => !CelValues.Equals(first, second),
            "<" => CelValues.Compare(first, second) < 0,
            "<=" => CelValues.Compare(first, second) <= 0,
            ">" => CelValues.Compare(first, second) > 0,
            _ => CelValues.Compare(first, second) >= 0,
        };
    });

    private Node Sum() => Chain(Product, "+", "-");

    private Node Product() => Chain(Unary, "*", "/", "%");

    private Node Chain(Func<Node> operand, params string[] signs)
    {
        var left = operand();
        while (Now.Kind == CelTokenKind.Sign && signs.Contains(Now.Text))
        {
            var sign = tokens[position++].Text;
            var (first, second) = (left, operand());
            left = new(scope => CelValues.Arithmetic(sign, first.Evaluate(scope), second.Evaluate(scope)));
        }

        return left;
    }

    private Node Unary()
    {
        if (Take("!"))
        {
            var operand = Unary();
            return new(scope => !CelValues.Truth(operand.Evaluate(scope)));
        }

        if (!Take("-")) return Member();
        var negated = Unary();
        return new(scope => negated.Evaluate(scope) switch
        {
            long whole => (object)-whole,
            double real => -real,
            _ => throw new CelException("no such overload: -"),
        });
    }

    private Node Member()
    {
        var target = Primary();
        while (true)
        {
            if (Take("."))
            {
                var name = Name();
                target = Take("(") ? Call(name, target) : Select(target, name);
            }
            else if (Take("["))
            {
                var (container, index) = (target, Conditional());
                Demand("]");
                target = new(scope => CelValues.Element(container.Evaluate(scope), index.Evaluate(scope)));
            }
            else
            {
                return target;
            }
        }
    }

    private static Node Select(Node target, string field) =>
        new(scope => CelValues.Field(target.Evaluate(scope), field), target, field);

    private Node Primary()
    {
        var token = tokens[position];
        switch (token.Kind)
        {
            case CelTokenKind.Whole:
                position++;
                var whole = long.Parse(token.Text, CultureInfo.InvariantCulture);
                return new(_ => whole);
            case CelTokenKind.Real:
                position++;
                var real = double.Parse(token.Text, CultureInfo.InvariantCulture);
                return new(_ => real);
            case CelTokenKind.Text:
                position++;
                return new(_ => token.Text);
            case CelTokenKind.Name:
                position++;
                return Named(token);
            default:
                return Bracketed();
        }
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
            var items = Arguments("]");
            return new(scope => items.Select(item => item.Evaluate(scope)).ToList());
        }

        return Take("{") ? MapLiteral() : throw Unexpected();
    }

    private Node MapLiteral()
    {
        List<(Node Key, Node Value)> entries = [];
        while (!Take("}"))
        {
            if (entries.Count > 0) Demand(",");
            var key = Conditional();
            Demand(":");
            entries.Add((key, Conditional()));
        }

        return new(scope => new JsonObject(entries.Select(entry => KeyValuePair.Create(
            entry.Key.Evaluate(scope) as string ?? throw new CelException("keys of maps are strings here"),
            CelValues.ToJson(entry.Value.Evaluate(scope))))));
    }

    private Node Named(CelToken token)
    {
        if (token.Text == "true") return new(_ => true);
        if (token.Text == "false") return new(_ => false);
        if (token.Text == "null") return new(_ => null);
        if (Take("(")) return token.Text == "has" ? Has() : Call(token.Text, null);
        if (!known.Contains(token.Text)) throw new CelException($"undeclared reference to '{token.Text}' at {token.At} in: {text}");
        return new(scope => scope.Find(token.Text));
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
        List<Node> arguments = target is null ? [] : [target];
        arguments.AddRange(Arguments(")"));
        var function = CelFunctions.Find(name, arguments.Count)
            ?? throw new CelException($"function '{name}' with {arguments.Count} argument(s) is not evaluated by the embedded cluster, in: {text}");
        return new(scope => function([.. arguments.Select(argument => argument.Evaluate(scope))]));
    }

    private Node Macro(string name, Node target)
    {
        var variable = Name();
        Demand(",");
        var added = known.Add(variable);
        var body = Conditional();
        var result = name == "map" && Take(",") ? Conditional() : null;
        if (added) known.Remove(variable);
        Demand(")");
        bool Holds(CelScope scope, object? item) => CelValues.Truth(body.Evaluate(new CelScope(variable, item, scope)));
        return name switch
        {
            "all" => new(scope => CelValues.Walk(target.Evaluate(scope)).All(item => Holds(scope, item))),
            "exists" => new(scope => CelValues.Walk(target.Evaluate(scope)).Any(item => Holds(scope, item))),
            "exists_one" => new(scope => CelValues.Walk(target.Evaluate(scope)).Count(item => Holds(scope, item)) == 1),
            "filter" => new(scope => CelValues.Walk(target.Evaluate(scope)).Where(item => Holds(scope, item)).ToList()),
            _ => new(scope => CelValues.Walk(target.Evaluate(scope))
                .Where(item => result is null || Holds(scope, item))
                .Select(item => (result ?? body).Evaluate(new CelScope(variable, item, scope)))
                .ToList()),
        };
    }

    private List<Node> Arguments(string close)
    {
        List<Node> found = [];
        while (!Take(close))
        {
            if (found.Count > 0) Demand(",");
            found.Add(Conditional());
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
    private sealed record Node(Evaluation Evaluate, Node? Owner = null, string? Field = null);
}
