using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>Nobody asks for a client certificate in the name of an account, of a component or of whom a policy trusts.</summary>
internal static class CertificateCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request is not { Group: "certificates.k8s.io", Resource: "certificatesigningrequests", Operation: Operation.Create, Subresource: "" }) return null;
        if (judgement.MayInstall || Subject(Json.TextAt(request.Object, "spec", "request")) is not { } subject) return null;
        var (name, groups) = subject;
        if (name == request.User.Name || !GuardedAccounts.Trusts(name, groups, judgement.Snapshot)) return null;
        return Refusal.OfIdentity(
            judgement,
            $"A certificate for {name} would be trusted to write what Git declares, so this request was denied.\n"
            + "Ask for a certificate in your own name.");
    }

    /// <summary>Common name and organisations of a request, as the API server makes user and groups of them; null when it is unreadable.</summary>
    private static (string Name, IReadOnlyList<string> Groups)? Subject(string base64)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(
                Encoding.ASCII.GetString(Convert.FromBase64String(base64)), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation);
            var names = request.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements)
                .ToLookup(part => part.GetSingleElementType().Value, part => part.GetSingleElementValue() ?? "", StringComparer.Ordinal);
            return (names[CommonName].LastOrDefault(""), [.. names[Organization]]);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            // The API server refuses it after us.
            return null;
        }
    }

    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
}
