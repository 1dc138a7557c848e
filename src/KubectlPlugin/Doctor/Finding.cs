namespace GitOpsGuard.KubectlPlugin.Doctor;

/// <summary>A way around the lock, and who could take it.</summary>
/// <param name="What">What they could do.</param>
/// <param name="How">By which rights.</param>
/// <param name="Holders">Who holds them.</param>
internal sealed record Finding(string What, string How, IReadOnlyList<Holder> Holders);
