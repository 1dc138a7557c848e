using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CsCheck;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>Properties of parser and chain over reviews that nobody thought of: in short always, a million with the long tests.</summary>
public sealed class FuzzTests
{
    private const int Few = 3_000;
    private const int Many = 350_000;
    private const string Secret = "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'db','namespace':'shop','labels':{'gitopsguard.dev/sync':'team-shop.web'},'annotations':{'gitopsguard.dev/id':'team-shop/web:/Secret/shop/db'}},'data':{'password':'cGxhbnRlZA-old'}}";
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Json.DeepestNesting };

    [Fact]
    public void Broken_reviews_never_break_the_guard() => Break(Few);

    [Fact]
    public void A_declared_field_never_moves_by_an_untrusted_hand() => Move(Few);

    [Fact]
    public void A_secret_value_is_never_told() => Tell(Few);

    [Fact]
    [Trait("Category", "Long")]
    public void Hundreds_of_thousands_of_broken_reviews_never_break_the_guard() => Break(Many);

    [Fact]
    [Trait("Category", "Long")]
    public void A_declared_field_never_moves_by_hundreds_of_thousands_of_untrusted_hands() => Move(Many);

    [Fact]
    [Trait("Category", "Long")]
    public void A_secret_value_is_never_told_in_hundreds_of_thousands_of_reviews() => Tell(Many);

    private static void Break(long cases) => GuardFuzz.Broken.Sample(
        bytes =>
        {
            if (Decide(bytes) is { } decision) AssertShort(decision);
        },
        iter: cases,
        print: bytes => Encoding.UTF8.GetString(bytes));

    /// <summary>Whatever else moves with it, a declared field that moves makes the change denied.</summary>
    private static void Move(long cases) => Gen.Select(
        GuardFuzz.Bend.Array[0, 3], GuardFuzz.Untrusted, Gen.Int[0, 2], Gen.Int[4, 1000], Gen.OneOf("", "", "status", "finalize")).Select((bends, user, field, value, subresource) =>
        {
            var before = Cluster.Deployment(spec: "'replicas':3,'template':{'spec':{'containers':[{'name':'web','image':'web:1'}]}}").GetRawText();
            var (old, now) = (JsonNode.Parse(before)!, JsonNode.Parse(before)!);
            foreach (var bend in bends) bend(now);
            if (now["spec"] is not JsonObject) now["spec"] = new JsonObject();
            if (now["metadata"] is not JsonObject) now["metadata"] = new JsonObject();
            switch (field)
            {
                case 0: now["spec"]!["replicas"] = value; break;
                case 1: now["spec"]!["template"] = JsonNode.Parse($$$"""{"spec":{"containers":[{"name":"web","image":"web:{{{value}}}"}]}}"""); break;
                default: now["metadata"]!["annotations"] = new JsonObject { ["example.com/owner"] = $"{value}" }; break;
            }

            var review = GuardFuzz.Whole(old, now, user);
            review["request"]!["subResource"] = subresource;
            return review;
        }).Sample(
            review =>
            {
                var decision = Decide(Encoding.UTF8.GetBytes(review.ToJsonString()));
                if (User(review).Length == 0) Assert.Null(decision);
                else Assert.Equal(Verdict.Denied, decision!.Verdict);
                if (decision is not null) AssertShort(decision);
            },
            iter: cases,
            print: review => review.ToJsonString());

    private static void Tell(long cases) => GuardFuzz.Review(Secret.Replace('\'', '"')).Select(review =>
    {
        if (review["request"] is not JsonObject request || request["object"] is not JsonObject secret) return review;
        secret["stringData"] = new JsonObject { ["token"] = $"{GuardFuzz.Planted}text" };
        if (secret["data"] is JsonObject data) data["password"] = $"{GuardFuzz.Planted}new";
        return review;
    }).Sample(
        review =>
        {
            if (!IsSecret(review) || Decide(Encoding.UTF8.GetBytes(review.ToJsonString())) is not { } decision) return;
            var said = string.Join('\n', [decision.Message, decision.MessageUnrecorded ?? "", .. decision.Warnings]);
            Assert.DoesNotContain(GuardFuzz.Planted, said, StringComparison.Ordinal);
            Assert.Null(decision.Change);
            AssertShort(decision);
        },
        iter: cases,
        print: review => review.ToJsonString());

    /// <summary>As the endpoint does: null where the bytes are refused before a decision.</summary>
    private static Decision? Decide(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes)) return null;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes, Options);
        }
        catch (JsonException)
        {
            return null;
        }

        using (document)
        {
            var request = AdmissionReview.Read(document.RootElement, out var fault);
            Assert.Equal(request is null, fault is not null);
            return request is null ? null : Guard.Decide(request, Cluster.Snapshot);
        }
    }

    private static void AssertShort(Decision decision)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(decision.Message), 0, 2048);
        Assert.InRange(Encoding.UTF8.GetByteCount(decision.MessageUnrecorded ?? ""), 0, 2048);
        Assert.All(decision.Warnings, warning => Assert.InRange(warning.Length, 1, 120));
    }

    private static string User(JsonObject review) => (string?)review["request"]?["userInfo"]?["username"] ?? "";

    private static bool IsSecret(JsonObject review)
    {
        var request = Json.Member(JsonElement.Parse(review.ToJsonString()), "request");
        return Json.TextAt(request, "kind", "kind") == "Secret" && Json.TextAt(request, "resource", "group").Length == 0;
    }
}
