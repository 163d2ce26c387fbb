import Shell

/// What becomes of a text that uses a feature which its shell does not have.
struct FeatureLack {
  /// What the shell makes of it, as the end of a sentence.
  let effect: String
  /// What to write instead, as a sentence that begins with a verb.
  let help: String
}

extension ShellFeature {
  private static let ashKnows: Set<ShellFeature> = [
    .processSubstitution, .doubleBracket, .ansiQuote, .ampersandRedirect, .redirectBothToWord,
    .functionKeyword, .substringExpansion, .patternReplacement, .doubleEqualsInTest,
    .sourceCommand, .letCommand, .echoFlag, .localCommand, .readFlag, .pipefail,
    .timeKeyword, .setExtension, .trapExtension, .exportFlag, .extendedTestOperator,
    .localeQuote, .bashVariable,
  ]

  /// What is lacking where a shell of a dialect reads the feature; nil where the shell has it, or
  /// that is not certain. The facts were tried with dash 0.5.12, BusyBox 1.35 and bash 5.2.
  func lack(in dialect: ShellDialect, text: String) -> FeatureLack? {
    switch dialect {
    case .bash, .zsh, .ksh: return nil
    case .ash: return Self.ashKnows.contains(self) ? nil : lack(text)
    case .dash: return lack(text)
    case .posix:
      // Where the base is not known its `sh` may well be that of BusyBox.
      if self == .processSubstitution { return lack(text) }
      return Self.ashKnows.contains(self) ? nil : lack(text)
    }
  }

  private func lack(_ text: String) -> FeatureLack? {
    let bash = "Set `SHELL [\"/bin/bash\", \"-c\"]` where the image has bash"
    func refused(_ help: String) -> FeatureLack {
      FeatureLack(effect: "is a syntax error", help: help)
    }
    func missing(_ help: String) -> FeatureLack {
      FeatureLack(effect: "is a command that it does not find", help: help)
    }
    func bad(_ help: String) -> FeatureLack {
      FeatureLack(effect: "ends it with `Bad substitution`", help: help)
    }
    switch self {
    case .processSubstitution:
      return refused("Write the output to a file first, or use a pipe; or set `SHELL` to bash")
    case .doubleBracket: return missing("Write `[ … ]`, and `case` for patterns")
    case .doubleParenthesis:
      return FeatureLack(
        effect: "is a subshell in a subshell", help: "Write `[ … -lt … ]` or `$((…))`")
    case .arithmeticFor: return refused("Count with `while` and `$((i + 1))`, or over `seq`")
    case .array:
      return text.hasPrefix("$")
        ? bad(bash) : refused("Use the words of `set --`, or \(bash.lowercasedFirst)")
    case .ansiQuote:
      return FeatureLack(effect: "keeps its `$`", help: "Write the text with `printf`")
    case .localeQuote: return FeatureLack(effect: "keeps its `$`", help: "Drop the `$`")
    case .ampersandRedirect:
      return FeatureLack(
        effect: "sends the command to the background and redirects nothing",
        help: "Write `>file 2>&1`")
    case .ampersandAppend:
      return FeatureLack(
        effect: "does not redirect", help: "Write `>>file 2>&1`")
    case .redirectBothToWord: return refused("Write `>file 2>&1`")
    case .variableDescriptor:
      return FeatureLack(effect: "is an argument", help: "Write a number such as `3>`")
    case .pipeBoth: return refused("Write `2>&1 |`")
    case .functionKeyword: return refused("Write `name() { …; }`")
    case .functionNameCharacters: return refused("Use letters, digits and `_` in the name")
    case .braceExpansion, .braceRange:
      return FeatureLack(
        effect: "is plain text", help: "Write each word out, or set `SHELL` to bash")
    case .extendedGlob:
      return refused("List the patterns with `|` in `case`, or set `SHELL` to bash")
    case .hereString: return refused("Pipe it from `printf '%s\\n'`")
    case .substringExpansion: return bad("Use `cut -c`, `${x#…}` or `${x%…}`")
    case .patternReplacement: return bad("Use `sed` or `tr`")
    case .caseModification: return bad("Use `tr '[:upper:]' '[:lower:]'`")
    case .parameterTransformation, .indirectExpansion: return bad(bash)
    case .legacyArithmetic: return FeatureLack(effect: "is plain text", help: "Write `$((…))`")
    case .appendAssignment: return missing("Write `x=\"${x}…\"`")
    case .doubleEqualsInTest:
      return FeatureLack(effect: "makes `[` fail with an error", help: "Write `=`")
    case .extendedTestOperator:
      // `=~` in `[` is no operator of any shell.
      return FeatureLack(
        effect: "makes `[` fail with an error",
        help: text == "-v" ? "Write `[ -n \"${x+set}\" ]`" : "Use `case` or `grep`")
    case .sourceCommand: return missing("Write `.`")
    case .directoryStack: return missing("Write `cd`, in `( … )` to come back")
    case .letCommand: return missing("Write `x=$((…))`")
    case .declareCommand: return missing("Assign without it, or write `readonly` or `export`")
    case .bashCommand:
      return ["mapfile", "readarray", "shopt", "compgen", "disown"].contains(text)
        ? missing(bash) : nil
    case .selectLoop: return refused("Write a loop over the choices")
    case .bashVariable: return nil
    case .echoFlag:
      return text.contains("e")
        ? FeatureLack(effect: "is printed by its `echo`", help: "Write `printf` with the same text")
        : nil
    case .readFlag:
      return text == "-p" || text.hasPrefix("-rp") || text.hasPrefix("-p") || text == "-pr"
        ? nil : FeatureLack(effect: "is an option that its `read` refuses", help: bash)
    case .printfExtension:
      return FeatureLack(effect: "is refused by its `printf`", help: bash)
    case .exportFlag: return FeatureLack(effect: "ends it with an error", help: bash)
    case .trapExtension:
      return ["ERR", "DEBUG", "RETURN"].contains(text)
        ? FeatureLack(effect: "is no signal", help: "Trap `EXIT`") : nil
    case .caseFallThrough: return refused("Repeat the body, or set `SHELL` to bash")
    case .coprocess: return missing(bash)
    case .setExtension:
      return text.utf8.contains { "HBTkP".utf8.contains($0) } && text.hasPrefix("-")
        ? FeatureLack(effect: "ends it with `Illegal option`", help: "Leave it out") : nil
    case .localCommand, .timeKeyword, .pipefail: return nil
    }
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
