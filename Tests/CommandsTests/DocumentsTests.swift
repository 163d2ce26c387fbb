import Arguments
import Host
import Source
import TestSupport
import Testing

@testable import Commands

@Suite struct DocumentsTests {
  private func inTemporaryFolder(_ body: (String) throws -> Void) throws {
    let path = "/tmp/hardstand-docs-\(UInt64.random(in: 0...UInt64.max))"
    try Files.makeFolder(path)
    defer { _ = try? Spawn("rm", ["-rf", path]).run() }
    try body(path)
  }

  @Test func writesAndChecks() throws {
    try inTemporaryFolder { folder in
      #expect(Call("docs", "--check", folder).code == .findings)
      #expect(Call("docs", "--write", folder).code == .clean)
      #expect(Call("docs", "--check", folder).code == .clean)
      #expect(Files.isFile(folder + "/cli/completions.md"))
      #expect(Files.isFile(folder + "/man/hardstand-completions.1"))
      #expect(!Files.exists(folder + "/cli/docs.md"))

      try Files.write(Array("x".utf8), to: folder + "/cli/version.md")
      try Files.write(Array("x".utf8), to: folder + "/cli/old.md")
      try Files.remove(folder + "/man/hardstand.1")
      let check = Call("docs", "--check", folder)
      #expect(check.code == .findings)
      #expect(
        check.output == """
          \(folder)/cli/version.md: stale
          \(folder)/cli/old.md: no longer made
          \(folder)/man/hardstand.1: missing

          """)
      #expect(Call("docs", "--write", folder).errors == "3 files changed in `\(folder)`\n")
      #expect(Call("docs", "--check", folder).code == .clean)
      #expect(!Files.exists(folder + "/cli/old.md"))
    }
  }

  @Test(arguments: CompletionScript.Shell.allCases)
  func shellsReadTheirScripts(shell: CompletionScript.Shell) throws {
    let script = Call("completions", shell.rawValue)
    #expect(script.code == .clean)
    guard Spawn.find(shell.rawValue, in: System.environment) != nil else { return }
    try inTemporaryFolder { folder in
      try Files.write(Array(script.output.utf8), to: folder + "/script")
      let outcome = try Spawn(shell.rawValue, ["-n", folder + "/script"]).run()
      #expect(outcome.succeeded && outcome.errors.isEmpty, "\(outcome.errorText)")
    }
  }

  @Test(
    .enabled(if: Spawn.find("bash", in: System.environment) != nil),
    arguments: [
      ("hardstand ver", "version"), ("hardstand completions ", "bash zsh fish"),
      ("hardstand --color=al", "always"), ("hardstand --color al", "always"),
      ("hardstand version --js", "--json"), ("hardstand --color always comp", "completions"),
      ("hardstand --color = ne", "never"),
    ])
  func bashCompletes(line: String, expected: String) throws {
    // Bash hands over `=` as a word of its own.
    var words = line.split(separator: " ", omittingEmptySubsequences: false).flatMap { word in
      word.hasPrefix("--color=") ? ["--color", "=", String(word.dropFirst(8))] : [String(word)]
    }
    words = words.map { "'\($0)'" }
    let script = """
      \(Call("completions", "bash").output)
      COMP_WORDS=(\(words.joined(separator: " "))); COMP_CWORD=\(words.count - 1)
      _hardstand; echo "${COMPREPLY[@]}"
      """
    #expect(try Spawn("bash", ["-c", script]).run().outputText == expected + "\n")
  }

  @Test(
    .enabled(if: Spawn.find("fish", in: System.environment) != nil),
    arguments: [
      ("hardstand ver", "version\tShow the version"), ("hardstand completions z", "zsh"),
      ("hardstand --color always comp", "completions\tPrint a completion script for a shell"),
      ("hardstand --color al", "always\tIn any case"),
      ("hardstand version --js", "--json\tPrint the result as JSON"),
    ])
  func fishCompletes(line: String, expected: String) throws {
    var spawn = Spawn("fish", ["--no-config", "-c", "source - && complete -C '\(line)'"])
    spawn.input = .bytes(Array(Call("completions", "fish").output.utf8))
    spawn.environment["HOME"] = "/tmp"
    #expect(try spawn.run().outputText == expected + "\n")
  }

  @Test(.enabled(if: Spawn.find("groff", in: System.environment) != nil))
  func manualsAreSound() throws {
    for path in CommandTable.tree.visiblePaths {
      var spawn = Spawn("groff", ["-man", "-ww", "-z", "-Tutf8"])
      spawn.input = .bytes(Array(ManualPage.text(CommandTable.tree, path).utf8))
      let outcome = try spawn.run()
      #expect(outcome.succeeded && outcome.errors.isEmpty, "\(outcome.errorText)")
    }
  }
}
