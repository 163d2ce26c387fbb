import Source

/// Turns one logical line into an instruction: first as BuildKit's parser splits
/// it, then as its instruction stage checks it.
struct InstructionParser {
  let escape: UInt8
  let heredocs: [Heredoc]

  /// The result of the parser's half: what the line says, before it is checked.
  struct Split {
    var parts: CommandSplitter.Parts
    var kind: InstructionKind?
    var arguments: [Argument] = []
    var pairs: [KeyValue] = []
    var isJSON = false
    /// Where text that begins like an array stops being JSON.
    var brokenArray: SourceRange?
    /// The instruction that an ONBUILD stores.
    var trigger: [Split] = []
    var problem: SyntaxProblem?

    /// Whether here-documents may follow the line.
    var takesHeredocs: Bool {
      if kind == .onbuild, let trigger = trigger.first {
        return trigger.takesHeredocs(nested: true)
      }
      return takesHeredocs(nested: false)
    }

    private func takesHeredocs(nested: Bool) -> Bool {
      !isJSON && (kind == .run || kind == .copy || kind == .add)
    }
  }

  /// Splits a line as the frontend's parser does.
  static func split(_ line: MappedText, escape: UInt8, depth: Int = 0) -> Split {
    let parts = CommandSplitter.split(line)
    let kind = InstructionKind(keyword: parts.keyword.text.bytes)
    var split = Split(parts: parts, kind: kind)
    let rest = parts.rest
    switch kind {
    case .add, .copy, .volume:
      if !array(rest, into: &split) { split.arguments = ArgumentSplitter.words(rest) }
    case .cmd, .entrypoint, .run, .shell:
      if !array(rest, into: &split), !rest.isEmpty { split.arguments = [Argument(rest)] }
    case .arg:
      split.arguments = ArgumentSplitter.quotedWords(rest, escape: escape)
      split.pairs = ArgumentSplitter.optionalPairs(split.arguments)
    case .env, .label:
      switch ArgumentSplitter.pairs(rest, keyword: kind?.rawValue ?? "", escape: escape) {
      case .success(let pairs): split.pairs = pairs
      case .failure(let problem): split.problem = problem
      }
    case .expose, .from:
      split.arguments = ArgumentSplitter.words(rest)
    case .healthcheck:
      healthcheck(rest, into: &split)
    case .maintainer, .stopsignal, .user, .workdir:
      if !rest.isEmpty { split.arguments = [Argument(rest)] }
    case .onbuild:
      if !rest.isEmpty, depth < 8 {
        let trigger = Self.split(rest, escape: escape, depth: depth + 1)
        split.trigger = [trigger]
        split.problem = trigger.problem
      }
    case nil:
      break
    }
    return split
  }

  private static func array(_ rest: MappedText, into split: inout Split) -> Bool {
    switch StringArray.parse(rest) {
    case .strings(let words):
      split.arguments = words
      split.isJSON = true
      return true
    case .notStrings(let range):
      split.problem = SyntaxProblem(
        .parse, .notStringArray, "every element of an exec form must be a string", at: range,
        help: "Put the element in double quotes")
      return true
    case .notArray(let broken):
      if let broken { split.brokenArray = rest.source(of: broken..<min(broken + 1, rest.count)) }
      return false
    }
  }

  private static func healthcheck(_ rest: MappedText, into split: inout Split) {
    let bytes = rest.bytes
    var end = 0
    while end < bytes.count, Blank.width(bytes, end, bytes.count) == 0 { end += 1 }
    if end == 0 { return }
    var start = end
    while start < bytes.count {
      let width = Blank.width(bytes, start, bytes.count)
      if width == 0 { break }
      start += width
    }
    let command = rest.slice(start..<bytes.count)
    if !array(command, into: &split), !command.isEmpty { split.arguments = [Argument(command)] }
    split.arguments.insert(Argument(rest.slice(0..<end)), at: 0)
  }

