using System.Buffers.Binary;

namespace GitOpsGuard.Playground.Cluster.Wire;

/// <summary>Turns the binary form of an object into JSON; what is not in <see cref="WireTable"/> is refused by name.</summary>
internal static class ProtobufReader
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static readonly byte[] Magic = [(byte)'k', (byte)'8', (byte)'s', 0];

    // Messages that every group shares.
    private static readonly string[] Shared = ["DeleteOptions"];

    /// <summary>The object in an envelope.</summary>
    public static JsonObject Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic)) throw ApiError.BadRequest("provided data does not appear to be a protobuf message, expected prefix \"k8s\\0\"");
        try
        {
            var (apiVersion, kind, raw) = Envelope(bytes[Magic.Length..]);
            var read = Message(MessageOf(apiVersion, kind), raw);
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
        if (Shared.Contains(kind)) return $"meta.v1.{kind}";
        var parts = apiVersion.Split('/');
        return parts.Length == 1 ? $"core.{parts[0]}.{kind}" : $"{parts[0].Split('.')[0]}.{parts[1]}.{kind}";
    }

    private static (string ApiVersion, string Kind, byte[] Raw) Envelope(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind, raw) = ("", "", Array.Empty<byte>());
        for (var at = 0; at < bytes.Length;)
        {
            var (number, value) = Field(bytes, ref at);
            if (number == 2) raw = value.Bytes;
            if (number != 1) continue;
            for (var inner = 0; inner < value.Length;)
            {
                var (part, text) = Field(value, ref inner);
                if (part == 1) apiVersion = Encoding.UTF8.GetString(text);
                if (part == 2) kind = Encoding.UTF8.GetString(text);
            }
        }

        return (apiVersion, kind, raw);
    }

    private static JsonObject Message(string name, ReadOnlySpan<byte> bytes)
    {
        var fields = WireTable.Find(name)
            ?? throw ApiError.UnsupportedMediaType($"application/json (the embedded cluster does not read {name} in binary form)");
        var read = new JsonObject();
        for (var at = 0; at < bytes.Length;)
        {
            var (number, value) = Field(bytes, ref at);
            if (fields.TryGetValue(number, out var field)) Add(read, field, value);
        }

        return read;
    }

    private static void Add(JsonObject read, WireField field, Raw value)
    {
        if (field.Map)
        {
            var (key, content) = Entry(value);
            read.Open(field.Name)[key] = Value(field.Type, content);
            return;
        }

        var json = Value(field.Type, value);
        if (field.Inline)
        {
            foreach (var (key, inner) in json as JsonObject ?? []) read[key] = inner?.DeepClone();
        }
        else if (field.Repeated)
        {
            if (read[field.Name] is not JsonArray list) read[field.Name] = list = [];
            list.Add(json);
        }
        else if (field.Optional || !IsZero(json))
        {
            read[field.Name] = json;
        }
    }

    private static bool IsZero(JsonNode? value) => value switch
    {
        null or JsonObject { Count: 0 } => true,
        JsonValue => value.ToJsonString() is "\"\"" or "0" or "false",
        _ => false,
    };

    private static (string Key, Raw Content) Entry(Raw entry)
    {
        var (key, content) = ("", new Raw(0, []));
        ReadOnlySpan<byte> bytes = entry;
        for (var at = 0; at < bytes.Length;)
        {
            var (number, value) = Field(bytes, ref at);
            if (number == 1) key = Encoding.UTF8.GetString(value);
            if (number == 2) content = value;
        }

        return (key, content);
    }

    private static JsonNode? Value(string type, Raw value) => type switch
    {
        "s" => Encoding.UTF8.GetString(value),
        "b" => value.Number != 0,
        "i" => (long)value.Number,
        "d" => BitConverter.UInt64BitsToDouble(value.Number),
        "y" => Convert.ToBase64String(value),
        "resource.Quantity" => Encoding.UTF8.GetString(Part(value, 1)),
        "intstr.IntOrString" => Part(value, 1).Number == 0 ? (int)Part(value, 2).Number : Encoding.UTF8.GetString(Part(value, 3)),
        "meta.v1.Time" or "meta.v1.MicroTime" => Time(value, type == "meta.v1.MicroTime"),
        "meta.v1.FieldsV1" or "runtime.RawExtension" => Part(value, 1) is { Bytes.Length: > 0 } raw ? JsonNode.Parse(raw.Bytes) : null,
        "authorization.v1.ExtraValue" => Message(type, value)["items"]?.DeepClone(),
        _ => Message(type, value),
    };

    private static JsonNode? Time(Raw value, bool exact)
    {
        if (value.Bytes.Length == 0) return null;
        var time = DateTimeOffset.FromUnixTimeSeconds((long)Part(value, 1).Number).AddTicks((long)Part(value, 2).Number / 100);
        return exact ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture) : Trees.Timestamp(time);
    }

    private static Raw Part(Raw message, int wanted)
    {
        ReadOnlySpan<byte> bytes = message;
        for (var at = 0; at < bytes.Length;)
        {
            var (number, value) = Field(bytes, ref at);
            if (number == wanted) return value;
        }

        return new Raw(0, []);
    }

    private static (int Number, Raw Value) Field(ReadOnlySpan<byte> bytes, ref int at)
    {
        var tag = Varint(bytes, ref at);
        switch (tag & 7)
        {
            case 0:
                return ((int)(tag >> 3), new Raw(Varint(bytes, ref at), []));
            case 1:
                at += 8;
                return ((int)(tag >> 3), new Raw(BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at - 8)..]), []));
            case 2:
                var length = checked((int)Varint(bytes, ref at));
                at += length;
                return ((int)(tag >> 3), new Raw(0, bytes.Slice(at - length, length).ToArray()));
            case 5:
                at += 4;
                return ((int)(tag >> 3), new Raw(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at - 4)..]), []));
            default:
                throw ApiError.BadRequest("the protobuf message has an unknown wire type");
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
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
        public int Length => Bytes.Length;

        public static implicit operator ReadOnlySpan<byte>(Raw raw) => raw.Bytes;

        public static implicit operator byte[](Raw raw) => raw.Bytes;
    }
}
