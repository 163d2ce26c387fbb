import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let cacheMountMissing = Rule(
    "cache-mount-missing", .caching, .info, isDefault: false, fix: .unsafe,
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
        """,
        fixed: """
          FROM node:24-slim
          RUN --mount=type=cache,target=/root/.npm \\
              npm ci
          """),
      .flags(
        """
        FROM golang:1.25
        RUN --mount=type=secret,id=netrc ‹go mod download›
        RUN ‹pip install› --no-cache-dir -r requirements.txt
        """,
        fixed: """
          FROM golang:1.25
          RUN --mount=type=secret,id=netrc --mount=type=cache,target=/go/pkg/mod \\
              go mod download
          RUN --mount=type=cache,target=/root/.cache/pip \\
              pip install -r requirements.txt
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get update \\
            && ‹apt-get install› -y --no-install-recommends curl
        RUN apt-get update \\
            && ‹apt-get install› -y jq \\
            && rm -rf /var/lib/apt/lists/*
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
              --mount=type=cache,target=/var/lib/apt,sharing=locked \\
              rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update \\
              && apt-get install -y --no-install-recommends curl
          RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
              rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update \\
              && apt-get install -y jq \\
              && rm -rf /var/lib/apt/lists/*
          """, note: "apt of these images deletes what it has fetched unless that is switched off."),
      .flags(
        """
        FROM alpine:3.22
        RUN ‹apk add› --no-cache curl
        """,
        fixed: """
          FROM alpine:3.22
          RUN --mount=type=cache,target=/etc/apk/cache,sharing=locked \\
              apk add --update-cache curl
          """),
      .flags(
        """
        FROM maven:3.9-eclipse-temurin-21
        RUN ‹mvn package›
        RUN ‹./gradlew build›
        RUN ‹poetry install›
        """,
        fixed: """
          FROM maven:3.9-eclipse-temurin-21
          RUN --mount=type=cache,target=/root/.m2 \\
              mvn package
          RUN --mount=type=cache,target=/root/.gradle \\
              ./gradlew build
          RUN --mount=type=cache,target=/root/.cache/pypoetry \\
              poetry install
          """),
      .flags(
        """
        FROM node:24-slim
        ENV HOME=/
        RUN ‹npm ci›
        """, note: "The user has no folder of its own."),
      .accepts(
        """
        FROM node:24-slim
        RUN --mount=type=cache,target=/root/.npm npm ci
        RUN pip --version && go version && npm run build
        """),
    ],
    check: { subject, findings in
      var told: Set<Int> = []
      func report(
        _ use: CommandUse, _ verb: CommandUse.Argument?, _ folder: String,
        _ manager: Installations.Manager? = nil
      ) {
        let step = subject.facts.step(of: use)
        guard use.kind == .run,
          !step.mounts.contains(where: { $0.type == "cache" || $0.type == "tmpfs" }),
          told.insert(step.instruction.range.lowerBound).inserted
        else { return }
        let name = use.range(to: verb)
        findings.report(
          name, "`\(use.words(to: verb))` fetches everything anew each time this layer is built",
          help: "Add `--mount=type=cache,target=\(FilePaths.clean(folder))` to the RUN",
          fixes: repair(use, folder, manager, subject))
      }
      for command in subject.packageCommands where command.verb == .install {
        guard let folder = folder(of: command, subject) else { continue }
        report(command.use, command.verbArgument, folder, command.manager)
      }
      for use in subject.facts.commands("go") where use.subcommand?.value == "mod" {
        guard let download = use.arguments.first(where: { $0.value == "download" }) else {
          continue
        }
        report(use, download, "/go/pkg/mod", .go)
      }
      for use in subject.facts.commands("poetry", "mvn", "mvnw", "gradle", "gradlew") {
        guard let verb = use.subcommand, verb.value != nil,
          let folder = projectFolder(use, verb.best, subject)
        else { continue }
        report(use, verb, folder)
      }
    })

  /// The cache folder of a tool that builds projects; nil where it fetches nothing.
  private static func projectFolder(_ use: CommandUse, _ verb: String, _ subject: Subject)
    -> String?
  {
    let home = subject.facts.step(of: use).home ?? "/root"
    switch use.program {
    case "poetry":
      return ["install", "sync", "add"].contains(verb) ? home + "/.cache/pypoetry" : nil
    case "mvn", "mvnw": return home + "/.m2"
    default:
      if let given = use.variable("GRADLE_USER_HOME", in: subject).value { return given }
      return home + "/.gradle"
    }
  }

  /// The mounts, with what keeps the command from using them taken away.
  /// Whether a command throws away what a package manager of a language has downloaded.
  private static func emptiesCache(_ use: CommandUse) -> Bool {
    guard ["npm", "yarn", "pip", "pip3", "pnpm", "uv"].contains(use.program) else { return false }
    return use.subcommand?.value == "cache" || use.subcommand?.value == "store"
  }

  private static func repair(
    _ use: CommandUse, _ folder: String, _ manager: Installations.Manager?, _ subject: Subject
  ) -> [Fix] {
    let step = subject.facts.step(of: use)
    // A user without a home has no cache to keep.
    guard !folder.contains("$"), !folder.contains("//"), !folder.hasPrefix("/nonexistent"),
      folder.hasPrefix("/"), let owner = owner(of: folder, step),
      // What the cache mount keeps would be emptied at once.
      !step.commands.contains(where: { emptiesCache($0) })
    else { return [] }
    var flags = ["--mount=type=cache,target=\(folder)\(owner)"]
    var edits: [TextEdit] = []
    switch manager {
    case .apt:
      flags = ["--mount=type=cache,target=/var/cache/apt,sharing=locked"]
      if !step.removes("/var/lib/apt/lists") {
        flags.append("--mount=type=cache,target=/var/lib/apt,sharing=locked")
      }
      guard step.scripts.count == 1, let first = step.scripts[0].statements.first,
        !step.instruction.isJSON, use.wrappers.isEmpty
      else { return [] }
      let isOwnScript = !step.instruction.heredocs.isEmpty
      edits.append(
        .insert(
          "rm -f /etc/apt/apt.conf.d/docker-clean"
            + (isOwnScript
              ? subject.source.lineEnding + subject.source.indentation(at: first.range.lowerBound)
              : " && "),
          at: first.range.lowerBound))
    case .apk:
      flags = ["--mount=type=cache,target=/etc/apk/cache,sharing=locked"]
      edits += step.packages.filter { $0.manager == .apk }.compactMap { command in
        command.use.option(["--no-cache"]).map { TextEdit($0.range, "--update-cache") }
      }
    case .dnf, .zypper: flags = flags.map { $0 + ",sharing=locked" }
    case .pip:
      guard use.isSwitchedOn("PIP_NO_CACHE_DIR", in: subject) != true else { return [] }
      edits += step.packages.filter { $0.manager == .pip }.flatMap { command in
        command.use.option(["--no-cache-dir"]).flatMap {
          command.use.removing($0, in: subject)?.edits
        } ?? []
      }
    default: break
    }
    guard let mounts = subject.inserting(flags: flags, into: step) else { return [] }
    // What begins at the same place comes behind the mounts.
    if let index = edits.firstIndex(where: { $0.range == mounts.range }) {
      edits[index] = .insert(
        mounts.replacement + edits[index].replacement, at: mounts.range.lowerBound)
    } else {
      edits.append(mounts)
    }
    return [
      Fix(
        "Mount a cache", .unsafe, edits,
        risk: "What is in the cache is not in the image, so that a later step must not look for it."
      )
    ]
  }

  /// The options that give the cache to the user of the step; nil where the user has no number.
  private static func owner(of folder: String, _ step: Step) -> String? {
    switch step.before.user.isRoot {
    case true: return ""
    case false:
      return folder.hasPrefix("/root/") ? nil : step.before.user.uid.map { ",uid=\($0)" }
    default: return folder.hasPrefix("/root") ? "" : nil
    }
  }

  /// The cache folder of a package manager; nil where a mount brings little.
  private static func folder(of command: PackageCommand, _ subject: Subject) -> String? {
    let home = subject.facts.step(of: command.use).home ?? "/root"
    switch command.manager {
    case .apt: return "/var/cache/apt"
    case .apk: return "/etc/apk/cache"
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
