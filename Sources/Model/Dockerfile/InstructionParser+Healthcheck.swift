import Source

extension InstructionParser {
  func healthcheck(
    _ split: Split, _ flags: FlagReader
  ) throws(SyntaxProblem) -> Healthcheck {
    guard let type = split.arguments.first else {
      throw SyntaxProblem(
        .instruction, .wrongArgumentCount, "HEALTHCHECK needs `CMD` and a command, or `NONE`",
        at: split.parts.keyword.range, help: "Write `HEALTHCHECK CMD …` or `HEALTHCHECK NONE`")
    }
    let rest = Array(split.arguments.dropFirst())
    switch type.value.uppercased() {
    case "NONE":
      if let extra = rest.first {
        throw SyntaxProblem(
          .instruction, .invalidHealthcheck, "HEALTHCHECK NONE takes no arguments", at: extra.range,
          help: "Remove what stands after `NONE`")
      }
      return Healthcheck(
        command: nil, interval: nil, timeout: nil, startPeriod: nil, startInterval: nil,
        retries: nil)
    case "CMD":
      try flags.allow(strings: ["interval", "timeout", "start-period", "start-interval", "retries"])
      if rest.isEmpty {
        throw SyntaxProblem(
          .instruction, .invalidHealthcheck, "HEALTHCHECK CMD has no command", at: type.range,
          help: "Write the command after `CMD`")
      }
      return Healthcheck(
        command: split.isJSON ? .exec(rest) : .shell(rest[0].text),
        interval: try duration("interval", flags), timeout: try duration("timeout", flags),
        startPeriod: try duration("start-period", flags),
        startInterval: try duration("start-interval", flags), retries: try retries(flags))
    default:
      try flags.allow(strings: ["interval", "timeout", "start-period", "start-interval", "retries"])
      throw SyntaxProblem(
        .instruction, .invalidHealthcheck,
        "HEALTHCHECK takes `CMD` or `NONE`, and here stands `\(type.value)`", at: type.range,
        help: "Write `HEALTHCHECK CMD` before the command")
    }
  }

  private func duration(_ name: String, _ flags: FlagReader) throws(SyntaxProblem) -> Int64? {
    guard let flag = flags.flag(name), let text = flag.value, !text.isEmpty else { return nil }
    guard let value = DurationReader.nanoseconds(text) else {
      throw SyntaxProblem(
        .instruction, .invalidDuration, "`\(text)` is no duration", at: flag.range,
        help: "Write a number with a unit, such as `30s` or `1m30s`")
    }
    if value != 0, value < 1_000_000 {
      throw SyntaxProblem(
        .instruction, .invalidDuration, "`--\(name)` cannot be less than 1ms", at: flag.range,
        help: "Write a longer duration, such as `30s`")
    }
    return value
  }

  private func retries(_ flags: FlagReader) throws(SyntaxProblem) -> Int? {
    guard let flag = flags.flag("retries"), let text = flag.value, !text.isEmpty else { return nil }
    guard let value = Int32(text), value >= 0 else {
      throw SyntaxProblem(
        .instruction, .invalidFlagValue, "`--retries` takes a whole number, not `\(text)`",
        at: flag.range, help: "Write a number such as `--retries=3`")
    }
    return Int(value)
  }
}
