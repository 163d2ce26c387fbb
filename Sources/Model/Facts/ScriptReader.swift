import BaseImages
import Dockerfile
import Shell
import Source

/// Reads the command of an instruction: shell text as syntax, exec forms as words.
struct ScriptReader {
  let escape: UInt8
  let stage: Int
  let baseShell: BaseImageFacts.Shell?
  let isWindows: Bool

  init(interpreter: Interpreter, stage index: Int, facts: BaseImageFacts?, base: String) {
    escape = interpreter.escape
    stage = index
    baseShell = facts?.shell
    isWindows = facts?.family == .windows || Self.namesWindows(base)
  }

  /// Whether the name of a base says that it is for Windows.
  private static func namesWindows(_ base: String) -> Bool {
    let name = base.lowercased()
    return ["windows", "nanoserver", "servercore"].contains { name.contains($0) }
  }

  /// Fills the scripts and commands of a step.
  func read(_ form: CommandForm, isHeredocScript: Bool, state: StageState, step: inout Step) {
    switch form {
    case .exec(let words): exec(words, state: state, step: &step)
    case .shell(let line):
      var dialect = dialect(of: state)
      var text = MappedText()
      if isHeredocScript, let heredoc = step.instruction.heredocs.first {
        text = heredoc.content
        if let interpreter = Self.interpreter(of: heredoc.content.bytes) {
          guard let named = ShellDialect(executable: interpreter) else { return }
          dialect = named
        }
      } else {
        text = line
        for heredoc in step.instruction.heredocs { append(heredoc, to: &text) }
      }
      guard let dialect else { return }
      let script = ShellScript.parse(text, dialect: dialect)
      step.scripts.append(script)
      step.texts.append(text)
      collect(script, state: state, step: &step)
    }
  }

  /// The program that a `#!` line names.
  private static func interpreter(of bytes: [UInt8]) -> String? {
    guard bytes.starts(with: "#!".utf8) else { return nil }
    let line = String(
      decoding: bytes.dropFirst(2).prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    var words = line.split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    if FilePaths.name(first) == "env" {
      words.removeFirst()
      while let word = words.first, word.hasPrefix("-") || word.contains("=") {
        words.removeFirst()
      }
    }
    return words.first
  }

  /// The shell sees a here-document behind the line, as the builder passes it on.
  private func append(_ heredoc: Heredoc, to text: inout MappedText) {
    let start = heredoc.body.lowerBound
    text.append(decoded: [0x0A], from: SourceRange(max(0, start - 1), start))
    text.append(heredoc.content)
    text.append(Array(heredoc.name.utf8), from: heredoc.terminator.lowerBound)
  }

  /// The dialect of the shell in force; nil where it is none of the POSIX family, or not known.
  private func dialect(of state: StageState) -> ShellDialect? {
    guard let shell = state.shell.value, let program = shell.first else { return nil }
    if state.shellRange == nil, isWindows { return nil }
    guard let dialect = ShellDialect(executable: program) else { return nil }
    guard dialect == .posix, case .sh(let name, _)? = baseShell else { return dialect }
    return ShellDialect(executable: name == "busybox" ? "ash" : name) ?? dialect
  }

  func exec(_ words: [Dockerfile.Argument], state: StageState, step: inout Step) {
    guard let kind = step.kind else { return }
    var index = 0
    var wrappers: [String] = []
    while index + 1 < words.count, let skip = Self.wrapped(words, index) {
      wrappers.append(FilePaths.name(words[index].value))
      index += skip
    }
    let arguments = words.map {
      CommandUse.Argument(
        value: $0.value, prefix: $0.value, text: $0.value, range: $0.range, word: nil)
    }
    guard let path = index < arguments.count ? arguments[index] : nil else { return }
    let program = FilePaths.name(path.value ?? "")
    let rest = Array(arguments[(index + 1)...])
    step.commands.append(
      CommandUse(
        program: program.isEmpty ? nil : program, path: path, arguments: rest, wrappers: wrappers,
        range: path.range.union(rest.last?.range ?? path.range), command: nil, context: nil,
        stage: stage, step: step.index, kind: kind, script: 0, directory: state.workingDirectory,
        isCertain: true, locals: [:]))
    guard let dialect = ShellDialect(executable: program),
      let flag = rest.firstIndex(where: {
        $0.best.hasPrefix("-") && !$0.best.hasPrefix("--") && $0.best.contains("c")
      })
    else { return }
    var script = index + 1 + flag + 1
    // `bash -o pipefail -c` and `bash -c -e` both put options around.
    while script < words.count, words[script].value.hasPrefix("-") { script += 1 }
    guard script < words.count else { return }
    let parsed = ShellScript.parse(words[script].text, dialect: dialect)
    step.scripts.append(parsed)
    step.texts.append(words[script].text)
    collect(parsed, state: state, step: &step)
  }

  /// How many words a wrapper in an exec form takes before what it runs; nil where it is none.
  private static func wrapped(_ words: [Dockerfile.Argument], _ index: Int) -> Int? {
    let name = FilePaths.name(words[index].value)
    guard
      ["tini", "dumb-init", "env", "sudo", "gosu", "su-exec", "exec", "nice", "time", "catatonit"]
        .contains(name)
    else { return nil }
    var count = 1
    while index + count < words.count {
      let word = words[index + count].value
      if word == "--" { return count + 1 }
      if word.hasPrefix("-") {
        count += ["-e", "-p", "-n", "-u", "-c", "-r"].contains(word) && name != "env" ? 2 : 1
      } else if name == "env", word.contains("=") {
        count += 1
      } else if (name == "gosu" || name == "su-exec"), count == 1 {
        count += 1
      } else {
        break
      }
    }
    return index + count < words.count ? count : nil
  }
}
