using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Webhook.Caches;
using GitOpsGuard.Webhook.Lifting;
using GitOpsGuard.Webhook.Recording;
using GitOpsGuard.Webhook.Reporting;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>Answers admission reviews: every body gets a valid review or a clear 4xx, whatever it is.</summary>
internal sealed class GuardEndpoint(
    ClusterView view, ChangeRecorder recorder, BreakGlassKeeper keeper, PolicyKeeper policies, GuardMetrics metrics, TimeProvider time, ILogger<GuardEndpoint> logger)
{
    private static readonly TimeSpan LongestWaitForIdentity = TimeSpan.FromSeconds(1);

    /// <summary>Answers one request.</summary>
    internal async Task HandleAsync(HttpContext context)
    {
        if (!view.HasSynced)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The guard does not know the cluster yet.");
            return;
        }

        if (!IsJson(context.Request.ContentType))
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "Send an AdmissionReview as application/json.");
            return;
        }

        using var review = await ReadAsync(context);
        if (review is null) return;
        var (request, uid, fault) = Understand(review.Root);
        await (request is null ? AnswerUnreadableAsync(context, uid, fault) : AnswerAsync(context, request));
    }

    /// <summary>The request in a review, or its uid where it has one, and what is wrong.</summary>
    private static (AdmissionRequest? Request, string Uid, string Fault) Understand(JsonElement review)
    {
        try
        {
            var request = AdmissionReview.Read(review, out var fault);
            return (request, request?.Uid ?? Json.TextAt(review, "request", "uid"), fault ?? "");
        }
        catch (InvalidOperationException)
        {
            return (null, "", "a text of it holds half a character");
        }
    }

    private static bool IsJson(ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        return (end < 0 ? contentType : contentType[..end]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    private async ValueTask<ReviewBody?> ReadAsync(HttpContext context)
    {
        try
        {
            return await ReviewBody.ReadAsync(context.Request, context.RequestAborted);
        }
        catch (JsonException)
        {
            WebhookLog.Unreadable(logger, "the body is no JSON, or nested too deep");
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "The body is no JSON, or nested too deep.");
        }
        catch (BadHttpRequestException e)
        {
            WebhookLog.Unreadable(logger, e.Message);
            await RefuseAsync(context, e.StatusCode, e.Message);
        }

        return null;
    }

    /// <summary>A review without a usable request is answered as a review where it has a uid to answer to.</summary>
    private async Task AnswerUnreadableAsync(HttpContext context, string uid, string fault)
    {
        WebhookLog.Unreadable(logger, fault);
        if (uid.Length == 0)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"This is no review that can be answered: {fault}.");
            return;
        }

        var decision = Guard.Unsure(view.Snapshot, fault);
        metrics.Count(decision, TimeSpan.Zero);
        await SendAsync(context, ReviewAnswer.Write(uid, decision, decision.Message));
    }

    private async Task AnswerAsync(HttpContext context, AdmissionRequest request)
    {
        var began = time.GetTimestamp();
        var decision = Decide(request);
        if (decision.IdentityPending)
        {
            await view.WaitUntilAsync(_ => !(decision = Decide(request)).IdentityPending, LongestWaitForIdentity, context.RequestAborted);
        }

        metrics.Count(decision, time.GetElapsedTime(began));
        keeper.NoteRequest(request, decision);
        policies.Note(request, decision);
        var recorded = decision.Change is null || recorder.Offer(decision.Change);
        if (decision.Verdict == Verdict.Denied || decision.BreakGlass is not null || decision.Noted.Length > 0) Log(request, decision, recorded);
        if (recorded && decision.WarningRecorded is { } warning) decision = decision with { Warnings = decision.Warnings.Add(warning) };
        await SendAsync(context, ReviewAnswer.Write(request.Uid, decision, recorded ? decision.Message : decision.MessageUnrecorded ?? decision.Message));
    }

    private Decision Decide(AdmissionRequest request)
    {
        var snapshot = view.Snapshot;
        try
        {
            return Guard.Decide(request, snapshot, time.GetUtcNow());
        }
        catch (Exception e)
        {
            WebhookLog.JudgementFailed(logger, e, request.Uid);
            return Guard.Unsure(snapshot, "an unexpected failure");
        }
    }

    private void Log(AdmissionRequest request, Decision decision, bool recorded)
    {
        var (ns, name) = request.Target;
        var obj = new ObjectIdentity(request.Group, request.Kind, ns, name).Display;
        var change = recorded ? decision.Change?.Id ?? "" : "";
        if (decision.BreakGlass is { } glass)
        {
            WebhookLog.Lifted(
                logger, request.Operation.ToString(), obj, request.Subresource, request.User.Name, request.FieldManager, decision.Rule, glass.Key, change, request.Uid);
        }
        else if (decision.Verdict == Verdict.Denied)
        {
            var source = decision.Declared?.Source;
            WebhookLog.Denied(
                logger, request.Operation.ToString(), obj, request.Subresource, request.User.Name, request.FieldManager, decision.Rule,
                source is null ? "" : $"{source.SyncNamespace}/{source.SyncName}", change, request.Uid);
        }
        else if (decision.Noted.Length > 0 && !request.DryRun)
        {
            WebhookLog.Operated(logger, decision.Noted, obj, request.User.Name, request.FieldManager, request.Uid);
        }
    }

    private static Task RefuseAsync(HttpContext context, int code, string what)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(what, context.RequestAborted);
    }

    private static Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
