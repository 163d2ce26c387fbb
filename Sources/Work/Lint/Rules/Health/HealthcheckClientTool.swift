import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Policy
import Source

extension Rule {
  static let healthcheckClientTool = Rule(
    "healthcheck-client-tool", .health, .info, isDefault: false, fix: .unsafe,
    requirements: ["S3-HC-02", "S3-HC-06"],
    summary: "curl or wget is installed for the health check alone.",
    why: """
      An HTTP client in the image adds megabytes and libraries with weaknesses of their own, and is \
      the first thing that an intruder wants. The interpreter of the application, or the application \
      itself, can ask as well.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ‹curl› libpq5
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1
        """,
        fixed: """
          FROM python:3.13-slim
          RUN apt-get update && apt-get install -y --no-install-recommends libpq5
          HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/', timeout=3)"]
          """),
      .flags(
        """
        FROM node:24-slim
        RUN apt-get update && apt-get install -y ‹wget› git
        HEALTHCHECK --interval=30s CMD ["wget", "-qO-", "http://127.0.0.1:3000/health"]
        """,
        fixed: """
          FROM node:24-slim
          RUN apt-get update && apt-get install -y git
          HEALTHCHECK --interval=30s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
          """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y curl && curl -o /data https://example.com/data
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1
        """, note: "The build needs it too."),
      .accepts(
        """
        FROM python:3.13-alpine
        HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:8000/
        """, note: "BusyBox has it anyway."),
      .accepts(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y curl
        COPY entrypoint.sh /
        ENTRYPOINT ["/entrypoint.sh"]
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1
        """, note: "The script may need it."),
    ],
    check: { subject, findings in
      let tools = subject.values.health.tools == .noCurl ? ["curl"] : ["curl", "wget"]
      for use in HealthcheckUse.all(subject) {
        for tool in tools {
          guard let call = use.step.commands.first(where: { $0.program == tool }),
            let package = use.stage.end.installations.packages.last(where: {
              $0.name == tool && $0.manager.isSystem
            }),
            use.stage.startCommand?.isOpaque != true, !isUsedElsewhere(tool, use, subject)
          else { continue }
          findings.report(
            package.range, "`\(tool)` is installed for the health check alone",
            help: "Ask by the interpreter of the application, or by the application itself",
            related: [Finding.Related(call.range, "the check")],
            fixes: repair(use, call, package, subject))
        }
      }
    })

  /// Asks by the interpreter of the base, and leaves the client out of the packages.
  private static func repair(
    _ use: HealthcheckUse, _ call: CommandUse, _ package: Installations.Package, _ subject: Subject
  ) -> [Fix] {
    let others = use.step.commands.filter { $0.range != call.range }
    guard others.allSatisfy({ $0.program == "exit" && $0.arguments.first?.value == "1" }),
      call.wrappers.isEmpty, let address = Download(call)?.address?.value,
      address.hasPrefix("http://"), !address.contains(where: { "'\"\\ ".contains($0) }),
      call.arguments.allSatisfy({ $0.value == address || harmless.contains($0.text) }),
      use.step.instruction.innerComments.isEmpty,
      let words = client(address, use.stage), let range = use.check.command?.range
    else { return [] }
    let isExec = call.command == nil
    var edits = [
      TextEdit(
        range,
        isExec
          ? words.map(JSONText.string).joined(separator: ", ") : JSONText.array(words))
    ]
    guard
      let install = subject.packageCommands.first(where: {
        $0.verb == .install && $0.packages.contains { $0.range == package.range }
      }), install.operands.count > 1,
      let word = install.operands.first(where: { $0.range == package.range }),
      let removal = install.use.removing(word, in: subject)
    else { return [] }
    edits += removal.edits
    return [
      Fix(
        "Ask by `\(words[0])`", .unsafe, edits,
        risk: "Whoever works in the container no longer finds the client.")
    ]
  }

  /// Options that say how to tell what comes back, which nobody needs.
  private static let harmless: Set<String> = [
    "-f", "--fail", "-s", "--silent", "-S", "--show-error", "-fsS", "-sf", "-fs", "-sS", "-sSf",
    "-sfS", "-o", "--output", "/dev/null", "-q", "--quiet", "-O", "-qO-", "-O-", "-", "--spider",
    "--no-verbose", "-nv", "-qO", "--tries=1", "-t1",
  ]

  private static func client(_ address: String, _ stage: StageFacts) -> [String]? {
    switch stage.baseFacts?.reference.familiarRepository {
    case "python":
      return [
        "python", "-c",
        "import urllib.request; urllib.request.urlopen('\(address)', timeout=3)",
      ]
    case "node":
      guard let version = stage.baseFacts?.tagShape?.version.first, version >= 18 else {
        return nil
      }
      return [
        "node", "-e",
        "fetch('\(address)').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      ]
    default: return nil
    }
  }

  private static func isUsedElsewhere(
    _ tool: String, _ use: HealthcheckUse, _ subject: Subject
  ) -> Bool {
    subject.facts.commands(tool).contains { $0.kind != .healthcheck }
      || use.stage.startCommand?.commands.contains { $0.program == tool } == true
  }
}
