import Arguments
import Host
import Source
import Terminal
import TestSupport
import Testing

@testable import Commands

/// `fix`, `fmt` and `build --plan` as a user calls them.
@Suite struct RepairingCommandsTests {
  /// A call in a folder, with a text on the standard input.
  struct Run {
    let code: ExitCode
    let output: String
    let errors: String

    init(_ folder: TemporaryFolder, _ words: String..., input: String = "") {
      self.init(folder, words, input: input)
    }

    init(_ folder: TemporaryFolder, _ words: [String], input: String = "") {
      let session = Session(
        folder: folder.path,
        input: { _ throws(Failure) in Array(input.utf8) }, processors: 2)
      code = Invocation.run(words, session)
      output = session.output.text
      errors = session.errors.text
    }
  }

  static let defective = """
    FROM alpine:3.20
    # the interpreter
    RUN apk add python3

    EXPOSE 8080
    CMD ["python3", "-m", "http.server", "8080"]

    """

  static let repaired = defective.replacingFirst("apk add python3", "apk add --no-cache python3")

  @Test func fixRepairsAFileInPlaceAndOnlyOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("Dockerfile", Self.defective)
    let first = Run(folder, "fix", "--no-config")
    #expect(first.code == .clean)
    #expect(first.errors.contains("made 1 repair in 1 file"))
    #expect(try folder.read("Dockerfile") == Self.repaired)
    let second = Run(folder, "fix", "--no-config", "Dockerfile")
    #expect(second.errors.contains("nothing to repair"))
    #expect(try folder.read("Dockerfile") == Self.repaired)
  }

  @Test func aPatchWritesNothingAndSaysSoByItsCode() throws {
    let folder = try TemporaryFolder()
    try folder.write("Dockerfile", Self.defective)
    let run = Run(folder, "fix", "--no-config", "--diff")
    #expect(run.code == .findings)
    #expect(run.output.contains("-RUN apk add python3\n+RUN apk add --no-cache python3\n"))
    #expect(try folder.read("Dockerfile") == Self.defective)
    try folder.write("Dockerfile", Self.repaired)
    #expect(Run(folder, "fix", "--no-config", "--diff").code == .clean)
  }

  @Test func theStandardInputGoesToTheStandardOutput() throws {
    let folder = try TemporaryFolder()
    let run = Run(folder, "fix", "--no-config", "-", input: Self.defective)
    #expect(run.code == .clean)
    #expect(run.output == Self.repaired)
    #expect(
      Run(folder, "check", "--no-config", "--fix", "-", input: Self.defective).output
        == Self.repaired)
  }

  @Test func waivedFindingsTemplatesAndRefusedFilesStay() throws {
    let folder = try TemporaryFolder()
    let texts = [
      "waived":
        "FROM alpine:3.20\n# hardstand ignore=apk-cache-kept reason=\"kept\"\nRUN apk add git\nUSER 10001\n",
      "template": "FROM alpine:3.20\nRUN apk add {{ packages }}\n",
      "refused": "FROM alpine:3.20\nRUN apk add git\nCOPPY a b\n",
      "templated": "{% if x %}\nFROM alpine:3.20\nRUN apk add git\n",
    ]
    for (name, text) in texts { try folder.write("\(name).Dockerfile", text) }
    let run = Run(folder, "fix", "--no-config", "--show")
    #expect(run.code == .clean)
    #expect(run.errors.contains("left as it is: it is a template"))
    #expect(run.errors.contains("left as it is: the frontend refuses it"))
    for (name, text) in texts {
      #expect(try folder.read("\(name).Dockerfile") == text, "\(name)")
    }
  }

  @Test func onlyTheRepairsOfTheRulesNamedAreMade() throws {
    let folder = try TemporaryFolder()
    let text = "from alpine:3.20\nMAINTAINER me\nRUN apk add git\nUSER 10001\n"
    let run = Run(folder, "fix", "--no-config", "--rule", "DL4000", "-", input: text)
    #expect(run.output.contains("apk add git"))
    #expect(!run.output.contains("MAINTAINER"))
    #expect(Run(folder, "fix", "--rule", "nonsense", "-", input: text).code == .failed)
  }

  @Test func modesAndLinksAreKept() throws {
    let folder = try TemporaryFolder()
    try folder.write("real/Dockerfile", Self.defective)
    _ = try Spawn("chmod", ["640", folder.at("real/Dockerfile")]).run()
    _ = try Spawn("ln", ["-s", "real/Dockerfile", folder.at("Dockerfile")]).run()
    #expect(Run(folder, "fix", "--no-config", "Dockerfile").code == .clean)
    #expect(try folder.read("real/Dockerfile") == Self.repaired)
    #expect(Files.statusOfLink(folder.at("Dockerfile"))?.kind == .link)
    #expect(Files.status(folder.at("real/Dockerfile"))?.mode == 0o640)
  }

  @Test func oneFileThatCannotBeReadDoesNotStopTheOthers() throws {
    let folder = try TemporaryFolder()
    try folder.write("Dockerfile", Self.defective)
    let run = Run(folder, "fix", "--no-config", "absent", "Dockerfile")
    #expect(run.code == .failed)
    #expect(run.errors.contains("cannot read"))
    #expect(try folder.read("Dockerfile") == Self.repaired)
  }

  @Test func theReportForProgramsNamesRepairsAndWhatIsLeft() throws {
    let folder = try TemporaryFolder()
    try folder.write("Dockerfile", Self.defective)
    let run = Run(folder, "fix", "--no-config", "--json", "--diff")
    #expect(run.output.contains("\"schema\": \"hardstand.fix/1\""))
    #expect(run.output.contains("\"rule\": \"apk-cache-kept\""))
    #expect(run.output.contains("\"rule\": \"user-missing\""))
  }

  @Test func fmtLaysOutAndChecks() throws {
    let folder = try TemporaryFolder()
    let text = "from alpine:3.20\n\n\n\nrun   echo a \\\n  b\n"
    try folder.write("Dockerfile", text)
    let check = Run(folder, "fmt", "--check")
    #expect(check.code == .findings)
    #expect(check.output == "Dockerfile\n")
    #expect(try folder.read("Dockerfile") == text)
    #expect(Run(folder, "fmt", "--diff").output.contains("+FROM alpine:3.20"))
    #expect(Run(folder, "fmt").code == .clean)
    #expect(try folder.read("Dockerfile").hasPrefix("FROM alpine:3.20\n"))
    #expect(Run(folder, "fmt", "--check").code == .clean)
  }

  @Test func thePlanOfABuildIsPrinted() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "Dockerfile", "ARG V=3.20\nFROM alpine:$V AS a\nRUN one\nFROM scratch\nCOPY --from=a /x /\n")
    let text = Run(folder, "build", "--plan", ".")
    #expect(text.code == .clean)
    #expect(text.output.contains("alpine:3.20"))
    #expect(
      Run(folder, "build", "--plan", "--build-arg", "V=3.21", ".").output.contains("alpine:3.21"))
    #expect(Run(folder, "build", "--plan", "--target", "b", ".").code == .failed)
    #expect(
      Run(folder, "build", "--plan", "--format", "json", ".").output.contains("hardstand.plan/1"))
    try folder.write("Dockerfile", "FROM alpine:3.20\nCOPPY a b\n")
    let refused = Run(folder, "build", "--plan", ".")
    #expect(refused.code == .failed)
    #expect(refused.errors.contains("Dockerfile:2:1"))
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, _ other: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return replacingCharacters(range, other)
  }

  private func replacingCharacters(_ range: Range<String.Index>, _ other: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: other)
    return copy
  }
}
