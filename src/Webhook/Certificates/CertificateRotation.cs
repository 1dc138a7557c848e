namespace GitOpsGuard.Webhook.Certificates;

/// <summary>
/// How certificates follow one another without a failed call: a new authority is trusted beside the old one before a leaf of
/// it is shown, and the old one is trusted until every replica shows the new leaf. The path of the endpoint changes with it, and
/// in the same steps: errors of the API server show it to whoever writes while no guard answers.
/// </summary>
/// <param name="overlap">How long old and new are both trusted, before and after the leaf changes.</param>
internal sealed class CertificateRotation(TimeSpan overlap)
{
    /// <summary>The next step.</summary>
    /// <param name="issuer">Where authorities and leaves come from.</param>
    /// <param name="material">What there is; null when there is nothing, or nothing usable.</param>
    /// <param name="wish">The wish for a rotation.</param>
    /// <param name="published">What the API server was last told to trust; the leaf changes no sooner than that holds its authority.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when nothing is to be done now.</returns>
    internal CertificateMaterial? Step(
        ICertificateIssuer issuer, CertificateMaterial? material, string wish, string published, DateTimeOffset now)
    {
        if (material is null) return Begin(issuer, wish, now);
        var settled = now - material.SteppedAt >= overlap;
        if (material.Next is { } planned && issuer.IsPast(planned, now)) return material with { Next = issuer.NewAuthority(now), SteppedAt = now };
        if (material.Next is { } next && settled && published == material.Trusted)
        {
            return material with
            {
                Authority = next,
                Next = null,
                Former = material.Authority.Certificates,
                Leaf = issuer.NewLeaf(next, now),
                Path = material.NextPath.Length > 0 ? material.NextPath : material.Path,
                NextPath = "",
                FormerPath = material.Path,
                SteppedAt = now,
            };
        }

        if (material.Former.Length > 0 && settled) return material with { Former = "", FormerPath = "", SteppedAt = now };
        var idle = material.Next is null && material.Former.Length == 0;
        if (idle && (wish != material.Followed || issuer.IsPast(material.Authority, now)))
            return material with { Next = issuer.NewAuthority(now), NextPath = CertificateMaterial.NewPath(), Followed = wish, SteppedAt = now };
        return issuer.IsPast(material.Leaf, material.Authority, now) && !issuer.IsPast(material.Authority, now)
            ? material with { Leaf = issuer.NewLeaf(material.Authority, now) }
            : null;
    }

    /// <summary>How long until the next step of a rotation may be due; null outside one.</summary>
    internal TimeSpan? Due(CertificateMaterial material, DateTimeOffset now)
    {
        if (material.Next is null && material.Former.Length == 0) return null;
        var left = material.SteppedAt + overlap - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private CertificateMaterial Begin(ICertificateIssuer issuer, string wish, DateTimeOffset now)
    {
        var authority = issuer.NewAuthority(now);
        return new()
        {
            Authority = authority,
            Leaf = issuer.NewLeaf(authority, now),
            Path = CertificateMaterial.NewPath(),
            Followed = wish,
            SteppedAt = now,
        };
    }
}
