import Foundation
import Source
import TestSupport
import Testing

@testable import Proof

/// Configurations, right and wrong.
@Suite struct ConfigTests {
  private func read(_ text: String, _ name: String = "t.yaml") throws(Failure) -> ProofConfig {
    try ProofConfig(SourceText(name: name, bytes: Array(text.utf8)))
  }

  static let mistakes: [(text: String, line: Int, column: Int, says: String)] = [
    ("commandTests: []\n", 1, 1, "no `schemaVersion`"),
    ("schemaVersion: 3.0.0\n", 1, 16, "no version that is known"),
    ("schemaVersion: 2.0.0\ncomandTests: []\n", 2, 1, "no key that is known"),
    ("schemaVersion: 2.0.0\ncommandTests:\n- name: a\n", 3, 3, "no `command`"),
    ("schemaVersion: 2.0.0\ncommandTests:\n- name: a\n  command: [b]\n", 4, 12, "is a list"),
    (
      "schemaVersion: 2.0.0\ncommandTests:\n- name: a\n  command: b\n  exitCode: x\n", 5, 13,
      "a whole number"
    ),
    (
      "schemaVersion: 2.0.0\nfileContentTests:\n- name: a\n  path: /b\n  expectedContents: ['(']\n",
      5, 22, "without its `)`"
    ),
    (
      "schemaVersion: 2.0.0\nfileExistenceTests:\n- name: a\n  path: /b\n  permissions: xyz\n", 5,
      16, "no permissions"
    ),
    ("schemaVersion: 2.0.0\nhttpTests: []\n", 2, 1, "not carried out yet"),
    ("schemaVersion: 2.0.0\nhealthTest: {}\n", 2, 1, "not carried out yet"),
    (
      "schemaVersion: 2.0.0\ncommandTests:\n- {name: a, command: b, expectedLog: [c]}\n", 3, 25,
      "not carried out yet"
    ),
    ("schemaVersion: 2.0.0\ncontainerRunOptions: {allocateTty: true}\n", 2, 23, "not carried out"),
    ("schemaVersion: 2.0.0\nsizeTest: {maxBytes: many}\n", 2, 22, "no size"),
    ("schemaVersion: 2.0.0\nsizeTest: {}\n", 2, 11, "says nothing"),
  ]

  @Test(arguments: mistakes.indices) func tellsWhatIsWrongAndWhere(_ row: Int) throws {
    let (text, line, column, says) = Self.mistakes[row]
    let failure = try #require(throws: Failure.self) { try read(text) }
    #expect(failure.because.joined().contains(says), "\(failure)")
    #expect(failure.place?.position.line == line && failure.place?.position.column == column)
    #expect(failure.hint != nil)
  }

  @Test func suggestsTheKeyThatIsMeant() throws {
    let failure = try #require(throws: Failure.self) {
      try read("schemaVersion: 2.0.0\nfileExistanceTests: []\n")
    }
    #expect(failure.hint == "Write `fileExistenceTests`")
  }

  /// The defaults hold in JSON as in YAML, which container-structure-test does not keep.
  @Test func readsJSON() throws {
    let text = """
      {"schemaVersion": "2.0.0", "fileExistenceTests": [{"name": "\\ud83d\\ude00", "path": "/"}],
      \t"commandTests": [{"name": "b", "command": "c", "args": ["-n", "1"]}]}
      """
    let config = try read(text, "t.json")
    #expect(config.existences.first?.name == "😀" && config.count == 2)
    #expect(config.existences.first?.shouldExist == true && config.existences.first?.owner == nil)
    #expect(config.commands.first?.words == ["c", "-n", "1"])
    #expect(throws: Failure.self) { try read("{", "t.json") }
    #expect(throws: Failure.self) { try read(text, "t.txt") }
  }

  @Test func readsTimes() {
    #expect(Duration(proof: "1m30s") == .seconds(90) && Duration(proof: "2") == .seconds(2))
    #expect(Duration(proof: "500ms") == .milliseconds(500))
    for text in ["", "s", "1x", "-1", "1m-", "nan", "0"] { #expect(Duration(proof: text) == nil) }
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: ConfigTests.folder.path),
      "the conformance data is not there"))
  func readsTheFilesOfTheField() throws {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(paths.count == 40)
    for path in paths {
      let bytes = try Data(contentsOf: Self.folder.appending(path: path))
      let config = try ProofConfig(SourceText(name: path, bytes: Array(bytes)))
      #expect(config.count > 0, "\(path)")
    }
  }

  static let folder = Conformance.root.appending(path: "structure-tests")
}
