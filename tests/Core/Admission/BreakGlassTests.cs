using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>When a BreakGlass opens the lock, to whom, for what; and what it never opens.</summary>
public sealed class BreakGlassTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly AdmissionRequest Change = Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"));

    private static readonly BreakGlass Fire = new()
    {
        Namespace = "shop",
        Name = "fire",
        Created = Noon,
        Subjects = [new("User", "bob")],
        Reason = "checkout is down",
        Duration = TimeSpan.FromMinutes(30),
    };

    private static readonly BreakGlass Wide = Fire with { Namespace = "gitopsguard-system", Name = "wide", Namespaces = ["shop"] };

    private static readonly Dictionary<string, (AdmissionRequest Request, BreakGlass Glass, bool Passes)> Table = new()
    {
        ["its subject changes a field"] = (Change, Fire, true),
        ["its subject scales"] = (Cluster.Scale("web", 3, 5), Fire, true),
        ["its subject deletes"] = (Cluster.Delete(Cluster.Deployment()), Fire, true),
        ["its subject creates what Git declares"] = (Cluster.Create(Objects.Json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'absent','namespace':'shop'}}")), Fire, true),
        ["its subject restores what Git declares with its markers"] = (Cluster.Create(Cluster.Managed("v1", "ConfigMap", "absent", "")), Fire, true),
        ["its subject changes a Secret"] = (Cluster.Update(Password("old"), Password("new")), Fire, true),
        ["somebody else changes a field"] = (Change with { User = Cluster.User("carol") }, Fire, false),
        ["a member of its group changes a field"] = (Change with { User = Cluster.User("carol", "oncall") }, Fire with { Subjects = [new("Group", "oncall")] }, true),
        ["its account, proven, changes a field"] = (Change with { User = Cluster.Account("ci", "deployer", "uid-ci") }, Fire with { Subjects = [new("ServiceAccount", "ci/deployer")] }, true),
        ["its account, impersonated, changes a field"] = (Change with { User = Cluster.User("system:serviceaccount:ci:deployer") }, Fire with { Subjects = [new("ServiceAccount", "ci/deployer")] }, false),
        ["an impersonated account in its group changes a field"] = (Change with { User = Cluster.User("system:serviceaccount:ci:deployer", "oncall") }, Fire with { Subjects = [new("Group", "oncall")] }, false),
        ["it covers the kind"] = (Change, Fire with { Kinds = ["Deployment.apps"] }, true),
        ["it covers another kind"] = (Change, Fire with { Kinds = ["Service"] }, false),
        ["it covers the name"] = (Change, Fire with { Names = ["web"] }, true),
        ["it covers another name"] = (Change, Fire with { Names = ["api"] }, false),
        ["it lies in another namespace"] = (Change, Fire with { Namespace = "other" }, false),
        ["it lies in another namespace and names this one"] = (Change, Fire with { Namespace = "other", Namespaces = ["shop"] }, false),
        ["it lies in the guard's namespace and names this one"] = (Change, Wide, true),
        ["it lies in the guard's namespace and names none"] = (Change, Wide with { Namespaces = null, ClusterScoped = true }, false),
        ["a namespace is deleted under one that covers the cluster"] = (Cluster.Delete(Objects.Json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop'}}")), Wide with { ClusterScoped = true }, true),
        ["a namespace is deleted under one that does not cover the cluster"] = (Cluster.Delete(Objects.Json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop'}}")), Wide, false),
        ["its subject takes the marker off"] = (
            Cluster.Update(Cluster.Deployment(), Objects.Json(Cluster.Deployment(spec: "'replicas':5").GetRawText().Replace("gitopsguard.dev/sync", "other"))), Fire, false),
        ["its subject uses the reconciler's field manager"] = (Change with { FieldManager = "gitopsguard" }, Fire, false),
        ["its subject enlarges the reconciler's record"] = (
            Cluster.Update(
                Cluster.Deployment(metadata: Entry("")), Cluster.Deployment(spec: "'replicas':5", metadata: Entry("'f:paused':{}"))), Fire, false),
        ["its subject creates a marked object that Git does not declare"] = (Cluster.Create(Cluster.Deployment(name: "new", id: "team-shop/web:apps/Deployment/shop/new")), Fire, false),
        ["its subject mints the reconciler's token"] = (Cluster.Token("gitopsguard-system", "gitopsguard-reconciler"), Wide with { Namespaces = ["gitopsguard-system"] }, false),
        ["its subject gets a shell in the guard's namespace"] = (Cluster.Connect("gitopsguard-system", "rec-1"), Wide with { Namespaces = ["gitopsguard-system"] }, false),
        ["its subject suspends a GitSync"] = (Cluster.Update(Sample.Sync("false"), Sample.Sync("true")), Fire with { Namespace = "team-shop" }, false),
        ["its subject changes the definition of an own kind"] = (
            Cluster.Update(Own("GitSync"), Own("GitSync", ",'scope':'Cluster'")), Wide with { ClusterScoped = true }, false),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Opens_the_lock_as_the_table_says(string row)
    {
        var (request, glass, passes) = Table[row];
        Assert.Equal(Verdict.Denied, Guard.Decide(request, Cluster.Snapshot, Noon).Verdict);

        var decision = Guard.Decide(request, With(glass), Noon.AddMinutes(1));

        Assert.Equal((passes, passes), (decision.Verdict == Verdict.Allowed, decision.BreakGlass is not null));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1799, true)]
    [InlineData(1800, false)]
    public void Is_open_from_its_creation_to_the_end_of_its_duration(int seconds, bool open) =>
        Assert.Equal(open, IsOpen(Noon.AddSeconds(seconds), Fire));

    [Fact]
    public void Is_not_open_without_a_clock() => Assert.Equal(Verdict.Denied, Guard.Decide(Change, With(Fire)).Verdict);

    [Fact]
    public void Counts_down_and_says_what_comes_at_the_end()
    {
        Assert.Equal(
            ["BreakGlass shop/fire: 29m58s left, recorded; Deployment shop/web is put back at the end"],
            Guard.Decide(Change, With(Fire), Noon.AddSeconds(2.5)).Warnings);
        Assert.Contains("stays, to be proposed", Guard.Decide(Change, With(Fire with { Reverts = false }), Noon).Warnings[0]);
    }

    [Fact]
    public void Keeps_a_record_with_the_diff_that_is_not_that_of_a_denial()
    {
        var lifted = Guard.Decide(Change, With(Fire), Noon).Change!;

        Assert.Equal("spec.replicas", lifted.Changes.Single().Path.ToString());
        Assert.Equal("shop/fire", lifted.BreakGlass!.Key);
        Assert.NotEqual(Guard.Decide(Change, Cluster.Snapshot, Noon).Change!.Id, lifted.Id);
    }

    [Fact]
    public void Keeps_a_record_of_a_creation_but_never_of_a_Secret()
    {
        Assert.Contains(Guard.Decide(Table["its subject creates what Git declares"].Request, With(Fire), Noon).Change!.Operation.ToString(), "Create");
        Assert.Null(Guard.Decide(Table["its subject changes a Secret"].Request, With(Fire), Noon).Change);
    }

    [Fact]
    public void A_change_after_the_end_is_denied_and_the_message_says_when_that_was()
    {
        var decision = Guard.Decide(Change, With(Fire), Noon.AddMinutes(31));

        Assert.Equal(Verdict.Denied, decision.Verdict);
        Assert.Contains("\n  ended      BreakGlass shop/fire at 12:30:00 UTC\n", decision.Message);
        Assert.EndsWith($"kubectl gitops propose {decision.Change!.Id}", decision.Message);
    }

    [Fact]
    public void Ends_at_once_when_somebody_ends_it() => Assert.False(IsOpen(Noon.AddMinutes(1), Fire with { EndsNow = true }));

    [Fact]
    public void A_dry_run_under_it_is_not_recorded()
    {
        var decision = Guard.Decide(Change with { DryRun = true }, With(Fire), Noon);
        Assert.Null(decision.Change);
        Assert.Contains("would let this pass", decision.Warnings[0]);
    }

    [Fact]
    public void The_strictest_policy_over_what_it_covers_bounds_its_duration()
    {
        var strict = Policy.CompiledIn with { Name = "strict", Namespaces = ["shop"], BreakGlass = new() { MaxDuration = TimeSpan.FromMinutes(10) } };
        Assert.True(IsOpen(Noon, Fire, Policy.CompiledIn, strict with { Namespaces = ["elsewhere"] }));
        Assert.False(IsOpen(Noon, Fire, Policy.CompiledIn, strict));
    }

    [Fact]
    public void The_total_of_one_person_within_a_day_is_bounded_whatever_names_them()
    {
        var policy = Policy.CompiledIn with { BreakGlass = new() { MaxPerDay = TimeSpan.FromMinutes(50) } };
        var second = Fire with { Name = "again", Created = Noon.AddHours(1), Subjects = [new("Group", "oncall")] };
        var change = Change with { User = Cluster.User("bob", "oncall") };

        Assert.Equal(Verdict.Denied, Guard.Decide(change, With([policy], Fire, second), Noon.AddHours(1)).Verdict);
        Assert.Equal(Verdict.Allowed, Guard.Decide(change, With([policy], second), Noon.AddHours(1)).Verdict);
        Assert.Equal(Verdict.Allowed, Guard.Decide(change with { User = Cluster.User("carol", "oncall") }, With([policy], Fire, second), Noon.AddHours(1)).Verdict);
        var dayAfter = second with { Created = Noon.AddHours(25) };
        Assert.Equal(Verdict.Allowed, Guard.Decide(change, With([policy], Fire, dayAfter), Noon.AddHours(25)).Verdict);
    }

    [Fact]
    public void Of_many_asked_for_at_one_moment_no_more_are_open_than_the_day_allows()
    {
        var policy = Policy.CompiledIn with { BreakGlass = new() { MaxPerDay = TimeSpan.FromMinutes(70) } };
        BreakGlass[] all = [.. Enumerable.Range(0, 5).Select(i => Fire with { Name = $"g{i}" })];
        var snapshot = With([policy], all);
        Assert.Equal(
            [BreakGlassState.Open, BreakGlassState.Open, BreakGlassState.LimitExceeded, BreakGlassState.LimitExceeded, BreakGlassState.LimitExceeded],
            all.Select(glass => BreakGlasses.StandingOf(glass, snapshot, Noon).State));
    }

    [Fact]
    public void Begins_at_its_approval_where_the_policy_asks_for_a_second_person()
    {
        var policy = Policy.CompiledIn with { BreakGlass = new() { SecondPerson = true } };
        var approved = Fire with { RequestedBy = "bob", ApprovedBy = "carol", Approved = Noon.AddHours(2) };

        Assert.False(IsOpen(Noon, Fire with { RequestedBy = "bob" }, policy));
        Assert.False(IsOpen(Noon.AddHours(2), approved with { ApprovedBy = "bob" }, policy));
        Assert.True(IsOpen(Noon.AddHours(2).AddMinutes(29), approved, policy));
        Assert.False(IsOpen(Noon.AddHours(2).AddMinutes(30), approved, policy));
        Assert.Equal(BreakGlassState.ApprovalPending, BreakGlasses.StandingOf(Fire, With([policy], Fire), Noon.AddHours(23)).State);
        Assert.Equal(BreakGlassState.Ended, BreakGlasses.StandingOf(Fire, With([policy], Fire), Noon.AddHours(24)).State);
    }

    [Theory]
    [InlineData("{}", "spec.subjects")]
    [InlineData("{'subjects':[{'kind':'User','name':'bob'}],'duration':'10m'}", "spec.reason")]
    [InlineData("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'2h'}", "2h0m0s is longer than the policy allows, 1h0m0s")]
    [InlineData("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'0s'}", "longer than nothing")]
    [InlineData("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'10m','covers':{'namespaces':['other']}}", "spec.covers.namespaces")]
    [InlineData("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'10m','covers':{'namespaces':['gitopsguard-system']}}", "is never covered")]
    [InlineData("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'10m','covers':{'clusterScoped':true}}", "spec.covers.clusterScoped")]
    [InlineData("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'10m'}", null)]
    public void What_goes_too_far_is_refused_with_the_reason(string spec, string? fault)
    {
        var decision = Guard.Decide(Cluster.Create(Glass(spec)), Cluster.Snapshot, Noon);
        Assert.Equal(fault is null ? Verdict.Allowed : Verdict.Denied, decision.Verdict);
        Assert.Contains(fault ?? "", decision.Message);
    }

    [Fact]
    public void In_the_guards_namespace_it_must_name_what_it_covers() => Assert.Contains(
        "name other namespaces",
        Guard.Decide(Cluster.Create(Glass("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'10m'}", "gitopsguard-system")), Cluster.Snapshot, Noon).Message);

    [Fact]
    public void More_than_a_day_allows_is_refused_with_what_is_left()
    {
        var glass = Glass("{'subjects':[{'kind':'User','name':'bob'}],'reason':'x','duration':'1h'}");
        BreakGlass[] had = [.. Enumerable.Range(0, 7).Select(i => Fire with { Name = $"g{i}" })];
        Assert.Contains("only 30m0s are left to User bob within 24 hours, of 4h0m0s", Guard.Decide(Cluster.Create(glass), With([Policy.CompiledIn], had), Noon).Message);
        Assert.Equal(Verdict.Allowed, Guard.Decide(Cluster.Create(glass), With([Policy.CompiledIn], had), Noon.AddHours(24)).Verdict);
    }

    [Theory]
    [InlineData("", "", "'approvedBy':'bob'", "is not known")]
    [InlineData("'requestedBy':'bob'", "", "'requestedBy':'bob','approvedBy':'bob'", "approved by somebody else than bob")]
    [InlineData("'requestedBy':'carol'", "", "'requestedBy':'carol','approvedBy':'carol'", "set status.approvedBy to your own name, bob")]
    [InlineData("'requestedBy':'carol'", "", "'requestedBy':'dave','approvedBy':'bob'", "is the guard's to write")]
    [InlineData("'requestedBy':'carol'", "", "'requestedBy':'carol','approvedBy':'bob','approvedAt':'2030-01-01T00:00:00Z'", "is the guard's to write")]
    [InlineData("'requestedBy':'carol','approvedBy':'dave'", "", "'requestedBy':'carol','approvedBy':'bob'", "is the guard's to write")]
    [InlineData("'requestedBy':'carol'", "", "'requestedBy':'carol','approvedBy':'bob'", null)]
    public void It_is_approved_by_the_name_of_somebody_else_than_who_asked(string before, string metadata, string after, string? fault)
    {
        var request = Cluster.Update(Glass("{}", "shop", before, metadata), Glass("{}", "shop", after, metadata)) with { Resource = "breakglasses", Subresource = "status" };
        var decision = Guard.Decide(request, Cluster.Snapshot, Noon);
        Assert.Equal(fault is null ? Verdict.Allowed : Verdict.Denied, decision.Verdict);
        Assert.Contains(fault ?? "", decision.Message);
    }

    [Fact]
    public void Its_spec_stays_and_its_end_stays()
    {
        var ended = Glass("{'reason':'a'}", metadata: ",'annotations':{'gitopsguard.dev/end':'now'}");
        Assert.Equal(Verdict.Denied, Guard.Decide(Cluster.Update(Glass("{'reason':'a'}"), Glass("{'reason':'b'}")), Cluster.Snapshot, Noon).Verdict);
        Assert.Equal(Verdict.Allowed, Guard.Decide(Cluster.Update(Glass("{'reason':'a'}"), ended), Cluster.Snapshot, Noon).Verdict);
        Assert.Equal(Verdict.Denied, Guard.Decide(Cluster.Update(ended, Glass("{'reason':'a'}")), Cluster.Snapshot, Noon).Verdict);
        Assert.True(BreakGlassReader.Read(ended).EndsNow);
    }

    [Fact]
    public void It_is_not_deleted_while_it_counts()
    {
        var glass = Glass("{}", metadata: ",'creationTimestamp':'2026-05-04T12:00:00Z'");
        Assert.Contains("gitopsguard.dev/end=now", Guard.Decide(Cluster.Delete(glass), Cluster.Snapshot, Noon.AddHours(23)).Message);
        Assert.Equal(Verdict.Allowed, Guard.Decide(Cluster.Delete(glass), Cluster.Snapshot, Noon.AddHours(24)).Verdict);
        Assert.Equal(Verdict.Allowed, Guard.Decide(Cluster.Delete(glass, Cluster.User("root", "system:masters")), Cluster.Snapshot, Noon).Verdict);
    }

    private static bool IsOpen(DateTimeOffset now, BreakGlass glass, params ImmutableArray<Policy> policies) =>
        Guard.Decide(Change, With(policies.IsEmpty ? [Policy.CompiledIn] : policies, glass), now).BreakGlass is not null;

    private static Snapshot With(BreakGlass glass) => With([Policy.CompiledIn], glass);

    private static Snapshot With(ImmutableArray<Policy> policies, params BreakGlass[] glasses) =>
        Cluster.Snapshot with { Policies = policies, BreakGlasses = glasses.ToImmutableDictionary(glass => glass.Key) };

    private static JsonElement Glass(string spec, string ns = "shop", string status = "", string metadata = "") => Objects.Json(
        $"{{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'BreakGlass','metadata':{{'name':'fire','namespace':'{ns}'{metadata}}},'spec':{spec},'status':{{{status}}}}}");

    private static JsonElement Own(string kind, string more = "") =>
        Objects.Json(Sample.Definition("gitopsguard.dev", kind, more).GetRawText().Replace("\"name\":\"x\"", "\"name\":\"gitsyncs.gitopsguard.dev\""));

    private static JsonElement Password(string value) => Cluster.Managed("v1", "Secret", "db", $",'data':{{'password':'{value}'}}");

    private static string Entry(string more) =>
        $",'managedFields':[{{'manager':'gitopsguard','operation':'Apply','apiVersion':'apps/v1','fieldsType':'FieldsV1','fieldsV1':{{'f:spec':{{{more}}}}}}}]";
}
