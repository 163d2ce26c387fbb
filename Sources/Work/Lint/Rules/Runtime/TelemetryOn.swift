import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let telemetryOn = Rule(
    "telemetry-on", .runtime, .info, isDefault: false,
    aliases: ["tally/prefer-telemetry-opt-out"],
    summary:
      "A tool of the build reports its use to its maker, and no variable says that it must not.",
    why: """
      Some tools send data on each run unless a variable forbids it. In a build that is traffic nobody \
      asked for, and on a network without access it costs time.
      """,
    references: [
      "https://nextjs.org/telemetry",
      "https://learn.microsoft.com/en-us/dotnet/core/tools/telemetry",
    ],
    examples: [
      .flags(
        """
        FROM node:22
        RUN ‹next› build
        RUN ‹npx› --yes astro build
        RUN dotnet --info
        """),
      .accepts(
        """
        FROM node:22
        ENV NEXT_TELEMETRY_DISABLED=1
        RUN next build
        """),
      .accepts(
        """
        FROM node:22
        RUN DO_NOT_TRACK=1 TURBO_TELEMETRY_DISABLED=1 turbo build
        """),
    ],
    check: { subject, findings in
      for (program, variable, verbs) in programs {
        let started = subject.facts.commands("npx", "bunx").filter {
          $0.subcommand?.value == program
        }
        for command in (subject.facts.commandsByProgram[program] ?? []) + started
        where command.kind == .run {
          let step = subject.facts.step(of: command)
          let words = command.operands().compactMap(\.value)
          let verb = command.program == program ? words.first : words.dropFirst().first
          guard verbs.isEmpty || verbs.contains(verb ?? ""),
            step.before.scope.binding(variable) == nil, command.locals[variable] == nil,
            command.command?.assignments.contains(where: { $0.name == variable }) != true,
            !command.wrappers.contains("env"), let path = command.path
          else { continue }
          findings.report(
            path.range, "`\(program)` reports its use unless `\(variable)` is set",
            help: "Write `ENV \(variable)=\(isSwitch(variable) ? "false" : "1")` before it",
            cause: "\(command.stage) \(variable)")
        }
      }
    })

  /// Whether a variable switches reports on rather than off.
  private static func isSwitch(_ variable: String) -> Bool {
    variable == "NG_CLI_ANALYTICS" || variable == "WRANGLER_SEND_METRICS"
  }

  /// Programs, the variable that silences each, and the commands that report; none for all.
  private static let programs: [(String, String, Set<String>)] = [
    ("next", "NEXT_TELEMETRY_DISABLED", ["build", "dev", "start", "export"]),
    ("nuxt", "NUXT_TELEMETRY_DISABLED", []), ("nuxi", "NUXT_TELEMETRY_DISABLED", []),
    ("gatsby", "GATSBY_TELEMETRY_DISABLED", []), ("astro", "ASTRO_TELEMETRY_DISABLED", []),
    ("turbo", "TURBO_TELEMETRY_DISABLED", []),
    (
      "dotnet", "DOTNET_CLI_TELEMETRY_OPTOUT",
      ["build", "publish", "restore", "run", "test", "pack", "tool"]
    ),
    ("brew", "HOMEBREW_NO_ANALYTICS", []), ("huggingface-cli", "HF_HUB_DISABLE_TELEMETRY", []),
    ("ng", "NG_CLI_ANALYTICS", ["build", "serve"]), ("vcpkg", "VCPKG_DISABLE_METRICS", []),
    ("wrangler", "WRANGLER_SEND_METRICS", []),
  ]
}
