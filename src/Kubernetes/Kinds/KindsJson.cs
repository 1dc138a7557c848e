using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>How the product's own kinds are read and written as JSON, without reflection.</summary>
/// <remarks>
/// Generated readers overwrite <c>init</c> properties that the JSON leaves out, so a property with a default is <c>set</c>.
/// </remarks>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(KindObject<GitSourceSpec, GitSourceStatus>), TypeInfoPropertyName = "GitSource")]
[JsonSerializable(typeof(KindObject<GitSyncSpec, GitSyncStatus>), TypeInfoPropertyName = "GitSync")]
[JsonSerializable(typeof(KindObject<SyncInventorySpec, SyncInventoryStatus>), TypeInfoPropertyName = "SyncInventory")]
[JsonSerializable(typeof(KindObject<GuardPolicySpec, GuardPolicyStatus>), TypeInfoPropertyName = "GuardPolicy")]
[JsonSerializable(typeof(KindObject<BreakGlassSpec, BreakGlassStatus>), TypeInfoPropertyName = "BreakGlass")]
[JsonSerializable(typeof(KindObject<ChangeRequestSpec, ChangeRequestStatus>), TypeInfoPropertyName = "ChangeRequest")]
public sealed partial class KindsJson : JsonSerializerContext;
