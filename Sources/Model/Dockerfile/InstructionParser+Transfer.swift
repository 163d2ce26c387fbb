import Source

extension InstructionParser {
  /// COPY and ADD.
  func transfer(
    _ kind: InstructionKind, _ split: Split, _ flags: FlagReader
  ) throws(SyntaxProblem) -> Transfer {
    let arguments = split.arguments
    guard arguments.count >= 2, let destination = arguments.last else {
      throw SyntaxProblem(
        .instruction, .wrongArgumentCount,
        "\(kind.rawValue) needs at least a source and a destination",
        at: arguments.first?.range ?? split.parts.keyword.range,
        help: "Name the destination as the last argument")
    }
    if kind == .add {
      try flags.allow(
        strings: ["chown", "chmod", "checksum"], booleans: ["link", "keep-git-dir", "unpack"],
        repeated: ["exclude"])
    } else {
      try flags.allow(
        strings: ["chown", "from", "chmod"], booleans: ["link", "parents"], repeated: ["exclude"])
    }
    if HeredocMarker(destination.value) != nil {
      throw SyntaxProblem(
        .instruction, .badHeredocPlace,
        "\(kind.rawValue) cannot have a here-document as destination",
        at: destination.range, help: "Name the destination after the here-documents")
    }
    var sources: [Transfer.Origin] = []
    for argument in arguments.dropLast() {
      if let heredoc = heredocs.first(where: { $0.marker == argument.range }) {
        sources.append(.heredoc(heredoc, argument))
      } else {
        sources.append(.path(argument))
      }
    }
    return Transfer(
      sources: sources, destination: destination,
      from: kind == .copy ? flags.argument("from") : nil, chown: flags.argument("chown"),
      chmod: flags.argument("chmod"), checksum: flags.argument("checksum"),
      link: flags.isTrue("link"), parents: flags.isTrue("parents"),
      keepGitDirectory: flags.isTrue("keep-git-dir"),
      unpack: flags.has("unpack") ? flags.isTrue("unpack") : nil,
      excludes: flags.arguments("exclude"))
  }
}
