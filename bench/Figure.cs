using System.Globalization;

namespace GitOpsGuard.Bench;

/// <summary>The median of several runs, and how far they lie apart.</summary>
internal sealed record Figure(double Median, double Least, double Most)
{
    private const int Runs = 5;

    /// <summary>Runs once to warm up, then five times.</summary>
    public static async Task<IReadOnlyList<T>> RunsOf<T>(Func<Task<T>> once)
    {
        await once();
        var runs = new List<T>();
        for (var i = 0; i < Runs; i++) runs.Add(await once());
        return runs;
    }

    public static Figure Of(IEnumerable<double> runs)
    {
        var sorted = runs.Order().ToList();
        return new(sorted[sorted.Count / 2], sorted[0], sorted[^1]);
    }

    /// <summary>Prints <c>name: value unit (least to most)</c>.</summary>
    public void Print(string name, string unit) =>
        Console.WriteLine($"{name}: {Text(Median)} {unit} ({Text(Least)} to {Text(Most)})");

    /// <summary>Prints <c>name: value</c> and, on a line of its own, how far the runs lie apart.</summary>
    public void Print(string name)
    {
        Console.WriteLine($"{name}: {Text(Median)}");
        Console.WriteLine($"{name}.spread: {Text(Least)} to {Text(Most)}");
    }

    private static string Text(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
