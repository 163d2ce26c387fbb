public import Source

/// A `.dockerignore` file: patterns for what is left out of a build context.
///
/// Reading follows `ignorefile.ReadAll` and deciding follows
/// `MatchesOrParentMatches` of moby/patternmatcher, the two that BuildKit uses.
public struct IgnoreFile: Sendable {
  /// The patterns in the order of the file, malformed ones included.
  public let patterns: [IgnorePattern]

  /// An ignore file from its patterns.
  public init(patterns: [IgnorePattern]) {
    self.patterns = patterns
  }

  /// The first pattern that BuildKit refuses, at which every build from the
  /// context fails.
  public var firstMalformed: IgnorePattern? { patterns.first { $0.problem != nil } }

  /// Whether a pattern takes files back that others leave out.
  public var hasExceptions: Bool { patterns.contains { $0.isException } }
}

extension IgnoreFile {
  /// How many bytes a line may have: one more fails BuildKit's reader.
  static let longestLine = 65_535

  /// Reads an ignore file. Nothing makes it fail as a whole: what BuildKit
  /// would refuse comes as a pattern with a problem.
  public static func parse(source: SourceText) -> IgnoreFile {
    var patterns: [IgnorePattern] = []
    for line in stride(from: 1, through: source.lineCount, by: 1) {
      var range = source.lineRange(line)
      if line == 1, source.hasByteOrderMark { range = SourceRange(3, range.upperBound) }
      if !range.isEmpty, source.bytes[range.lowerBound] == UInt8(ascii: "#") { continue }
      let isTooLong = source.fullLineRange(line).length > longestLine
      range = trimmed(source.bytes, range)
      if range.isEmpty { continue }
      patterns.append(
        IgnorePattern(Array(source.bytes[range.offsets]), range: range, isTooLong: isTooLong))
    }
    return IgnoreFile(patterns: patterns)
  }

  /// A range without white space at its ends, as `strings.TrimSpace` takes it off.
  static func trimmed(_ bytes: [UInt8], _ range: SourceRange) -> SourceRange {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper {
      let (value, width) = bytes.scalar(at: lower)
      if !ScalarKind.isSpace(value) { break }
      lower += width
    }
    while lower < upper {
      var start = upper - 1
      while start > lower, bytes[start] & 0xC0 == 0x80, upper - start < 4 { start -= 1 }
      let (value, width) = bytes.scalar(at: start)
      if start + width != upper || !ScalarKind.isSpace(value) { break }
      upper = start
    }
    return SourceRange(lower, upper)
  }
}

extension IgnoreFile {
  /// Whether a path is left out of the build context.
  ///
  /// The path is relative to the root of the context; a slash before it does
  /// not count. The root itself is never left out. Malformed patterns are
  /// passed over here, though a build with them fails.
  public func isIgnored(_ path: String) -> Bool {
    decidingIndex(IgnorePath.cleaned(fromRoot: path)).map { !patterns[$0].isException } ?? false
  }

  /// The pattern that has the last word on a path: the one that leaves it out,
  /// or the exception that takes it back; nothing where no pattern leaves it out.
  public func decidingPattern(for path: String) -> IgnorePattern? {
    decidingIndex(IgnorePath.cleaned(fromRoot: path)).map { patterns[$0] }
  }

  /// Whether anything below a folder may be part of the build context.
  ///
  /// False is certain: a walker can skip the folder. True is not.
  public func mayContainIncluded(under directory: String) -> Bool {
    let path = IgnorePath.cleaned(fromRoot: directory)
    guard let index = decidingIndex(path), !patterns[index].isException else { return true }
    // What leaves the folder out leaves out all below it, so that only later
    // exceptions can take something back.
    let folder = path + [UInt8(ascii: "/")]
    return patterns[(index + 1)...].contains { $0.isException && $0.mayMatch(below: folder) }
  }

  private func decidingIndex(_ path: [UInt8]) -> Int? {
    if path == [UInt8(ascii: ".")] { return nil }
    var isIgnored = false
    var deciding: Int?
    for index in patterns.indices where patterns[index].isException == isIgnored {
      if patterns[index].matchesPathOrParent(path) {
        isIgnored.toggle()
        deciding = index
      }
    }
    return deciding
  }
}