  /// The checked body of a line, or the first reason to refuse it.
  func body(_ split: Split) -> Result<InstructionBody, SyntaxProblem> {
    if let problem = split.problem { return .failure(problem) }
    guard let kind = split.kind else { return .failure(unknown(split.parts.keyword)) }
    do {
      return .success(try check(kind, split))
    } catch {
      return .failure(error)
    }
  }

  private func check(
    _ kind: InstructionKind, _ split: Split
  ) throws(SyntaxProblem) -> InstructionBody {
    let flags = FlagReader(split.parts, kind)
    switch kind {
    case .add: return .add(try transfer(.add, split, flags))
    case .copy: return .copy(try transfer(.copy, split, flags))
    case .arg:
      try atLeastOne(split)
      for pair in split.pairs where pair.value != nil && pair.key.value.isEmpty {
        throw blankName(pair, "ARG")
      }
      return .arg(split.pairs)
    case .cmd:
      try flags.allow()
      return .cmd(form(split))
    case .entrypoint:
      try flags.allow()
      return .entrypoint(form(split))
    case .env, .label:
      try flags.allow()
      if split.pairs.isEmpty { try atLeastOne(split) }
      for pair in split.pairs where pair.key.value.isEmpty {
        throw blankName(pair, kind.rawValue)
      }
      return kind == .env ? .env(split.pairs) : .label(split.pairs)
    case .expose:
      try atLeastOne(split)
      try flags.allow()
      return .expose(split.arguments)
    case .from: return .from(try from(split, flags))
    case .healthcheck: return .healthcheck(try healthcheck(split, flags))
    case .maintainer:
      let argument = try exactlyOne(split)
      try flags.allow()
      return .maintainer(argument)
    case .onbuild: return .onbuild(try onbuild(split, flags))
    case .run:
      let mounts = try run(split, flags)
      return .run(
        Run(
          command: form(split), mounts: mounts,
          network: flags.argument("network"), security: flags.argument("security"),
          devices: flags.arguments("device"), isHeredocScript: isHeredocScript(split)))
    case .shell:
      try flags.allow()
      try atLeastOne(split)
      guard split.isJSON else {
        throw SyntaxProblem(
          .instruction, .notJSON, "SHELL takes a JSON array of strings",
          at: split.parts.rest.sourceRange,
          help: "Write `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]`, with double quotes")
      }
      return .shell(split.arguments)
    case .stopsignal: return .stopsignal(try exactlyOne(split))
    case .user:
      let argument = try exactlyOne(split)
      try flags.allow()
      return .user(argument)
    case .volume:
      try atLeastOne(split)
      try flags.allow()
      for argument in split.arguments
      where Blank.trim(argument.text.bytes, 0..<argument.text.count).isEmpty {
        throw SyntaxProblem(
          .instruction, .emptyVolume, "a volume has an empty path", at: argument.range,
          help: "Name an absolute path, or remove the empty element")
      }
      return .volume(split.arguments)
    case .workdir:
      let argument = try exactlyOne(split)
      try flags.allow()
      return .workdir(argument)
    }
  }

  private func form(_ split: Split) -> CommandForm {
    if split.isJSON { return .exec(split.arguments) }
    return .shell(split.arguments.first?.text ?? MappedText())
  }

  private func isHeredocScript(_ split: Split) -> Bool {
    guard !split.isJSON, let first = heredocs.first, heredocs.count == 1,
      let line = split.arguments.first
    else { return false }
    return line.range == first.marker
  }

  private func atLeastOne(_ split: Split) throws(SyntaxProblem) {
    guard split.arguments.isEmpty, split.pairs.isEmpty else { return }
    let keyword = split.kind?.rawValue ?? ""
    throw SyntaxProblem(
      .instruction, .wrongArgumentCount, "\(keyword) needs at least one argument",
      at: split.parts.keyword.range, help: "Give it an argument, or remove the instruction")
  }

