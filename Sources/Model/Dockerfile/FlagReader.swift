import Source

/// Checks the flags of one instruction against those it knows (BuildKit's `BFlags`).
struct FlagReader {
  let flags: [InstructionFlag]
  let kind: InstructionKind

  init(_ parts: CommandSplitter.Parts, _ kind: InstructionKind) {
    flags = parts.flags
    self.kind = kind
  }

  func flag(_ name: String) -> InstructionFlag? { flags.last { $0.name == name } }
  func has(_ name: String) -> Bool { flag(name) != nil }
  func isTrue(_ name: String) -> Bool {
    guard let flag = flag(name) else { return false }
    return flag.value == nil || flag.value?.lowercased() == "true"
  }
  func argument(_ name: String) -> Argument? {
    guard let flag = flag(name), let argument = flag.argument else { return nil }
    return argument.text.isEmpty ? Argument(argument.text, range: flag.range) : argument
  }
  func arguments(_ name: String) -> [Argument] {
    flags.filter { $0.name == name }.compactMap(\.argument)
  }

  /// Refuses the first flag that is unknown, repeated or without its value.
  func allow(
    strings: [String] = [], booleans: [String] = [], repeated: [String] = []
  ) throws(SyntaxProblem) {
    for (index, flag) in flags.enumerated() {
      let known = strings + booleans + repeated
      guard known.contains(flag.name) else {
        let nearest = NearestKeyword.nearest(flag.name, in: known)
        throw SyntaxProblem(
          .instruction, .unknownFlag, "\(kind.rawValue) has no flag `--\(flag.name)`",
          at: flag.range,
          help: nearest.map { "Write `--\($0)`" }
            ?? (known.isEmpty
              ? "Remove it: \(kind.rawValue) takes no flags"
              : "Use one of " + known.sorted().map { "`--\($0)`" }.joined(separator: ", ")))
      }
      if !repeated.contains(flag.name), flags[..<index].contains(where: { $0.name == flag.name }) {
        throw SyntaxProblem(
          .instruction, .duplicateFlag, "`--\(flag.name)` is given twice", at: flag.range,
          help: "Keep one of them")
      }
      if booleans.contains(flag.name) {
        if let value = flag.value, value.isEmpty {
          throw SyntaxProblem(
            .instruction, .flagWithoutValue, "`--\(flag.name)=` has no value", at: flag.range,
            help: "Write `--\(flag.name)` or `--\(flag.name)=false`")
        }
        if let value = flag.value?.lowercased(), value != "true", value != "false" {
          throw SyntaxProblem(
            .instruction, .invalidFlagValue, "`--\(flag.name)` takes true or false, not `\(value)`",
            at: flag.range, help: "Write `--\(flag.name)` or `--\(flag.name)=false`")
        }
      } else if flag.value == nil {
        throw SyntaxProblem(
          .instruction, .flagWithoutValue, "`--\(flag.name)` needs a value", at: flag.range,
          help: "Write `--\(flag.name)=value`, joined with `=`")
      }
    }
  }
}
