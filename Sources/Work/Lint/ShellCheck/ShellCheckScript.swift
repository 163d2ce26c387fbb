import Dockerfile
import Documents
import Evidence
import Facts
import Shell
import Source

/// One shell text of a Dockerfile as ShellCheck gets it.
struct ShellCheckScript: Sendable {
  /// The index of its file.
  let source: Int
  /// The prologue and the text.
  let bytes: [UInt8]
  private let text: MappedText
  private let dialect: ShellDialect
  /// How many lines stand before the text.
  private let prologueLines: Int
  /// The offset in the text at which each of its lines begins.
  private let lineStarts: [Int]

  /// The shell texts of the RUN instructions of a file, without those of shells that ShellCheck
  /// does not know.
  static func all(in source: SourceText, index: Int) -> [ShellCheckScript] {
    let facts = DockerfileFacts.of(.parse(source))
    var scripts: [ShellCheckScript] = []
    for stage in facts.stages {
      for step in stage.steps where step.kind == .run {
        for (script, text) in zip(step.scripts, step.texts) {
          guard let name = name(of: script.dialect) else { continue }
          scripts.append(
            ShellCheckScript(
              source: index, text: text, dialect: script.dialect, shell: name,
              scope: step.before.scope))
        }
      }
    }
    return scripts
  }

  private static func name(of dialect: ShellDialect) -> String? {
    switch dialect {
    case .posix: "sh"
    case .dash, .ash: "dash"
    case .bash: "bash"
    case .ksh: "ksh"
    case .zsh: nil
    }
  }

  private init(
    source: Int, text: MappedText, dialect: ShellDialect, shell: String, scope: Scope
  ) {
    self.source = source
    self.text = text
    self.dialect = dialect
    var prologue = "# shellcheck shell=\(shell)\n"
    var lines = 1
    for name in Set(scope.environment.keys).union(scope.arguments.keys).sorted() {
      guard Self.isName(name) else { continue }
      prologue += Self.assignment(of: name, scope.value(name).value)
      lines += 1
    }
    prologueLines = lines
    bytes = Array(prologue.utf8) + text.bytes + [0x0A]
    var starts = [0]
    for (offset, byte) in text.bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
    lineStarts = starts
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first < 0x30 || first > 0x39 else { return false }
    return name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
        || (0x61...0x7A).contains($0)
    }
  }

  /// One line that sets a variable; to the output of a command where the value is not known.
  private static func assignment(of name: String, _ value: String?) -> String {
    guard let value, !value.contains("\n") else { return "export \(name); \(name)=\"$(cat)\"\n" }
    let quoted = value.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''")
    return "export \(name)='\(quoted)'\n"
  }

  /// The finding that a comment of ShellCheck is; nil for one about the prologue, or about a feature
  /// that the shell of the image has though ShellCheck does not know it.
  func finding(from comment: JSON) -> Finding? {
    guard let code = comment["code"]?.int, let message = comment["message"]?.string,
      let line = comment["line"]?.int, let column = comment["column"]?.int,
      let start = offset(line: line, column: column)
    else { return nil }
    if (3000..<4000).contains(code) || code == 2039, dialect == .ash || dialect == .posix {
      return nil
    }
    let end =
      comment["endLine"]?.int.flatMap { line in
        comment["endColumn"]?.int.flatMap { offset(line: line, column: $0) }
      } ?? start
    return Finding(
      rule: "shellcheck/SC\(code)", severity: severity(comment["level"]?.string),
      message: message.hasSuffix(".") ? String(message.dropLast()) : message,
      range: text.source(of: start..<max(start, end)),
      help: "Read https://www.shellcheck.net/wiki/SC\(code)")
  }

  private func severity(_ level: String?) -> Severity {
    switch level {
    case "error": .error
    case "warning": .warning
    default: .info
    }
  }

  /// The offset in the text of a place that ShellCheck counts in lines and code points.
  private func offset(line: Int, column: Int) -> Int? {
    let index = line - prologueLines - 1
    guard lineStarts.indices.contains(index) else { return nil }
    var offset = lineStarts[index]
    var left = column - 1
    let bytes = text.bytes
    while left > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0b1100_0000 == 0b1000_0000 { offset += 1 }
      left -= 1
    }
    return min(offset, bytes.count)
  }
}
