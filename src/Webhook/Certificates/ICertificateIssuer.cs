using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>Where authorities and leaves come from.</summary>
internal interface ICertificateIssuer
{
    /// <summary>The authority that signs from now on.</summary>
    Authority NewAuthority(DateTimeOffset now);

    /// <summary>A leaf of an authority, which <see cref="IsPast"/> is not true of.</summary>
    X509Certificate2 NewLeaf(Authority authority, DateTimeOffset now);

    /// <summary>Whether another authority is to take the place of this one.</summary>
    bool IsPast(Authority authority, DateTimeOffset now);

    /// <summary>Whether a leaf of this authority is to be shown no longer, while there is a better one of the same.</summary>
    bool IsPast(X509Certificate2 leaf, Authority authority, DateTimeOffset now);
}
