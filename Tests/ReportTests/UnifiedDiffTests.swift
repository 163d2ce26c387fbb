import Report
import Source
import Testing

@Suite struct UnifiedDiffTests {
  static let ten = (1...10).map { "line \($0)\n" }.joined()

  /// A replacement of the first `old` in `text` by `new`.
  private func edit(_ text: String, _ old: String, _ new: String) -> TextEdit {
    let bytes = Array(text.utf8)
    let wanted = Array(old.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
    return TextEdit(SourceRange(start, start + wanted.count), new)
  }

  @Test func oneLine() {
    let source = SourceText(name: "./app/Dockerfile", text: Self.ten)
    #expect(
      UnifiedDiff(source, [edit(Self.ten, "line 5", "LINE 5")]).text == """
        --- a/app/Dockerfile
        +++ b/app/Dockerfile
        @@ -2,7 +2,7 @@
         line 2
         line 3
         line 4
        -line 5
        +LINE 5
         line 6
         line 7
         line 8

        """)
  }

  @Test func farChangesHaveTheirOwnHunks() {
    let text = (1...30).map { "\($0)\n" }.joined()
    let source = SourceText(name: "x", text: text)
    let diff = UnifiedDiff(
      source, [edit(text, "2\n", ""), edit(text, "8\n", "8\nnew\n"), edit(text, "25", "x")])
    #expect(diff.hunks.map(\.oldStart) == [1, 22])
    #expect(diff.hunks.map(\.newStart) == [1, 22])
    #expect(diff.text.contains("@@ -1,11 +1,11 @@\n"))
  }

  @Test(arguments: [
    (
      "a", "a", "b",
      "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
    ),
    ("a\n", "a\n", "", "@@ -1 +0,0 @@\n-a\n"), ("", "", "a\n", "@@ -0,0 +1 @@\n+a\n"),
    ("a", "", "b\n", "@@ -1 +1,2 @@\n+b\n a\n\\ No newline at end of file\n"),
    ("a\nb\n", "\n", " ", "@@ -1,2 +1 @@\n-a\n-b\n+a b\n"),
    ("a\r\nb\r\n", "b", "c", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"),
  ])
  func edges(text: String, old: String, new: String, hunk: String) {
    let diff = UnifiedDiff(SourceText(name: "x", text: text), [edit(text, old, new)])
    #expect(diff.text == "--- a/x\n+++ b/x\n" + hunk)
  }

  @Test func nothingChanges() {
    let source = SourceText(name: "x", text: "a\n")
    #expect(UnifiedDiff(source, []).bytes.isEmpty)
    #expect(UnifiedDiff(source, [TextEdit(SourceRange(0, 1), "a")]).bytes.isEmpty)
    #expect(UnifiedDiff(source, [TextEdit(SourceRange(5, 9), "b")]).bytes.isEmpty)
  }

  @Test(arguments: [
    ("/a b", "--- a/a b\t\n"), ("a\nb", "--- \"a/a\\nb\"\n"),
    ("\"\\\u{1}", "--- \"a/\\\"\\\\\\001\"\n"),
  ])
  func namesAreQuoted(name: String, line: String) {
    let diff = UnifiedDiff(SourceText(name: name, text: "a"), [.insert("b", at: 0)])
    #expect(diff.text.hasPrefix(line))
  }

  /// The text that a diff makes of another, and whether each line and number of it is true.
  private func applied(_ diff: UnifiedDiff, to source: SourceText) -> [UInt8]? {
    var result: [UInt8] = []
    var line = 1
    var newLine = 1
    func copy(upTo end: Int) {
      while line < end {
        result += source.bytes[source.fullLineRange(line).offsets]
        line += 1
        newLine += 1
      }
    }
    for hunk in diff.hunks {
      copy(upTo: hunk.oldStart)
      guard newLine == hunk.newStart else { return nil }
      for part in hunk.lines {
        if part.kind != .added {
          guard part.bytes == Array(source.bytes[source.fullLineRange(line).offsets]) else {
            return nil
          }
          line += 1
        }
        if part.kind != .removed {
          result += part.bytes
          newLine += 1
        }
      }
    }
    copy(upTo: source.lineCount + 1)
    return result
  }

  @Test(arguments: 0..<400)
  func appliesToTheSameText(seed: Int) {
    var random = Numbers(state: UInt64(seed))
    let pieces = ["a", "b", "\n", "\r\n", "c d", "é", "\n\n"]
    let text = (0..<random.next(60)).map { _ in pieces[random.next(pieces.count)] }.joined()
    let source = SourceText(name: "x", text: text)
    let edits = (0..<random.next(6)).map { _ in
      let start = random.next(source.bytes.count + 1)
      let end = min(source.bytes.count, start + random.next(8))
      let new = (0..<random.next(4)).map { _ in pieces[random.next(pieces.count)] }.joined()
      return TextEdit(SourceRange(start, end), new)
    }
    for context in [0, 1, 3] {
      let diff = UnifiedDiff(source, edits, context: context)
      #expect(applied(diff, to: source) == source.applying(edits))
    }
  }

  @Test func onlyTheEditedLinesOfALargeSourceAreLookedAt() {
    let line = String(repeating: "x", count: 99) + "\n"
    let source = SourceText(name: "x", text: String(repeating: line, count: 100_000))
    let clock = ContinuousClock()
    let time = clock.measure {
      for index in 0..<1000 {
        #expect(
          UnifiedDiff(source, [TextEdit(SourceRange(index * 1000, index * 1000 + 1), "y")])
            .hunks.count == 1)
      }
    }
    #expect(time < .seconds(60))
  }

  @Test func aWhollyRewrittenSourceIsBounded() {
    let old = (0..<20_000).map { "old \($0)\n" }.joined()
    let new = (0..<20_000).map { "new \($0)\n" }.joined()
    let source = SourceText(name: "x", text: old)
    let diff = UnifiedDiff(source, [TextEdit(source.range, new)])
    #expect(diff.changes.count == 40_000)
  }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
  }
}
