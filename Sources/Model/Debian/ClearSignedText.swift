public import Source

/// A text with its signature below it, as `InRelease` files are (RFC 9580, section 7).
public struct ClearSignedText: Hashable, Sendable {
  /// What was signed: the lines without what marks dashes, and without blanks at their ends.
  public let content: [UInt8]
  /// The signature in its armour.
  public let signature: [UInt8]

  /// Takes a file apart. Nothing may stand before the text or behind the signature, so that nobody takes
  /// for signed what is not.
  /// - Throws: `Failure` when it is no such file.
  public init(_ source: SourceText) throws(Failure) {
    var lines = source.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    func trouble(_ reason: String) -> Failure {
      Failure(
        "cannot read `\(source.name)`", because: [reason],
        hint: "check that the address is that of an archive, and that nothing on the way alters it")
    }
    func isLine(_ line: ArraySlice<UInt8>?, _ text: String) -> Bool {
      line.map { ClearSignedText.trimmed($0).elementsEqual(text.utf8) } ?? false
    }
    guard isLine(lines.popFirst(), "-----BEGIN PGP SIGNED MESSAGE-----") else {
      throw trouble("it is not signed")
    }
    while let line = lines.popFirst(), !ClearSignedText.trimmed(line).isEmpty {
      guard line.starts(with: "Hash:".utf8) else {
        throw trouble("an unknown header stands before what is signed")
      }
    }
    var content: [UInt8] = []
    var isBegun = false
    let begin = "-----BEGIN PGP SIGNATURE-----"
    while let line = lines.first, !isLine(line, begin) {
      lines = lines.dropFirst()
      let isMarked = line.starts(with: [0x2D, 0x20])
      if line.first == 0x2D, !isMarked { throw trouble("a line with a dash is not marked") }
      if isBegun { content.append(0x0A) }
      isBegun = true
      content += ClearSignedText.trimmed(isMarked ? line.dropFirst(2) : line)
    }
    guard let end = lines.firstIndex(where: { isLine($0, "-----END PGP SIGNATURE-----") }) else {
      throw trouble("its signature is missing or ends too early")
    }
    guard lines[(end + 1)...].allSatisfy({ ClearSignedText.trimmed($0).isEmpty }) else {
      throw trouble("something stands behind its signature")
    }
    self.content = content
    signature = Array(lines[...end].joined(separator: [0x0A])) + [0x0A]
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0D { line.removeLast() }
    return line
  }
}
