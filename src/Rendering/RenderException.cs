namespace GitOpsGuard.Rendering;

/// <summary>A source cannot be rendered. The message names the place, what is wrong there and what to do.</summary>
public sealed class RenderException(RenderFault fault, string file, int line, string problem)
    : Exception(line > 0 ? $"{file}:{line}: {problem}" : $"{file}: {problem}")
{
    /// <summary>The kind of fault.</summary>
    public RenderFault Fault { get; } = fault;

    /// <summary>File or directory, from the root of the repository.</summary>
    public string File { get; } = file;

    /// <summary>Line, from 1; 0 where the fault has none.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Problem { get; } = problem;
}
