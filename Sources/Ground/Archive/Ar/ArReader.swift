public import Source
public import Streams

/// The files of an `ar` archive in its common form, one after the other, as a Debian package is one
/// (`deb(5)`). Long names, which packages do not have, are not looked up.
public final class ArReader {
  /// A file of the archive.
  public struct Entry: Hashable, Sendable {
    /// The name, without what fills its field.
    public let name: String
    /// The bytes of the content.
    public let size: Int64
  }

  private var input: StreamInput
  private let what: String
  private var rest: Int64 = 0
  private var isPadded = false
  private var isBegun = false

  /// Reads an archive.
  /// - Parameters:
  ///   - source: The archive.
  ///   - what: What it is, for failures, such as "the package `libc6`".
  public init(_ source: any ByteStream, what: String = "the archive") {
    input = StreamInput(source)
    self.what = what
  }

  /// The next entry; nil at the end.
  /// - Throws: `Failure` when it is no such archive, is damaged or ends too early.
  public func next() throws(Failure) -> Entry? {
    if !isBegun {
      guard try take(8, mayEnd: false) == Array("!<arch>\n".utf8) else {
        throw damage("it does not begin as an archive of `ar` does")
      }
      isBegun = true
    }
    while try read() != nil {}
    if isPadded { _ = try input.byte() }
    guard let header = try take(60, mayEnd: true) else { return nil }
    guard header[58] == 0x60, header[59] == 0x0A else {
      throw damage("a header of it is not well formed")
    }
    var name = header[..<16]
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    if name.count > 1, name.last == UInt8(ascii: "/") { name.removeLast() }
    let digits = header[48..<58].prefix { $0 != UInt8(ascii: " ") }
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      header[48..<58].dropFirst(digits.count).allSatisfy({ $0 == UInt8(ascii: " ") }),
      let size = Int64(String(decoding: digits, as: UTF8.self))
    else { throw damage("the size in a header of it is no number") }
    rest = size
    isPadded = size % 2 == 1
    return Entry(name: String(decoding: name, as: UTF8.self), size: size)
  }

  /// The next piece of the content of the entry, never empty; nil at its end.
  /// - Throws: `Failure` when the archive ends too early.
  public func read() throws(Failure) -> [UInt8]? {
    if rest == 0 { return nil }
    guard try input.fill() else { throw damage("it ends too early") }
    let start = input.offset
    let count = Int(min(rest, Int64(input.piece.count - start)))
    rest -= Int64(count)
    input.take(count)
    if start == 0, count == input.piece.count { return input.piece }
    return Array(input.piece[start..<(start + count)])
  }

  /// The content of the entry as a stream, which is of use until `next` is called.
  public var content: any ByteStream { ArContent(self) }

  private func take(_ count: Int, mayEnd: Bool) throws(Failure) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let byte = try input.byte() else {
        if mayEnd, bytes.isEmpty { return nil }
        throw damage("it ends too early")
      }
      bytes.append(byte)
    }
    return bytes
  }

  private func damage(_ reason: String) -> Failure {
    Failure(
      "cannot read \(what)", because: [reason],
      hint: "get it again, because it is damaged or incomplete")
  }
}

/// The content of the entry that a reader stands at.
private final class ArContent: ByteStream {
  private let reader: ArReader
  init(_ reader: ArReader) { self.reader = reader }

  func next() throws(Failure) -> [UInt8]? { try reader.read() }
}
