import Host
import Source

/// Reads the inputs that the command line names.
enum SourceReader {
  /// The largest input that is read, in bytes: far beyond any Dockerfile, far below memory.
  static let limit = 16 << 20

  /// The bytes of a file, or of the standard input for `-`.
  static func read(_ path: String, _ session: Session) throws(Failure) -> SourceText {
    if path == "-" {
      return SourceText(name: "<stdin>", bytes: try session.input(limit))
    }
    return SourceText(
      name: path, bytes: try Files.read(session.path(path), limit: limit))
  }
}
