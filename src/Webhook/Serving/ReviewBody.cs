using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using GitOpsGuard.Core;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>
/// The body of a review: read once into a pooled buffer and parsed where it lies. Large ones are read one at a time, so that many
/// of them do not take the memory that the guard is given, and no longer than the API server waits, so that one that stalls does
/// not keep the others waiting. Elements of the tree must not be used once it is disposed.
/// </summary>
internal sealed class ReviewBody : IDisposable
{
    /// <summary>Past this a body is large.</summary>
    internal const int Large = 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    /// <summary>The longest that a webhook may be waited for: <c>timeoutSeconds</c> of a ValidatingWebhookConfiguration.</summary>
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(30);

    private static readonly SemaphoreSlim OneLarge = new(1, 1);
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Json.DeepestNesting };

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _length;
    private bool _holdsLarge;
    private CancellationTokenSource? _patience;
    private JsonDocument? _document;

    private ReviewBody()
    {
    }

    /// <summary>The tree.</summary>
    internal JsonElement Root => _document!.RootElement;

    /// <summary>Reads and parses the whole body.</summary>
    /// <exception cref="JsonException">The body is no JSON in UTF-8, or nested too deep.</exception>
    /// <exception cref="BadHttpRequestException">The body is larger than the server allows, breaks off, or takes longer than the API server waits.</exception>
    internal static async ValueTask<ReviewBody> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var body = new ReviewBody();
        try
        {
            await body.FillAsync(request, ct);
            body.Parse();
            return body;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            body.Dispose();
            throw new BadHttpRequestException("The body took longer than the API server waits.", StatusCodes.Status408RequestTimeout, e);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _document?.Dispose();
        Return();
        if (_holdsLarge) OneLarge.Release();
        _patience?.Dispose();
        (_document, _buffer, _holdsLarge) = (null, [], false);
    }

    private async ValueTask FillAsync(HttpRequest request, CancellationToken ct)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(_patience?.Token ?? ct);
            while (_length + read.Buffer.Length > _buffer.Length)
            {
                if (_buffer.Length >= Large && !_holdsLarge) await WaitForTurnAsync(request, ct);
                Grow();
            }

            read.Buffer.CopyTo(_buffer.AsSpan(_length));
            _length += (int)read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private async ValueTask WaitForTurnAsync(HttpRequest request, CancellationToken ct)
    {
        _patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _patience.CancelAfter(GoDuration.TryParse(request.Query["timeout"], out var wait) && wait > TimeSpan.Zero && wait < LongestPatience ? wait : LongestPatience);
        await OneLarge.WaitAsync(_patience.Token);
        _holdsLarge = true;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Return();
        _buffer = larger;
    }

    /// <summary>Gives the buffer back, but a large one to the collector: the pool would keep it.</summary>
    private void Return()
    {
        if (_buffer.Length is > 0 and <= Large) ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Parse()
    {
        // The parser looks at the bytes of a text only once it is asked for.
        if (!Utf8.IsValid(_buffer.AsSpan(0, _length))) throw new JsonException("The body is not UTF-8.");
        _document = JsonDocument.Parse(_buffer.AsMemory(0, _length), Options);
    }
}
