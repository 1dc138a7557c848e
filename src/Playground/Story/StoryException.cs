namespace GitOpsGuard.Playground.Story;

/// <summary>A step of the story that did not hold; the message says what was expected and what came.</summary>
internal sealed class StoryException(string message) : Exception(message);
