using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>Objects by which somebody may try to get around the lock.</summary>
internal static class Sample
{
    internal static JsonElement TokenSecret(string ns, string account) => Objects.Json(
        $"{{'apiVersion':'v1','kind':'Secret','type':'kubernetes.io/service-account-token','metadata':{{'name':'t','namespace':'{ns}','annotations':{{'kubernetes.io/service-account.name':'{account}'}}}}}}");

    internal static JsonElement Pod(string ns, string name, string account, string spec = "", string metadata = "") => Objects.Json(
        $"{{'apiVersion':'v1','kind':'Pod','metadata':{{'name':'{name}','namespace':'{ns}'{metadata}}},'spec':{{'serviceAccountName':'{account}'{spec}}}}}");

    internal static JsonElement CronJob(string ns, string account) => Objects.Json(
        $"{{'apiVersion':'batch/v1','kind':'CronJob','metadata':{{'name':'c','namespace':'{ns}'}},'spec':{{'jobTemplate':{{'spec':{{'template':{{'spec':{{'serviceAccountName':'{account}'}}}}}}}}}}}}");

    internal static JsonElement Signing(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()));
        return Objects.Json($"{{'apiVersion':'certificates.k8s.io/v1','kind':'CertificateSigningRequest','metadata':{{'name':'x'}},'spec':{{'request':'{encoded}'}}}}");
    }

    internal static JsonElement Sync(string suspend, string metadata = "", string status = "") => Objects.Json(
        $"{{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'GitSync','metadata':{{{metadata}'name':'web','namespace':'team-shop'}},'spec':{{'suspend':{suspend}}}{status}}}");

    internal static JsonElement Definition(string group, string kind, string spec = "", string status = "") => Objects.Json(
        $"{{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition','metadata':{{'name':'x'}},'spec':{{'group':'{group}','names':{{'kind':'{kind}'}}{spec}}}{status}}}");

    internal static JsonElement Credentials(string password, string metadata = "") => Objects.Json(
        $"{{'apiVersion':'v1','kind':'Secret','metadata':{{{metadata}'name':'git','namespace':'team-shop'}},'data':{{'password':'{password}'}}}}");

    internal static JsonElement Autoscaling(string target) => Objects.Json(
        $"{{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{{'name':'h','namespace':'shop'}},'spec':{{'scaleTargetRef':{{'apiVersion':'apps/v1','kind':'Deployment','name':'{target}'}}}}}}");

    internal static JsonElement Child(string kind, string name, string ownerKind, string owner, string spec, string metadata = "") => Objects.Json(
        $"{{'apiVersion':'v1','kind':'{kind}','metadata':{{{metadata}'name':'{name}','namespace':'shop','ownerReferences':[{{'apiVersion':'apps/v1','kind':'{ownerKind}','name':'{owner}'}}]}},'spec':{{{spec}}}}}");
}
