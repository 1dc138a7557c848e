using System.Text.Json.Nodes;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Recorder.Scripts;

/// <summary>Reads the scripts of a folder: one file an area, with its scenarios by title.</summary>
internal static class ScriptReader
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private static readonly string[] OfKubectl = ["kubectl", "input", "editor", "as", "fails", "background"];

    private static readonly string[] OfRequests =
        [.. Methods, "body", "type", "accept", "as", "bearer", "headers", "expect", "until", "capture", "pick", "without", "unordered", "watch", "reviewed"];

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["json"] = "application/json",
        ["merge"] = "application/merge-patch+json",
        ["strategic"] = "application/strategic-merge-patch+json",
        ["patch"] = "application/json-patch+json",
        ["apply"] = "application/apply-patch+yaml",
        ["table"] = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
        ["metadata"] = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
        ["metadatalist"] = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
        ["aggregated"] = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
    };

    public static IReadOnlyList<Scenario> Read(string folder) =>
        [.. Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).SelectMany(ReadFile)];

    private static IEnumerable<Scenario> ReadFile(string file)
    {
        var area = Path.GetFileNameWithoutExtension(file);
        JsonObject script;
        try
        {
            script = JsonNode.Parse(YamlFile.Parse(File.ReadAllText(file)).Documents.Single().ToJson()!.ToJsonString())!.AsObject();
        }
        catch (YamlException error)
        {
            throw new ScriptException($"{file}:{error.Line}: {error.Message}");
        }

        return script["scenarios"]!.AsObject().Select(entry => ReadScenario(area, entry.Key, entry.Value!.AsObject())).ToList();
    }

    private static Scenario ReadScenario(string area, string title, JsonObject written)
    {
        Refuse(written, ["controllers", "files", "webhooks", "steps"], $"{area}/{title}");
        var steps = written["steps"]!.AsArray().Select((step, index) => ReadStep(step!.AsObject(), $"{area}/{title}, step {index + 1}"));
        return new Scenario(area, title, [.. steps])
        {
            Controllers = (bool?)written["controllers"] ?? false,
            Files = written["files"]?.AsObject().ToDictionary(entry => entry.Key, entry => Text(entry.Value)) ?? [],
            Webhooks = written["webhooks"]?.AsObject() ?? [],
        };
    }

    private static Step ReadStep(JsonObject step, string place)
    {
        if (step["watched"] is { } events) return new WatchedStep((int)events);
        if (step.ContainsKey("finish")) return new FinishStep();
        if (step["kubectl"] is { } line)
        {
            Refuse(step, OfKubectl, place);
            return new KubectlStep((string)line!)
            {
                Input = Text(step["input"]),
                Editor = (string?)step["editor"],
                As = (string?)step["as"],
                Fails = (bool?)step["fails"] ?? false,
                Background = (bool?)step["background"] ?? false,
            };
        }

        Refuse(step, OfRequests, place);
        return ReadRequest(step, place);
    }

    private static RequestStep ReadRequest(JsonObject step, string place)
    {
        var method = step.Select(entry => entry.Key).FirstOrDefault(Methods.Contains)
            ?? throw new ScriptException($"{place}: it names neither kubectl nor a method such as GET");
        return new RequestStep(method, (string)step[method]!)
        {
            Body = step["body"]?.DeepClone(),
            ContentType = MediaType(step["type"]) ?? (step.ContainsKey("body") ? MediaTypes["json"] : null),
            Accept = MediaType(step["accept"]),
            As = (string?)step["as"],
            Bearer = (string?)step["bearer"],
            Headers = step["headers"]?.AsObject().ToDictionary(entry => entry.Key, entry => Strings(entry.Value)) ?? [],
            Expect = (int?)step["expect"],
            Until = step["until"]?.AsObject() ?? (step.ContainsKey("reviewed") ? [] : null),
            Reviewed = (int?)step["reviewed"],
            Capture = step["capture"]?.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!) ?? [],
            Pick = Strings(step["pick"]),
            Without = Strings(step["without"]),
            Unordered = Strings(step["unordered"]),
            Watch = (bool?)step["watch"] ?? false,
        };
    }

    private static string? MediaType(JsonNode? named) =>
        (string?)named is not { } name ? null : MediaTypes.GetValueOrDefault(name, name);

    private static string[] Strings(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => (string)item!)],
        _ => [(string)node!],
    };

    /// <summary>A text as it is; a list as documents; anything else as JSON.</summary>
    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray documents => string.Join("\n---\n", documents.Select(Text)),
        _ => node.ToJsonString(),
    };

    private static void Refuse(JsonObject written, string[] known, string place)
    {
        var unknown = written.Select(entry => entry.Key).Except(known, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0) throw new ScriptException($"{place}: {string.Join(", ", unknown)} is not known; known are {string.Join(", ", known)}");
    }
}
