import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let cacheMountMissing = Rule(
    "cache-mount-missing", .caching, .info, isDefault: false,
    aliases: ["tally/prefer-package-cache-mounts", "tally/js/node-gyp-cache-mounts"],
    summary: "A package manager fetches everything anew although BuildKit could keep its cache.",
    why: """
      With `RUN --mount=type=cache` the downloads of a package manager outlive the layer: when one \
      dependency changes, the others come from the cache, and none of it is in the image. The mount has \
      to be at the cache folder of the user who runs the command.
      """,
    references: ["https://docs.docker.com/build/cache/optimize/#use-cache-mounts"],
    examples: [
      .flags(
        """
        FROM node:24-slim
        RUN ‹npm ci›
        """),
      .flags(
        """
        FROM golang:1.25
        RUN --mount=type=secret,id=netrc ‹go mod download›
        RUN ‹pip install› -r requirements.txt
        """),
      .accepts(
        """
        FROM node:24-slim
        RUN --mount=type=cache,target=/root/.npm npm ci
        RUN pip --version && go version && npm run build
        """),
    ],
    check: { subject, findings in
      var told: Set<Int> = []
      func report(_ use: CommandUse, _ verb: CommandUse.Argument?, _ folder: String) {
        let step = subject.facts.step(of: use)
        guard use.kind == .run,
          !step.mounts.contains(where: { $0.type == "cache" || $0.type == "tmpfs" }),
          told.insert(step.instruction.range.lowerBound).inserted
        else { return }
        let name = use.range(to: verb)
        findings.report(
          name, "`\(use.words(to: verb))` fetches everything anew each time this layer is built",
          help: "Add `--mount=type=cache,target=\(folder)` to the RUN")
      }
      for command in subject.packageCommands where command.verb == .install {
        guard let folder = folder(of: command, subject) else { continue }
        report(command.use, command.verbArgument, folder)
      }
      for use in subject.facts.commands("go") where use.subcommand?.value == "mod" {
        guard let download = use.arguments.first(where: { $0.value == "download" }) else {
          continue
        }
        report(use, download, "/go/pkg/mod")
      }
    })

  /// The cache folder of a package manager; nil where a mount brings little.
  private static func folder(of command: PackageCommand, _ subject: Subject) -> String? {
    let home = subject.facts.step(of: command.use).home ?? "/root"
    switch command.manager {
    case .apt: return "/var/cache/apt"
    case .apk: return "/var/cache/apk"
    case .dnf: return command.program == "yum" ? "/var/cache/yum" : "/var/cache/libdnf5"
    case .zypper: return "/var/cache/zypp"
    case .pip, .pipx: return home + "/.cache/pip"
    case .uv: return home + "/.cache/uv"
    case .npm: return home + "/.npm"
    case .yarn: return "/usr/local/share/.cache"
    case .pnpm: return home + "/.local/share/pnpm/store"
    case .go: return "/go/pkg/mod"
    case .cargo: return "/usr/local/cargo/registry"
    case .pacman, .gem, .conda: return nil
    }
  }
}
