import Dockerfile
import Testing

/// Words of which the environment cannot tell all.
@Suite struct ExpansionUnknownTests {
  struct Environment: ExpansionEnvironment {
    func binding(of name: String) -> ExpansionBinding {
      switch name {
      case "X", "Y": .unknown
      case "A": .known("a b")
      case "E": .known("")
      default: .unset
      }
    }
  }

  @Test(arguments: [
    ("/opt/${X}/bin", ExpansionValue.unknown(prefix: "/opt/", suffix: "/bin")),
    ("$X", .unknown(prefix: "", suffix: "")),
    ("a${X}b${Y}c", .unknown(prefix: "a", suffix: "c")),
    ("'$X'", .known("$X")),
    ("\\$X", .known("$X")),
    ("\"<$X>\"", .unknown(prefix: "<", suffix: ">")),
    ("${A:-$X}", .known("a b")),
    ("${N:-p$X}", .unknown(prefix: "p", suffix: "")),
    ("${N:+$X}.", .known(".")),
    ("${A:+p$X.}", .unknown(prefix: "p", suffix: ".")),
    ("${X:-w}", .unknown(prefix: "", suffix: "")),
    ("${X?w}", .unknown(prefix: "", suffix: "")),
    ("${A#$X}", .unknown(prefix: "", suffix: "")),
    ("${E#$X}", .known("")),
    ("${X%%.*}", .unknown(prefix: "", suffix: "")),
    ("${A/ /$X}", .unknown(prefix: "a", suffix: "b")),
    ("${A//c/$X}", .known("a b")),
  ])
  func certainPartsStay(word: String, expected: ExpansionValue) throws {
    #expect(try Expander().word(word, environment: Environment()).value == expected)
  }

  @Test func errorsThatNoValueCanHealAreErrors() {
    #expect(throws: ExpansionError.self) {
      try Expander().word("${X#\\a}", environment: Environment())
    }
    #expect(throws: ExpansionError.self) {
      try Expander().word("${X:=a}", environment: Environment())
    }
  }

  @Test func splittingTellsWhetherItsCountIsCertain() throws {
    let quoted = try Expander().words("a \"b$X\" $A", environment: Environment())
    #expect(
      quoted.words
        == [.known("a"), .unknown(prefix: "b", suffix: ""), .known("a"), .known("b")])
    #expect(quoted.isCountCertain)
    #expect(quoted.texts == nil)
    let open = try Expander().words("a b$X", environment: Environment())
    #expect(open.words == [.known("a"), .unknown(prefix: "b", suffix: "")])
    #expect(!open.isCountCertain)
    #expect(try !Expander().words("\"$X\"", environment: Environment()).isCountCertain)
  }

  @Test func referencesTellWhereTheyStand() throws {
    let word = "a\"${A:-x${X}}\"$N ${E//p/${Y}} ${A##q}"
    let references = try Expander().word(word, environment: Environment()).references
    let bytes = Array(word.utf8)
    func text(_ range: Range<Int>?) -> String? {
      range.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
    #expect(
      references.map { text($0.range) } == [
        "${A:-x${X}}", "${X}", "$N", "${E//p/${Y}}", "${Y}", "${A##q}",
      ])
    #expect(references.map { text($0.nameRange) } == ["A", "X", "N", "E", "Y", "A"])
    #expect(
      references.map(\.operation)
        == [.defaultIfEmpty, nil, nil, .replaceAll, nil, .trimLongestPrefix])
    #expect(references.map(\.argument) == ["x${X}", nil, nil, "p", nil, "q"])
    #expect(references.map { text($0.argumentRange) } == ["x${X}", nil, nil, "p", nil, "q"])
    #expect(references[3].replacement == "${Y}")
    #expect(text(references[3].replacementRange) == "${Y}")
    #expect(references.map(\.isQuoted) == [true, false, false, false, false, false])
    #expect(references.map(\.enclosing) == [nil, 0, nil, nil, 3, nil])
    #expect(references.map(\.isDiscarded) == [false, true, false, false, false, false])
    #expect(references.map(\.binding)[1...2] == [.unknown, .unset])
  }

  @Test func resultsNameTheirVariables() throws {
    let result = try Expander().word("$X$A${N:-$E}", environment: Environment())
    #expect(result.used == ["A", "E"])
    #expect(result.unset == ["N"])
    #expect(result.unknown == ["X"])
  }
}
