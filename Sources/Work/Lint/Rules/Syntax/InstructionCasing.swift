import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let instructionCasing = Rule(
    "instruction-casing", .syntax, .info, isDefault: false, fix: .safe,
    aliases: ["ConsistentInstructionCasing"],
    summary: "Instructions of one file are written in different letter case.",
    why: """
      The builder reads instructions in any letter case. Where a file mixes them, an instruction is \
      easily overlooked. The case that most instructions of the file have is the one to keep.
      """,
    references: ["https://docs.docker.com/reference/build-checks/consistent-instruction-casing/"],
    examples: [
      .flags(
        """
        ‹From› alpine:3.20
        RUN echo hello > /greeting.txt
        ‹EntRYpOiNT› ["cat", "/greeting.txt"]
        """,
        fixed: """
          FROM alpine:3.20
          RUN echo hello > /greeting.txt
          ENTRYPOINT ["cat", "/greeting.txt"]
          """),
      .accepts(
        """
        from alpine:3.20
        run echo hello > /greeting.txt
        """),
    ],
    check: { subject, findings in
      let instructions = subject.facts.syntax.instructions.filter { $0.kind != nil }
      let upper = instructions.count { isUpper($0.keyword) }
      let lower = instructions.count { !isUpper($0.keyword) && isLower($0.keyword) }
      if upper == instructions.count || lower == instructions.count { return }
      let wantsLower = lower > upper
      for instruction in instructions {
        let keyword = instruction.keyword
        if wantsLower ? isLower(keyword) : isUpper(keyword) { continue }
        let wanted = wantsLower ? keyword.value.lowercased() : keyword.value.uppercased()
        findings.report(
          keyword.range, "`\(keyword.value)` is not written as most instructions of the file are",
          help: "Write `\(wanted)`",
          fixes: [Fix("Write `\(wanted)`", .safe, [TextEdit(keyword.range, wanted)])])
      }
    })

  private static func isUpper(_ keyword: Argument) -> Bool {
    keyword.text.bytes.allSatisfy { !(0x61...0x7A).contains($0) }
  }

  private static func isLower(_ keyword: Argument) -> Bool {
    keyword.text.bytes.allSatisfy { !(0x41...0x5A).contains($0) }
  }
}
