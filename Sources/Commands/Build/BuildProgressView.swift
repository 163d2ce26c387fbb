import Build
import Frontend
import Source

/// Shows what happens in a build, on any thread.
protocol BuildProgress: Sendable {
  /// Takes an event.
  func note(_ event: BuildEvent)
  /// Takes all away that is to be written over, and says how it ended.
  func finish(_ failure: Failure?)
}

/// The ways to show a build.
enum BuildProgressView {
  /// The view that a mode asks for.
  static func make(
    _ session: Session, _ mode: String, _ definition: BuildDefinition
  ) throws(Failure) -> any BuildProgress {
    switch mode {
    case "quiet": QuietBuildProgress()
    case "json": JSONBuildProgress(session, definition)
    default:
      session.isQuiet ? QuietBuildProgress() : PlainBuildProgress(session, definition)
    }
  }
}

/// Shows nothing.
struct QuietBuildProgress: BuildProgress {
  func note(_ event: BuildEvent) {}
  func finish(_ failure: Failure?) {}
}
