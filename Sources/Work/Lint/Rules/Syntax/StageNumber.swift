import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let stageNumber = Rule(
    "stage-number", .syntax, .info, isDefault: false, fix: .safe,
    requirements: ["S1-M-03"],
    summary: "COPY names a stage by its number.",
    why: """
      Stages are counted from 0. A stage that is put in front moves all numbers after it, and COPY \
      then takes its files from another stage without a word. A name stays.
      """,
    references: ["https://docs.docker.com/build/building/multi-stage/#name-your-build-stages"],
    examples: [
      .flags(
        """
        FROM golang:1.23
        RUN go build -o /bin/hello ./main.go
        FROM scratch
        COPY --from=‹0› /bin/hello /bin/hello
        COPY --from=‹0› /etc/passwd /etc/
        """,
        fixed: """
          FROM golang:1.23 AS build
          RUN go build -o /bin/hello ./main.go
          FROM scratch
          COPY --from=build /bin/hello /bin/hello
          COPY --from=build /etc/passwd /etc/
          """),
      .flags(
        """
        FROM golang:1.23 AS tools
        FROM scratch
        COPY --from=‹0› /bin/hello /bin/hello
        """,
        fixed: """
          FROM golang:1.23 AS tools
          FROM scratch
          COPY --from=tools /bin/hello /bin/hello
          """),
      .accepts(
        """
        FROM golang:1.23 AS build
        FROM scratch
        COPY --from=build /bin/hello /bin/hello
        COPY --from=7 /bin/hello /bin/hello
        """),
    ],
    check: { subject, findings in
      var names: Set<String> = []
      var given: [Int: String] = [:]
      for (_, step) in subject.steps(.copy) {
        guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from,
          let number = Int(from.value), let stage = subject.stage(named: from.value)
        else { continue }
        if names.isEmpty { names = taken(subject) }
        var edits: [TextEdit] = []
        let name = stage.from?.name?.value ?? given[number] ?? freeName(names, number)
        if stage.name == nil, given[number] == nil, let base = stage.from?.base {
          let isLower = stage.fromInstruction?.keyword.value == "from"
          edits.append(.insert(" \(isLower ? "as" : "AS") \(name)", at: base.range.upperBound))
          given[number] = name
          names.insert(name)
        }
        edits.append(TextEdit(from.range, name))
        findings.report(
          from.range, "`\(from.value)` names a stage by its number",
          help: stage.name == nil
            ? "Name the stage with `AS \(name)` and copy from that name"
            : "Write the name of the stage, `\(name)`",
          related: [Finding.Related(stage.markRange, "the stage that it means")],
          fixes: stage.name != nil && subject.stage(named: name)?.index != number
            ? []
            : [
              Fix(
                "Copy from `\(name)`", .safe, edits, changes: edits.count > 1 ? [.stageName] : [])
            ], cause: "\(number)")
      }
    })

  /// The names that mean something already, those of images among them.
  private static func taken(_ subject: Subject) -> Set<String> {
    var names = Set(subject.stages.compactMap(\.name))
    for stage in subject.stages {
      if let base = stage.from?.base { names.insert(base.value.lowercased()) }
      for step in stage.steps {
        if let from = step.transfer?.from { names.insert(from.value.lowercased()) }
        names.formUnion(step.mounts.compactMap { $0.from?.lowercased() })
      }
    }
    return names
  }

  private static func freeName(_ names: Set<String>, _ number: Int) -> String {
    names.contains("build") ? "stage-\(number)" : "build"
  }
}
