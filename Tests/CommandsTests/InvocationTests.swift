import Arguments
import Host
import Source
import Terminal
import Testing

@testable import Commands

/// What a call left.
struct Call {
  let code: ExitCode
  let output: String
  let errors: String

  init(_ words: String..., environment: [String: String] = [:], style: Style = Style()) {
    let session = Session(
      folder: Files.currentFolder, environment: environment, outputStyle: style, errorStyle: style)
    code = Invocation.run(words, session)
    output = session.output.text
    errors = session.errors.text
  }
}

@Suite struct InvocationTests {
  @Test func printsTheVersion() {
    #expect(Call("--version").output == "hardstand 0.1.0\n")
    #expect(Call("version").output == "hardstand 0.1.0\n")
    #expect(
      Call("version", "--json").output
        == "{\"schema\": \"hardstand.version/1\", \"version\": \"0.1.0\"}\n")
  }

  @Test func printsHelp() {
    let help = Call("help")
    #expect(help.code == .clean)
    #expect(help.output == Call("--help").output)
    #expect(help.output.contains("Usage: hardstand [OPTIONS] COMMAND\n"))
    #expect(Call("help", "version").output == Call("version", "-h").output)
    let none = Call()
    #expect(none.code == .usage)
    #expect(none.output.isEmpty && none.errors == help.output)
    let unknown = Call("help", "vresion")
    #expect(unknown.code == .usage)
    #expect(unknown.errors.contains("did you mean `version`?"))
  }

  @Test func explainsAMistake() {
    let call = Call("version", "--jsn")
    #expect(call.code == .usage)
    #expect(call.output.isEmpty)
    #expect(
      call.errors == """
        error: `hardstand version` has no option `--jsn`
          did you mean `--json`?
          help: `hardstand version --help`

        """)
    #expect(Call("docs").errors.hasSuffix("  help: `hardstand docs --help`\n"))
    #expect(Call("\u{1B}[2J").errors.contains("\\x1B[2J"))
  }

  @Test func takesColorsFromTheCommonOption() {
    #expect(Call("help", "--color=always").output.contains("\u{1B}[1mUsage:\u{1B}[0m"))
    let colored = Style(usesColor: true)
    #expect(!Call("help", "--color=never", style: colored).output.contains("\u{1B}"))
    #expect(
      !Call("help", environment: ["HARDSTAND_COLOR": "never"], style: colored).output
        .contains("\u{1B}"))
  }

  @Test func listsWordsForCompletion() {
    #expect(Call("complete", "command").output.contains("help\tShow what"))
    let unknown = Call("complete", "nonsense")
    #expect(unknown.output.isEmpty && unknown.errors.isEmpty && unknown.code == .clean)
  }

  @Test func tellsFailuresToPeople() {
    let failure = Failure(
      "cannot read `a\u{1B}`", because: ["permission denied", "line one\nline two"],
      hint: "run as a user who has the permission",
      place: .init(name: "Dockerfile", position: SourcePosition(line: 3, column: 7)))
    #expect(
      FailureMessage.text(failure, Style()) == """
        Dockerfile:3:7: error: cannot read `a\\x1B`
          because: permission denied
          because: line one
                   line two
          try: run as a user who has the permission

        """)
  }
}

@Suite struct ExitCodeTests {
  @Test func failuresWeighMoreThanFindings() {
    #expect(ExitCode.findings.joined(with: .failed) == .failed)
    #expect(ExitCode.failed.joined(with: .findings) == .failed)
    #expect(ExitCode.clean.joined(with: .findings) == .findings)
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 130, 141, 143])
  }
}

@Suite struct CommandTableTests {
  private let paths = CommandTable.tree.visiblePaths

  @Test func theTreeIsInOrder() {
    #expect(CommandTable.tree.root.visibleSubcommands.count <= 20)
    for path in paths {
      guard let command = path.last else { continue }
      let options = command.options + CommandTable.tree.globalOptions
      #expect(Set(options.map(\.long)).count == options.count, "\(command.name)")
      let letters = options.compactMap(\.short)
      #expect(Set(letters).count == letters.count, "\(command.name)")
      let names = command.subcommands.flatMap { [$0.name] + $0.aliases }
      #expect(Set(names).count == names.count, "\(command.name)")
      #expect(command.arguments.count { $0.count == .any || $0.count == .some } <= 1)
      for text in [command.abstract] + options.map(\.help) + command.arguments.map(\.help) {
        #expect(!text.hasSuffix(".") && !text.isEmpty, "\(command.name): \(text)")
      }
    }
  }

  @Test func helpFitsOneScreen() {
    for path in paths {
      let lines = HelpPage(CommandTable.tree, path).text.split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 60, "\(path.map(\.name))")
      for line in lines where !line.hasPrefix("  hardstand") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }

  @Test func everyCommandHasAnExample() {
    for path in paths { #expect(path.last?.examples.isEmpty == false, "\(path.map(\.name))") }
  }

  /// Examples are read as hardstand reads them, so none can name an option that is not there.
  @Test func examplesAreUnderstood() {
    for example in paths.flatMap({ $0.last?.examples ?? [] }) {
      guard let start = example.line.firstRange(of: "hardstand ") else {
        Issue.record("\(example.line) does not call hardstand")
        continue
      }
      let call = example.line[start.upperBound...].prefix { $0 != "|" && $0 != ">" && $0 != ")" }
      let words = call.split(separator: " ").map(String.init)
      #expect(throws: Never.self, "\(example.line)") { try CommandTable.tree.parse(words) }
    }
  }
}
