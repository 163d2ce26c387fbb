import Dockerfile
import Source
import Testing

/// Input that nobody wrote, the same in every run.
struct Mutations: Sequence, IteratorProtocol {
  private var state: UInt64
  private let alphabet: [String]
  private var left: Int
  private let longest: Int

  init(seed: UInt64, alphabet: [String], count: Int, longest: Int = 14) {
    state = seed
    self.alphabet = alphabet
    left = count
    self.longest = longest
  }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func next() -> String? {
    if left == 0 { return nil }
    left -= 1
    var result = ""
    for _ in 0..<below(longest) { result += alphabet[below(alphabet.count)] }
    return result
  }
}

@Suite struct ExpansionMutationTests {
  static let alphabet = [
    "$", "${", "}", "A", "B", ":", "-", "+", "?", "#", "%", "/", "*", "\\", "'", "\"", " ", "`",
    "é",
    "${A", "${B:-", "${A//", "${A%%", "x", "0", "@", "=", "\n", "\u{FEFF}",
  ]

  /// All variables known in part, so that both ways can be compared.
  struct Hidden: ExpansionEnvironment {
    let values: [String: String]

    func binding(of name: String) -> ExpansionBinding {
      name == "A" ? .unknown : values.binding(of: name)
    }
  }

  @Test(arguments: [0, 1, 2, 4, 8, 9, 15] as [UInt8])
  func nothingCrashesAndUnknownsAgree(bits: UInt8) throws {
    let expander = Expander(options: .init(rawValue: bits))
    let environment = ["A": "a b/*x\\", "B": "a*"]
    for word in Mutations(seed: UInt64(bits) + 1, alphabet: Self.alphabet, count: 3000) {
      let known = try? expander.word(word, environment: environment)
      let hidden = try? expander.word(word, environment: Hidden(values: environment))
      let words = try? expander.words(word, environment: environment)
      #expect((words == nil) == (known == nil))
      let length = word.utf8.count
      for reference in (known?.references ?? []) + (hidden?.references ?? []) {
        #expect(
          reference.range.upperBound <= length && reference.range.contains(reference.nameRange))
      }
      // Whatever is told of a hidden value must hold of the value it has.
      guard let text = known?.value.text, let hidden else { continue }
      switch hidden.value {
      case .known(let certain): #expect(certain == text, "\(word)")
      case .unknown(let prefix, let suffix):
        #expect(
          text.utf8.starts(with: prefix.utf8)
            && text.utf8.reversed().starts(with: suffix.utf8.reversed()), "\(word)")
      }
    }
  }

  @Test func depthAndSizeAreBounded() {
    let deep = String(repeating: "${a:-", count: 100_000) + String(repeating: "}", count: 100_000)
    #expect(throws: ExpansionError.self) { try Expander().word(deep, environment: [:]) }
    let shallow = String(repeating: "${a:-", count: 100) + "x" + String(repeating: "}", count: 100)
    #expect((try? Expander().word(shallow, environment: [:]))?.value.text == "x")
    let long = ["A": String(repeating: "ab", count: 50_000)]
    #expect(throws: ExpansionError.self) {
      try Expander().word("$A$A$A$A", environment: long)
    }
    #expect(throws: ExpansionError.self) {
      try Expander().word("${A//$A*b*a*c/x}", environment: long)
    }
    #expect(throws: ExpansionError.self) {
      try Expander().word("${A//b/$A}", environment: long)
    }
  }

  @Test func manyStarsTakeLittleTime() throws {
    let value = String(repeating: "a", count: 5000)
    let pattern = String(repeating: "*a", count: 100) + "b"
    for operation in ["#", "##", "%", "%%", "/", "//"] {
      let word = "${A\(operation)\(pattern)\(operation.hasPrefix("/") ? "/x" : "")}"
      #expect(try Expander().word(word, environment: ["A": value]).value.text == value)
    }
  }

  static let globs = [
    "*", "**", "?", "/", "a", "b", "[", "]", "^", "-", "!", "\\", ".", "..", "[a-b]", "[^a]", "\\d",
    "é", ":", "[[:alpha:]]", "$", "(", "{", " ", "#",
  ]

  @Test func patternsNeverCrashAndFoldersAgree() throws {
    let paths = Array(Mutations(seed: 5, alphabet: ["a", "b", "/", "é", ".", "1"], count: 30))
    for text in Mutations(seed: 7, alphabet: Self.globs, count: 1500) {
      let file = IgnoreFile.parse(
        source: SourceText(name: "", text: "*\n!\(text)\na\n!a/\(text)"))
      for path in paths where !path.isEmpty {
        if (try? PathGlob.matches(text, path)) == nil, !text.contains(" ") { continue }
        if file.isIgnored(path) { continue }
        // No folder above an included path may look as if it held nothing.
        var folder = Substring(path)
        while let slash = folder.lastIndex(of: "/") {
          folder = folder[..<slash]
          if folder.isEmpty || path.contains("..") { break }
          #expect(file.mayContainIncluded(under: String(folder)), "\(text) \(path)")
        }
      }
    }
  }

  @Test func hardPatternsTakeLittleTime() throws {
    let path = String(repeating: "a", count: 20_000)
    #expect(!IgnorePattern(String(repeating: "*a", count: 50) + "b").matches(path))
    #expect(!IgnorePattern(String(repeating: "**/a*", count: 50) + "b").matches(path))
    #expect(try !PathGlob.matches(String(repeating: "*a", count: 50) + "b", path))
  }
}

extension Range where Bound == Int {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
