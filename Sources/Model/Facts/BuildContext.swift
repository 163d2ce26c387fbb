public import Dockerfile
public import Source

/// The files that a build sends, as far as facts and rules need them.
///
/// The model reads nothing itself: whoever holds the files answers.
public protocol BuildContext: Sendable {
  /// What stands at a path below the root of the context, written without a leading slash.
  func kind(of path: String) -> ContextEntryKind?
  /// The names in a folder, sorted; empty where it is none.
  func names(in folder: String) -> [String]
  /// At most `limit` bytes from the start of a file; nil where it cannot be read.
  func contents(of path: String, limit: Int) -> [UInt8]?
  /// The ignore file in force: `<Dockerfile>.dockerignore`, else `.dockerignore`; nil without one.
  var ignore: IgnoreFile? { get }
  /// The name of the ignore file for messages.
  var ignoreName: String { get }
  /// The text of the ignore file in force; nil without one.
  var ignoreSource: SourceText? { get }
  /// The ignore file in force, else the one that would be, as a path that the user would write.
  var ignorePath: String { get }
}

extension BuildContext {
  /// The text of the ignore file at the root of the context.
  public var ignoreSource: SourceText? {
    contents(of: ignoreName, limit: 1 << 20).map { SourceText(name: ignoreName, bytes: $0) }
  }

  /// The name of the ignore file: that it lies at the root of the context.
  public var ignorePath: String { ignoreName }
}

/// The kind of a file in the context.
public enum ContextEntryKind: Hashable, Sendable {
  case file
  case folder
  case link
}
