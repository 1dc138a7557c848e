using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission;

/// <summary>A denied change as it will be recorded. Never holds a value of a Secret.</summary>
/// <param name="User">Who asked.</param>
/// <param name="Client">The client's field manager.</param>
/// <param name="Operation">What it was to do.</param>
/// <param name="ApiVersion"><c>apiVersion</c> of the object.</param>
/// <param name="Identity">The object.</param>
/// <param name="Declared">Where Git declares it; null when no inventory says.</param>
/// <param name="Changes">What was to change; empty for a deletion.</param>
/// <param name="BreakGlass">The BreakGlass under which it was made after all; null when it was denied.</param>
public sealed record ChangeDraft(
    string User,
    string Client,
    Operation Operation,
    string ApiVersion,
    ObjectIdentity Identity,
    Declaration? Declared,
    ImmutableArray<FieldDifference> Changes,
    BreakGlass? BreakGlass = null)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Letters = 10;

    /// <summary>Largest change that is recorded, in characters of its values.</summary>
    public const int LargestChange = 64 * 1024;

    /// <summary>Deepest nesting of a value that is recorded: with the record around it what readers of JSON take as a rule, which is 64.</summary>
    public const int DeepestChange = 50;

    /// <summary>Most fields that are recorded.</summary>
    public const int MostChanges = 500;

    /// <summary>
    /// Name of the ChangeRequest: <c>chg-</c> and ten letters or digits of a digest over user, object and change, so that it
    /// is known before anything is recorded and a repeated request has the same.
    /// </summary>
    public string Id { get; } = Digest(User, Operation, Identity, Changes, BreakGlass);

    private static string Digest(
        string user, Operation operation, ObjectIdentity identity, ImmutableArray<FieldDifference> changes, BreakGlass? breakGlass)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, user);
        Append(hash, operation.ToString());
        Append(hash, identity.ToString());
        foreach (var change in changes)
        {
            Append(hash, change.Path.ToString());
            Append(hash, change.Before?.GetRawText() ?? "");
            Append(hash, change.After?.GetRawText() ?? "");
        }

        // Each BreakGlass has records of its own, also of what was denied before.
        if (breakGlass is not null) Append(hash, breakGlass.Key);

        var bits = BitConverter.ToUInt64(hash.GetHashAndReset());
        return string.Create("chg-".Length + Letters, bits, static (text, rest) =>
        {
            "chg-".CopyTo(text);
            for (var i = "chg-".Length; i < text.Length; i++, rest >>= 5) text[i] = Alphabet[(int)(rest & 31)];
        });
    }

    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
