namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record Printed(int Code, string Output, string Error);
