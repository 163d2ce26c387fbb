import Source

/// What one comment says, before its place in the file is looked at.
enum WaiverSyntax {
  /// A statement of a comment.
  enum Statement {
    case waive(Tool, Reach, [Waiver.Name], reason: String?, until: String?)
    case shell(String)
    case check(CheckDirective)
    /// A comment that begins as one of our waivers and goes on as none.
    case malformed
  }

  /// How far a waiver reaches, as written.
  enum Reach {
    case file
    case stage
    case next
    /// The stage where `FROM` follows, else the instruction.
    case block
    /// The file above the first instruction, else the instruction.
    case top
  }

  /// The statements of a comment; none where it is prose.
  static func statements(
    of range: SourceRange, in source: SourceText, mayBeDirective: Bool
  ) -> [Statement] {
    var scanner = WaiverScanner(source, range)
    if scanner.take(word: "hardstand") { return own(&scanner) }
    if scanner.take(word: "hadolint") { return hadolint(&scanner) }
    if scanner.take(word: "tally") { return tally(&scanner) }
    if scanner.take(word: "kics-scan") { return kics(&scanner, range) }
    if scanner.take(word: "nosemgrep") || scanner.take(word: "nosem") {
      return semgrep(&scanner, range)
    }
    if scanner.take(word: "trivy:ignore:") { return trivy(&scanner) }
    if scanner.take(word: "checkov:skip") || scanner.take(word: "bridgecrew:skip") {
      return checkov(&scanner)
    }
    if mayBeDirective, scanner.take(word: "check") { return buildkit(&scanner, range) }
    return []
  }

  private static func own(_ scanner: inout WaiverScanner) -> [Statement] {
    _ = scanner.take(UInt8(ascii: ":"))
    scanner.skipBlanks()
    var reach = Reach.next
    if scanner.take(word: "file") {
      reach = .file
    } else if scanner.take(word: "stage") {
      reach = .stage
    }
    scanner.skipBlanks()
    guard scanner.take(word: "ignore") else { return [] }
    guard scanner.takeEquals() else { return [.malformed] }
    let names = scanner.takeNames()
    if names.isEmpty { return [.malformed] }
    var reason: String?
    var until: String?
    while true {
      scanner.skipBlanks()
      if scanner.isAtEnd { break }
      if scanner.take(UInt8(ascii: ";")) { continue }
      if scanner.take(word: "reason") {
        guard scanner.takeEquals() else { return [.malformed] }
        reason = scanner.takeValue()
      } else if scanner.take(word: "until") {
        guard scanner.takeEquals() else { return [.malformed] }
        let day = scanner.takeValue()
        guard isDay(day) else { return [.malformed] }
        until = day
      } else {
        return [.malformed]
      }
    }
    if reason?.trimmed.isEmpty == true { reason = nil }
    return [.waive(.hardstand, reach, names, reason: reason, until: until)]
  }

  private static func hadolint(_ scanner: inout WaiverScanner) -> [Statement] {
    scanner.skipBlanks()
    if scanner.take(word: "shell") { return shell(&scanner) }
    var reach = Reach.next
    if scanner.take(word: "global") {
      reach = .file
    } else if scanner.take(word: "stage") {
      reach = .stage
    }
    scanner.skipBlanks()
    guard scanner.take(word: "ignore"), scanner.takeEquals() else { return [] }
    let names = scanner.takeNames()
    if names.isEmpty { return [] }
    return [.waive(.hadolint, reach, names, reason: scanner.takeRest(), until: nil)]
  }

  private static func tally(_ scanner: inout WaiverScanner) -> [Statement] {
    scanner.skipBlanks()
    if scanner.take(word: "shell") { return shell(&scanner) }
    let reach = scanner.take(word: "global") ? Reach.file : .next
    scanner.skipBlanks()
    guard scanner.take(word: "ignore"), scanner.takeEquals() else { return [] }
    let names = scanner.takeNames()
    if names.isEmpty { return [] }
    scanner.skipBlanks()
    _ = scanner.take(UInt8(ascii: ";"))
    scanner.skipBlanks()
    if scanner.take(word: "reason") { _ = scanner.takeEquals() }
    return [.waive(.tally, reach, names, reason: scanner.takeRest(), until: nil)]
  }

