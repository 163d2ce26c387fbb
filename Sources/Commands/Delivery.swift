import Host
import Report
import Source

/// Brings a changed text to where it belongs: into its file, to the standard output, or on paper as
/// a patch.
struct Delivery {
  let session: Session
  /// Whether a patch is printed and nothing is written.
  let isDiff: Bool
  /// Whether the standard output belongs to something else.
  var isSilent = false

  /// Delivers the bytes that a source became.
  ///
  /// - Parameter file: the path as the user gave it; `-` for the standard input.
  /// - Throws: `Failure` where the file was changed meanwhile or cannot be written.
  func deliver(_ bytes: [UInt8], of source: SourceText, to file: String) throws(Failure) {
    if isDiff {
      if !isSilent { session.write(Self.diff(source, bytes).text) }
      return
    }
    if file == "-" {
      if !isSilent { session.write(String(decoding: bytes, as: UTF8.self)) }
      return
    }
    if bytes == source.bytes { return }
    try requireUnchanged(source, file)
    try Files.write(bytes, to: session.path(file))
  }

  /// Makes sure that a file may be written, and holds what was read.
  ///
  /// - Throws: `Failure` where the file was changed meanwhile or is read-only.
  func requireUnchanged(_ source: SourceText, _ file: String) throws(Failure) {
    let path = session.path(file)
    guard try Files.read(path, limit: SourceReader.limit) == source.bytes else {
      throw Failure(
        "did not write `\(file)`", because: ["it was changed meanwhile"], hint: "Run it again")
    }
    guard Files.isWritable(path) else {
      throw Failure(
        "did not write `\(file)`", because: ["it is read-only"],
        hint: "Allow yourself to write it, or print the change with `--diff`")
    }
  }

  /// The difference between a source and the bytes that it became.
  static func diff(_ source: SourceText, _ bytes: [UInt8]) -> UnifiedDiff {
    UnifiedDiff(source, [TextEdit(source.range, String(decoding: bytes, as: UTF8.self))])
  }
}
