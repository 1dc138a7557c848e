using System.Buffers.Binary;

namespace GitOpsGuard.Playground.Cluster.Wire;

/// <summary>Turns the binary form of an object into JSON; what is not in <see cref="WireTable"/> is refused by name.</summary>
internal static class ProtobufReader
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static readonly byte[] Magic = [(byte)'k', (byte)'8', (byte)'s', 0];

    /// <summary>The object in an envelope.</summary>
    public static JsonObject Read(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith(Magic))
            throw ApiError.BadRequest("provided data does not appear to be a protobuf message, expected prefix \"k8s\\0\"");
        try
        {
            byte[] envelope = bytes[Magic.Length..];
            var type = Part(envelope, 1).Bytes;
            var (apiVersion, kind) = (Part(type, 1).Text, Part(type, 2).Text);
            var read = Message(MessageOf(apiVersion, kind), Part(envelope, 2).Bytes);
            read["apiVersion"] = apiVersion;
            read["kind"] = kind;
            return Trees.Reread(read);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            throw ApiError.BadRequest("the protobuf message is cut short");
        }
    }

    private static string MessageOf(string apiVersion, string kind)
    {
        if (kind == "DeleteOptions") return $"meta.v1.{kind}";
        var parts = apiVersion.Split('/');
        return parts.Length == 1 ? $"core.{parts[0]}.{kind}" : $"{parts[0].Split('.')[0]}.{parts[1]}.{kind}";
    }

    private static JsonObject Message(string name, byte[] bytes)
    {
        var fields = WireTable.Find(name)
            ?? throw ApiError.UnsupportedMediaType($"application/json (the embedded cluster does not read {name} in binary form)");
        var read = new JsonObject();
        foreach (var (number, value) in Fields(bytes))
        {
            if (fields.TryGetValue(number, out var field)) Add(read, field, value);
        }

        return read;
    }

    private static void Add(JsonObject read, WireField field, Raw value)
    {
        if (field.Map)
        {
            read.Open(field.Name)[Part(value.Bytes, 1).Text] = Value(field.Type, Part(value.Bytes, 2));
            return;
        }

        var json = Value(field.Type, value);
        if (field.Inline)
        {
            foreach (var (key, inner) in json as JsonObject ?? []) read[key] = inner?.DeepClone();
        }
        else if (field.Repeated) read.Append(field.Name, json);
        else if (field.Optional || !IsZero(json)) read[field.Name] = json;
    }

    private static bool IsZero(JsonNode? value) => value switch
    {
        null or JsonObject { Count: 0 } => true,
        JsonValue => value.ToJsonString() is "\"\"" or "0" or "false",
        _ => false,
    };

    private static JsonNode? Value(string type, Raw value) => type switch
    {
        "s" => value.Text,
        "b" => value.Number != 0,
        "i" => (long)value.Number,
        "d" => BitConverter.UInt64BitsToDouble(value.Number),
        "y" => Convert.ToBase64String(value.Bytes),
        "resource.Quantity" => Part(value.Bytes, 1).Text,
        "intstr.IntOrString" => Part(value.Bytes, 1).Number == 0 ? (int)Part(value.Bytes, 2).Number : Part(value.Bytes, 3).Text,
        "meta.v1.Time" or "meta.v1.MicroTime" => Time(value.Bytes, type == "meta.v1.MicroTime"),
        "meta.v1.FieldsV1" or "runtime.RawExtension" =>
            Part(value.Bytes, 1) is { Bytes.Length: > 0 } raw ? JsonNode.Parse(raw.Bytes) : null,
        "authorization.v1.ExtraValue" => Message(type, value.Bytes)["items"]?.DeepClone(),
        _ => Message(type, value.Bytes),
    };

    private static JsonNode? Time(byte[] bytes, bool exact)
    {
        if (bytes.Length == 0) return null;
        var time = DateTimeOffset.FromUnixTimeSeconds((long)Part(bytes, 1).Number).AddTicks((long)Part(bytes, 2).Number / 100);
        return exact ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture) : Trees.Timestamp(time);
    }

    private static Raw Part(byte[] message, int wanted) =>
        Fields(message).Where(field => field.Number == wanted).Select(field => field.Value).DefaultIfEmpty(new Raw(0, [])).First();

    private static IEnumerable<(int Number, Raw Value)> Fields(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes, ref at);
            var number = (tag & 7) == 0 ? Varint(bytes, ref at) : 0;
            var length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => checked((int)Varint(bytes, ref at)),
                5 => 4,
                _ => throw ApiError.BadRequest("the protobuf message has an unknown wire type"),
            };
            var content = bytes[at..(at += length)];
            if ((tag & 7) == 1) number = BinaryPrimitives.ReadUInt64LittleEndian(content);
            if ((tag & 7) == 5) number = BinaryPrimitives.ReadUInt32LittleEndian(content);
            yield return ((int)(tag >> 3), new Raw(number, content));
        }
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw ApiError.BadRequest("the protobuf message has a number that does not end");
    }

    /// <summary>The content of a field: a number, or bytes.</summary>
    private readonly record struct Raw(ulong Number, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
    }
}
