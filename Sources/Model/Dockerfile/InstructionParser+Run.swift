import Source

extension InstructionParser {
  /// The flags of RUN; gives its mounts.
  func run(_ split: Split, _ flags: FlagReader) throws(SyntaxProblem) -> [Mount] {
    try flags.allow(strings: ["network", "security"], repeated: ["mount", "device"])
    if let network = flags.flag("network"), !["default", "none", "host"].contains(network.value) {
      throw SyntaxProblem(
        .instruction, .invalidFlagValue,
        "`--network` takes default, none or host, not `\(network.value ?? "")`", at: network.range,
        help: "Write `--network=none` to run without a network")
    }
    if let security = flags.flag("security"), !["sandbox", "insecure"].contains(security.value) {
      throw SyntaxProblem(
        .instruction, .invalidFlagValue,
        "`--security` takes sandbox or insecure, not `\(security.value ?? "")`",
        at: security.range, help: "Write `--security=sandbox`, or remove the flag")
    }
    var mounts: [Mount] = []
    for flag in split.parts.flags where flag.name == "mount" {
      mounts.append(try mount(flag))
    }
    return mounts
  }

  private func mount(_ flag: InstructionFlag) throws(SyntaxProblem) -> Mount {
    guard let fields = CommaFields.split(flag.value ?? "") else {
      throw SyntaxProblem(
        .instruction, .invalidMount, "the quotes of `\(flag.text)` do not match", at: flag.range,
        help: "Quote a whole `key=value` with double quotes, or none of it")
    }
    var options: [Mount.Option] = []
    for field in fields {
      guard let equals = field.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        options.append(Mount.Option(key: field.lowercased(), value: nil))
        continue
      }
      let key = field[..<equals].lowercased()
      let value = String(field[field.utf8.index(after: equals)...])
      if key == "from", let dollar = value.utf8.firstIndex(of: UInt8(ascii: "$")),
        value.utf8.index(after: dollar) < value.utf8.endIndex
      {
        throw SyntaxProblem(
          .instruction, .invalidMount, "`from` of a mount cannot hold a variable", at: flag.range,
          help: "Name a stage with `FROM … AS name` and mount from that")
      }
      options.append(Mount.Option(key: key, value: value))
    }
    return Mount(options: options, range: flag.range, text: flag.valueText)
  }
}
