import Build
import Frontend
import Source
import Terminal

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
    case "tty": live(session, definition)
    case "auto"
    where session.errorStyle.columns != nil && !session.isQuiet
      && session.environment["TERM"] != "dumb" && !session.isVerbose:
      live(session, definition)
    default:
      session.isQuiet ? QuietBuildProgress() : PlainBuildProgress(session, definition)
    }
  }
}

extension BuildProgressView {
  private static func live(
    _ session: Session, _ definition: BuildDefinition
  ) -> any BuildProgress {
    let view = LiveBuildProgress(session, definition)
    view.begin()
    return view
  }
}

/// Shows nothing.
struct QuietBuildProgress: BuildProgress {
  func note(_ event: BuildEvent) {}
  func finish(_ failure: Failure?) {}
}
