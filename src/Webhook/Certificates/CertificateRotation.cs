using System.Security.Cryptography;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>
/// How certificates follow one another without a failed call: a new authority is trusted beside the old one before it signs
/// anything, and the old one is trusted until every replica shows the new leaf.
/// </summary>
/// <param name="hosts">Names by which the API server reaches the guard.</param>
/// <param name="overlap">How long old and new are both trusted, before and after the leaf changes.</param>
internal sealed class CertificateRotation(IReadOnlyList<string> hosts, TimeSpan overlap)
{
    /// <summary>An authority whose end is nearer is replaced.</summary>
    private static readonly TimeSpan LastYears = TimeSpan.FromDays(2 * 365);

    /// <summary>The next step.</summary>
    /// <param name="material">What there is; null when there is nothing, or nothing usable.</param>
    /// <param name="wish">The wish for a rotation.</param>
    /// <param name="published">What the API server was last told to trust; the leaf changes no sooner than that holds its authority.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when nothing is to be done now.</returns>
    internal CertificateMaterial? Step(CertificateMaterial? material, string wish, string published, DateTimeOffset now)
    {
        if (material is null) return Begin(wish, now);
        var settled = now - material.SteppedAt >= overlap;
        if (material.Next is { } next && settled && published == material.Trusted)
        {
            return material with
            {
                Authority = next,
                Next = null,
                Former = material.Authority.ExportCertificatePem(),
                Leaf = CertificateFactory.Leaf(next, hosts, now),
                SteppedAt = now,
            };
        }

        if (material.Former.Length > 0 && settled) return material with { Former = "", SteppedAt = now };
        var idle = material.Next is null && material.Former.Length == 0;
        if (idle && (wish != material.Followed || new DateTimeOffset(material.Authority.NotAfter) - now < LastYears))
            return material with { Next = CertificateFactory.Authority(now), Followed = wish, SteppedAt = now };
        return CertificateFactory.StillServes(material.Leaf, hosts, now) ? null : material with { Leaf = CertificateFactory.Leaf(material.Authority, hosts, now) };
    }

    /// <summary>How long until the next step of a rotation may be due; null outside one.</summary>
    internal TimeSpan? Due(CertificateMaterial material, DateTimeOffset now)
    {
        if (material.Next is null && material.Former.Length == 0) return null;
        var left = material.SteppedAt + overlap - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private CertificateMaterial Begin(string wish, DateTimeOffset now)
    {
        var authority = CertificateFactory.Authority(now);
        return new()
        {
            Authority = authority,
            Leaf = CertificateFactory.Leaf(authority, hosts, now),
            Path = $"/admit/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}",
            Followed = wish,
            SteppedAt = now,
        };
    }
}
