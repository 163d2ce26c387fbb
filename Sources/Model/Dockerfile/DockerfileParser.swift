import Source

/// Reads a whole Dockerfile as BuildKit's parser does, and goes on after what that refuses.
struct DockerfileParser {
  private let source: SourceText
  private var reader: LineReader
  private var directives = DirectiveReader()
  private var instructions: [Instruction] = []
  private var problems: [SyntaxProblem] = []
  private var owned: [(range: SourceRange, node: DockerfileSyntax.Node)] = []
  private var comments: [SourceRange] = []

  init(_ source: SourceText) {
    self.source = source
    reader = LineReader(source)
  }

  mutating func parse() -> DockerfileSyntax {
    while let (full, content) = reader.next() {
      let body = reader.indented(content)
      if body.isEmpty {
        directives.end()
        continue
      }
      if reader.bytes[body.lowerBound] == UInt8(ascii: "#") {
        comment(body, full: full)
        continue
      }
      directives.end()
      instruction(body, lineStart: full.lowerBound)
    }
    if let line = reader.tooLong {
      problems.append(
        SyntaxProblem(
          .parse, .lineTooLong, "a line is longer than \(LineReader.longestLine - 1) bytes",
          at: SourceRange(line.lowerBound, line.lowerBound + 1),
          help: "Break it with continuations, or put the text in a file of its own"))
    }
    if instructions.isEmpty {
      problems.append(
        SyntaxProblem(
          .parse, .noInstructions, "the file has no instructions", at: SourceRange(0, 0),
          help: "Begin with `FROM` and the image to build on"))
    }
    checkStages()
    problems.sort { $0.range < $1.range }
    return DockerfileSyntax(
      source: source, directives: directives.found, escape: directives.escape,
      instructions: instructions, problems: problems, nodes: nodes())
  }

  private mutating func comment(_ line: Range<Int>, full: Range<Int>) {
    switch directives.read(line, source) {
    case .success(let directive?):
      owned.append((SourceRange(full), .directive(directive, SourceRange(full))))
      comments = []
      return
    case .success(nil): break
    case .failure(let problem): problems.append(problem)
    }
    if Blank.trim(reader.bytes, line.lowerBound + 1..<line.upperBound).isEmpty {
      comments = []
    } else {
      comments.append(SourceRange(line))
    }
  }

  private mutating func instruction(_ first: Range<Int>, lineStart: Int) {
    let line = reader.join(first, escape: directives.escape)
    if Blank.trim(line.text.bytes, 0..<line.text.count).isEmpty { return blankInstruction(line) }
    let split = InstructionParser.split(line.text, escape: directives.escape)
    var heredocs: [Heredoc] = []
    var heredocProblem: SyntaxProblem?
    let afterHeader = reader.position
    if split.problem == nil, split.takesHeredocs, line.text.bytes.containsPair(UInt8(ascii: "<")) {
      switch HeredocMarker.all(in: line.text) {
      case .success(let markers):
        for marker in markers {
          if let heredoc = readHeredoc(marker) {
            heredocs.append(heredoc)
          } else {
            heredocProblem = SyntaxProblem(
              .parse, .unterminatedHeredoc,
              "the here-document `\(marker.text)` is never ended", at: marker.range,
              help: "Add a line that holds only `\(marker.name)`")
            recover(from: afterHeader)
            break
          }
        }
      case .failure(let problem): heredocProblem = problem
      }
    }
    let parser = InstructionParser(escape: directives.escape, heredocs: heredocs)
    let instruction = parser.instruction(
      split, line: line.text, range: trimmed(line.range), comments: comments,
      innerComments: line.innerComments, emptyContinuations: line.emptyContinuations,
      heredocProblem: heredocProblem)
    comments = []
    if let problem = instruction.problem { problems.append(problem) }
    let end =
      heredocs.last.map { max($0.terminator.upperBound, $0.body.upperBound) }
      ?? line.range.upperBound
    let whole = SourceRange(lineStart, lineEnd(after: end))
    owned.append((whole, .instruction(instructions.count, whole)))
    instructions.append(instruction)
  }