  private static func shell(_ scanner: inout WaiverScanner) -> [Statement] {
    guard scanner.takeEquals(), let shell = scanner.takeRest() else { return [] }
    return [.shell(shell)]
  }

  private static func kics(_ scanner: inout WaiverScanner, _ range: SourceRange) -> [Statement] {
    scanner.skipBlanks()
    let all = [Waiver.Name(text: "all", range: range)]
    if scanner.take(word: "ignore-line") {
      return [.waive(.kics, .next, all, reason: scanner.takeRest(), until: nil)]
    }
    if scanner.take(word: "ignore-block") {
      return [.waive(.kics, .block, all, reason: scanner.takeRest(), until: nil)]
    }
    if scanner.take(word: "ignore"), scanner.isAtEnd {
      return [.waive(.kics, .file, all, reason: nil, until: nil)]
    }
    guard scanner.take(word: "disable"), scanner.takeEquals() else { return [] }
    let names = scanner.takeNames()
    if names.isEmpty { return [] }
    return [.waive(.kics, .file, names, reason: scanner.takeRest(), until: nil)]
  }

  private static func semgrep(
    _ scanner: inout WaiverScanner, _ range: SourceRange
  ) -> [Statement] {
    guard scanner.take(UInt8(ascii: ":")) else {
      let all = [Waiver.Name(text: "all", range: range)]
      return [.waive(.semgrep, .next, all, reason: scanner.takeRest(), until: nil)]
    }
    // A semgrep name is a path of folders; its last part is the name of the rule.
    let names = scanner.takeNames().map { name in
      let dot = name.text.lastIndex(of: ".")
      return Waiver.Name(
        text: dot.map { String(name.text[name.text.index(after: $0)...]) } ?? name.text,
        range: name.range)
    }
    if names.isEmpty { return [] }
    return [.waive(.semgrep, .next, names, reason: scanner.takeRest(), until: nil)]
  }

  private static func checkov(_ scanner: inout WaiverScanner) -> [Statement] {
    guard scanner.takeEquals() else { return [] }
    let names = scanner.takeNames(endingAt: [UInt8(ascii: ":")])
    if names.isEmpty { return [] }
    return [.waive(.checkov, .file, names, reason: scanner.takeRest(), until: nil)]
  }

  private static func trivy(_ scanner: inout WaiverScanner) -> [Statement] {
    var statements: [Statement] = []
    let marks = [UInt8(ascii: ":"), UInt8(ascii: "[")]
    repeat {
      let names = scanner.takeNames(endingAt: marks)
      if names.isEmpty { break }
      var until: String?
      if scanner.take(word: ":exp:") {
        let day = scanner.takeValue()
        if isDay(day) { until = day }
      }
      statements.append(.waive(.trivy, .top, names, reason: nil, until: until))
      scanner.skipBlanks()
    } while scanner.take(word: "trivy:ignore:")
    if case .waive(let tool, let reach, let names, _, let until) = statements.last {
      statements[statements.count - 1] = .waive(
        tool, reach, names, reason: scanner.takeRest(), until: until)
    }
    return statements
  }

  private static func buildkit(
    _ scanner: inout WaiverScanner, _ range: SourceRange
  ) -> [Statement] {
    guard scanner.takeEquals() else { return [] }
    var directive = CheckDirective(range: range)
    var skipped: [Waiver.Name] = []
    while !scanner.isAtEnd {
      let isSkip = scanner.take(word: "skip")
      let isError = !isSkip && scanner.take(word: "error")
      let isExperimental = !isSkip && !isError && scanner.take(word: "experimental")
      guard isSkip || isError || isExperimental, scanner.takeEquals() else { break }
      let names = scanner.takeNames()
      if isSkip { skipped += names }
      if isError { directive.failsBuild = names.first?.text.lowercased() == "true" }
      if isExperimental { directive.experimental += names.map(\.text) }
      scanner.skipBlanks()
      guard scanner.take(UInt8(ascii: ";")) else { break }
      scanner.skipBlanks()
    }
    var statements = [Statement.check(directive)]
    if !skipped.isEmpty {
      statements.append(.waive(.buildkit, .file, skipped, reason: nil, until: nil))
    }
    return statements
  }

  /// Whether a text is a day such as `2026-01-31`.
  static func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.joined().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }
}
