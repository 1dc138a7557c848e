using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Scripts;

namespace GitOpsGuard.Playground.Tests.Recordings;

/// <summary>
/// What a real API server answered is what the embedded one answers, or with KUBEBUILDER_ASSETS what a real one answers
/// still. A recording that the embedded server does not answer equal to yet is a line of pending.txt.
/// </summary>
public sealed class RecordingTests(ReplayRun run) : IClassFixture<ReplayRun>
{
    public static TheoryData<string> Names => [.. ReplayRun.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recording_replays_equal(string name)
    {
        var difference = await run.DifferenceAsync(name);

        Assert.True(difference is null, difference);
    }

    [Fact]
    public void What_is_pending_is_a_recording_and_a_small_part_of_them()
    {
        Assert.Empty(ReplayRun.Pending.Except(RecordingFile.Names(ReplayRun.Folder)));
        Assert.True(RecordingFile.Names(ReplayRun.Folder).Count - ReplayRun.Pending.Count >= 200);
    }

    [Fact]
    public void Every_script_has_its_recording_and_every_recording_its_script()
    {
        var scripts = ScriptReader.Read(ReplayRun.Folder).Select(scenario => scenario.Name).Order(StringComparer.Ordinal);

        Assert.Equal(scripts, RecordingFile.Names(ReplayRun.Folder));
    }

    [Fact]
    public void A_recording_that_was_edited_by_hand_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("recording");
        try
        {
            var recording = new RecordingFile("area/title", "v1.0.0", [new Exchange("GET /", new("GET", "/"), new(200))]);
            recording.Write(folder.FullName);
            var file = RecordingFile.PathOf(folder.FullName, recording.Scenario);
            Assert.Equal(200, RecordingFile.Read(folder.FullName, recording.Scenario).Exchanges.Single().Answer.Code);

            File.WriteAllText(file, File.ReadAllText(file).Replace("200", "201", StringComparison.Ordinal));

            Assert.Throws<InvalidDataException>(() => RecordingFile.Read(folder.FullName, recording.Scenario));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