  /// A line that holds nothing but a continuation: the frontend takes it as an instruction without a name.
  private mutating func blankInstruction(_ line: LineReader.Line) {
    comments = []
    if reader.position < reader.bytes.count || !line.text.isEmpty {
      problems.append(
        SyntaxProblem(
          .instruction, .unknownInstruction, "an instruction has no name", at: line.range,
          help: "Remove the line, or write the instruction that it was meant to be"))
    }
  }

  private func trimmed(_ range: SourceRange) -> SourceRange {
    SourceRange(Blank.trim(reader.bytes, range.offsets))
  }

  private func lineEnd(after offset: Int) -> Int {
    var end = offset
    while end < reader.bytes.count, reader.bytes[end] != 0x0A { end += 1 }
    return min(end + 1, reader.bytes.count)
  }

  private mutating func readHeredoc(_ marker: HeredocMarker) -> Heredoc? {
    let terminator = Array(marker.name.utf8)
    let start = reader.position
    var content = MappedText()
    let bytes = reader.bytes
    while let (full, line) = reader.next() {
      var candidate = line
      if marker.stripsTabs {
        while let first = candidate.first, bytes[first] == 0x09 {
          candidate = candidate.dropFirst()
        }
      }
      if bytes[candidate].elementsEqual(terminator) {
        return Heredoc(
          name: marker.name, fileDescriptor: marker.fileDescriptor, expands: marker.expands,
          stripsTabs: marker.stripsTabs, body: SourceRange(start, full.lowerBound),
          terminator: SourceRange(line), marker: marker.range, content: content)
      }
      var kept = full
      if marker.stripsTabs {
        while let first = kept.first, bytes[first] == 0x09 { kept = kept.dropFirst() }
      }
      content.append(bytes[kept], from: kept.lowerBound)
    }
    return nil
  }

  /// Goes on at the first line after `offset` that looks like an instruction.
  private mutating func recover(from offset: Int) {
    reader.rewind(to: offset)
    let bytes = reader.bytes
    while let (full, line) = reader.next() {
      var end = line.lowerBound
      while end < line.upperBound, (0x41...0x5A).contains(bytes[end]) { end += 1 }
      if end < line.upperBound, Blank.separates(bytes[end]),
        InstructionKind(keyword: bytes[line.lowerBound..<end]) != nil
      {
        reader.rewind(to: full.lowerBound)
        break
      }
    }
    if reader.position > offset {
      let range = SourceRange(offset, reader.position)
      owned.append((range, .unread(range)))
    }
  }

  /// Refuses what stands before the first FROM and is no ARG.
  private mutating func checkStages() {
    for instruction in instructions {
      guard instruction.kind != .from else { return }
      guard let kind = instruction.kind, kind != .arg, instruction.problem == nil else { continue }
      problems.append(
        SyntaxProblem(
          .instruction, .noStage, "\(kind.rawValue) stands before the first FROM",
          at: instruction.keyword.range, help: "Begin the stage with `FROM` and its base image"))
      return
    }
  }

  /// Gives each byte that nothing owns to a comment or a blank line.
  private func nodes() -> [DockerfileSyntax.Node] {
    var result: [DockerfileSyntax.Node] = []
    var position = 0
    for (range, node) in owned.sorted(by: { $0.range < $1.range }) {
      guard range.lowerBound >= position else { continue }
      fill(position, range.lowerBound, into: &result)
      result.append(node)
      position = range.upperBound
    }
    fill(position, reader.bytes.count, into: &result)
    return result
  }

  private func fill(_ lower: Int, _ upper: Int, into nodes: inout [DockerfileSyntax.Node]) {
    var position = lower
    while position < upper {
      let end = min(lineEnd(after: position), upper)
      let body = Blank.trim(reader.bytes, position..<end)
      let range = SourceRange(position, end)
      if body.isEmpty {
        nodes.append(.blank(range))
      } else if reader.bytes[body.lowerBound] == UInt8(ascii: "#") {
        nodes.append(.comment(range))
      } else {
        nodes.append(.unread(range))
      }
      position = end
    }
  }
}

extension [UInt8] {
  /// Whether `byte` stands twice in a row somewhere.
  fileprivate func containsPair(_ byte: UInt8) -> Bool {
    var index = 1
    while index < count {
      if self[index] == byte, self[index - 1] == byte { return true }
      index += 1
    }
    return false
  }
}