  private func exactlyOne(_ split: Split) throws(SyntaxProblem) -> Argument {
    guard split.arguments.count == 1, let argument = split.arguments.first else {
      throw SyntaxProblem(
        .instruction, .wrongArgumentCount,
        "\(split.kind?.rawValue ?? "") needs exactly one argument", at: split.parts.keyword.range,
        help: "Give it one argument, or remove the instruction")
    }
    return argument
  }

  private func blankName(_ pair: KeyValue, _ keyword: String) -> SyntaxProblem {
    SyntaxProblem(
      .instruction, .blankName, "\(keyword) has a value without a name", at: pair.range,
      help: "Write a name before the `=`")
  }

  private func unknown(_ keyword: Argument) -> SyntaxProblem {
    let nearest = NearestKeyword.find(keyword.value)
    return SyntaxProblem(
      .instruction, .unknownInstruction, "`\(keyword.value)` is no Dockerfile instruction",
      at: keyword.range,
      help: nearest.map { "Write `\($0.rawValue)`" }
        ?? "End the line before with `\(Character(Unicode.Scalar(escape)))` if this continues it")
  }

  private func from(_ split: Split, _ flags: FlagReader) throws(SyntaxProblem) -> From {
    let arguments = split.arguments
    let named = arguments.count == 3 && arguments[1].value.lowercased() == "as"
    if named {
      let name = arguments[2]
      guard StageName.isValid(name.value.lowercased()) else {
        throw SyntaxProblem(
          .instruction, .invalidStageName, "`\(name.value)` cannot name a stage", at: name.range,
          help: "Begin the name with a letter and use letters, digits, `-`, `_` and `.` only")
      }
    } else if arguments.count != 1 {
      throw SyntaxProblem(
        .instruction, .wrongArgumentCount, "FROM takes an image, or an image `AS` a name",
        at: arguments.isEmpty ? split.parts.keyword.range : split.parts.rest.sourceRange,
        help: "Write `FROM image` or `FROM image AS name`")
    }
    try flags.allow(strings: ["platform"])
    return From(
      base: arguments[0], asKeyword: named ? arguments[1] : nil, name: named ? arguments[2] : nil,
      platform: flags.argument("platform"))
  }

  private func onbuild(
    _ split: Split, _ flags: FlagReader
  ) throws(SyntaxProblem) -> Instruction {
    guard let trigger = split.trigger.first else {
      throw SyntaxProblem(
        .instruction, .wrongArgumentCount, "ONBUILD needs an instruction to store",
        at: split.parts.keyword.range, help: "Write the instruction after it, or remove it")
    }
    try flags.allow()
    if let kind = trigger.kind, kind == .onbuild || kind == .maintainer || kind == .from {
      throw SyntaxProblem(
        .instruction, .invalidOnbuildTrigger, "ONBUILD cannot store \(kind.rawValue)",
        at: trigger.parts.keyword.range, help: "Store another instruction, or remove the line")
    }
    return instruction(
      trigger, line: split.parts.rest, range: split.parts.rest.sourceRange, comments: [])
  }

  /// The instruction of a split line.
  func instruction(
    _ split: Split, line: MappedText, range: SourceRange, comments: [SourceRange],
    innerComments: [SourceRange] = [], emptyContinuations: [SourceRange] = [],
    heredocProblem: SyntaxProblem? = nil
  ) -> Instruction {
    var checked: InstructionBody?
    var problem = heredocProblem
    switch body(split) {
    case .success(let body): checked = body
    case .failure(let found): problem = problem ?? found
    }
    var whole = range
    if let last = heredocs.last {
      whole = whole.union(last.terminator.isEmpty ? last.body : last.terminator)
    }
    return Instruction(
      keyword: split.parts.keyword, kind: split.kind, range: whole, header: range, line: line,
      rest: split.parts.rest, flags: split.parts.flags, arguments: split.arguments,
      isJSON: split.isJSON, brokenArray: split.brokenArray, pairs: split.pairs, body: checked,
      heredocs: heredocs, comments: comments, innerComments: innerComments,
      emptyContinuations: emptyContinuations, problem: problem)
  }
}
