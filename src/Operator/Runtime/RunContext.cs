using System.Text.Json;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>What controllers of one run share.</summary>
/// <param name="Services">Services of the host.</param>
/// <param name="Informers">Watches of the run.</param>
/// <param name="Known">What each controller knew when it last ran; what has gone since is told of as gone.</param>
internal sealed record RunContext(
    IServiceProvider Services,
    InformerSet Informers,
    IReadOnlyDictionary<ControllerRegistration, IReadOnlyCollection<JsonElement>> Known);
