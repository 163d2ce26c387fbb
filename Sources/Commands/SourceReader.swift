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

  /// Refuses what is no text: a NUL byte, or bytes that are no UTF-8.
  static func requireText(_ source: SourceText) throws(Failure) {
    if let nul = source.bytes.firstIndex(of: 0) {
      throw Failure(
        "cannot check a binary file", in: source, at: nul, because: ["it holds a NUL byte"],
        hint: "Name a Dockerfile")
    }
    let validated = String(validating: source.bytes, as: UTF8.self)
    if validated != nil { return }
    throw Failure(
      "cannot check a file that is no UTF-8", in: source, at: firstInvalid(source.bytes),
      hint: "Convert it, for example with `iconv -f LATIN1 -t UTF-8`")
  }

  /// The offset of the first byte that is no UTF-8.
  private static func firstInvalid(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput, .error: return offset
      }
    }
  }
}
