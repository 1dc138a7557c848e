namespace GitOpsGuard.Playground;

/// <summary>Files that hold keys and tokens: readable and writable by their owner alone from the first byte on.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the file whole: a reader sees the old text or the new, never a part.</summary>
    public static async Task WriteAsync(string file, string text, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter($"{file}.next", options)) await writer.WriteAsync(text.AsMemory(), ct);
        File.Move($"{file}.next", file, overwrite: true);
    }
}
