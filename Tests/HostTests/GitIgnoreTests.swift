import Host
import Source
import TestSupport
import Testing

@Suite struct GitIgnoreTests {
  @Test(arguments: [
    ("*.log", "a.log", true), ("*.log", "x/y/a.log", true), ("/a.log", "x/a.log", false),
    ("/a.log", "a.log", true), ("a/b", "a/b", true), ("a/b", "x/a/b", false),
    ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/xb", false),
    ("**/b", "b", true), ("**/b", "x/y/b", true), ("**/b", "xb", false), ("a/**", "a/x/y", true),
    ("a/**", "a", false), ("a**b/c", "axb/c", true), ("a**b/c", "a/b/c", false),
    ("[ab].c", "a.c", true), ("[!ab].c", "a.c", false), ("[^ab].c", "z.c", true),
    ("[a-c]x", "bx", true), ("[]-]x", "]x", true), ("[]-]x", "-x", true), ("[a-]x", "-x", true),
    ("[[:digit:]]x", "5x", true), ("[[:nope:]]x", "5x", false), ("[abc", "a", false),
    ("\\#a", "#a", true), ("#a", "#a", false), ("\\!a", "!a", true), ("a\\ ", "a ", true),
    ("a  ", "a", true), ("a\\*", "a*", true), ("a\\*", "ab", false), ("a\\", "a", false),
    ("?x", "/x", false), ("foo\r", "foo", true), ("\u{FEFF}foo", "foo", true), ("/", "a", false),
    ("*", "a", true), ("a*c*e", "abcde", true), ("a*c*e", "abcd", false), ("é", "é", true),
  ])
  func matches(pattern: String, path: String, isIgnored: Bool) {
    var ignore = GitIgnore()
    ignore.add(Array(pattern.utf8))
    #expect((ignore.decision(path, isFolder: false) == .ignored) == isIgnored)
  }

  @Test func laterAndDeeperPatternsDecide() {
    var ignore = GitIgnore()
    ignore.add(Array("*.txt\n!keep.txt\nbuild/\n".utf8))
    ignore.add(Array("!*.txt\n/only.txt\n".utf8), folder: "sub")
    #expect(ignore.ignores("a.txt", isFolder: false))
    #expect(!ignore.ignores("keep.txt", isFolder: false))
    #expect(!ignore.ignores("sub/a.txt", isFolder: false))
    #expect(ignore.ignores("sub/only.txt", isFolder: false))
    #expect(!ignore.ignores("sub/x/only.txt", isFolder: false))
    #expect(ignore.ignores("build/x/y", isFolder: false))
    #expect(!ignore.ignores("build", isFolder: false))
  }

  @Test(.timeLimit(.minutes(1)))
  func takesNoLongTimeOverHostilePatterns() {
    var ignore = GitIgnore()
    ignore.add(
      Array(
        (String(repeating: "*a", count: 200) + "/" + String(repeating: "**/", count: 100) + "b")
          .utf8))
    let path = String(repeating: "a", count: 2000) + String(repeating: "/a", count: 500)
    #expect(ignore.decision(path, isFolder: false) == nil)
  }

  /// Random trees and patterns: what git would add is what the walk gives.
  @Test(.enabled(if: Spawn.find("git", in: System.environment) != nil), arguments: 0..<12)
  func agreesWithGit(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed) &* 7919 &+ 1)
    let folder = try TemporaryFolder()
    try folder.shell("git", "init", "-q")
    let names = ["a", "b", "ab", "a.log", "x-y", ".dot", "doc", "Dockerfile", "a b", "[x]"]
    var folders = [""]
    for _ in 0..<8 {
      folders.append(
        Paths.join(random.pick(folders), random.pick(["d", "e", "build", "a", "doc.d"])))
    }
    for _ in 0..<60 { _ = try? folder.write(Paths.join(random.pick(folders), random.pick(names))) }
    let pieces = [
      "a", "*", "?", "**", "/", "b", "[ab]", "[!a]", "d", "build", ".log", "doc", "\\", "e", "/**/",
      "**/",
    ]
    for target in [""] + folders.shuffled(using: &random).prefix(4) {
      var text = ""
      for _ in 0..<6 {
        if random.pick([true, false, false]) { text += "!" }
        for _ in 0...Int.random(in: 0...3, using: &random) { text += random.pick(pieces) }
        text += random.pick(["\n", "/\n", " \n", "\r\n"])
      }
      _ = try? folder.write(Paths.join(target, ".gitignore"), text)
    }
    _ = try? folder.write(".git/info/exclude", "ab\n")
    let expected = try folder.shell(
      "git", "-c", "core.excludesFile=", "ls-files", "-z", "-co", "--exclude-standard")
    for start in ["", "d"] where Files.isFolder(folder.at(start)) {
      let found = TreeWalk().files(below: Paths.join(folder.path, start)) { _ in true }
      let prefix = start.isEmpty ? "" : start + "/"
      let want = expected.split(separator: "\0").map(String.init).filter { $0.hasPrefix(prefix) }
      if start != "", want.isEmpty { continue }
      let got = found.files.map { String($0.dropFirst(folder.path.utf8.count + 1)) }
      #expect(Set(got) == Set(want), "\(folder.path)")
      #expect(found.failures.isEmpty)
    }
  }
}

/// A small generator of random numbers with a seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}
