import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let aptListsKept = Rule(
    "apt-lists-kept", .packages, .info, fix: .safe, aliases: ["DL3009", "DKL-DI-0005"],
    requirements: ["S1-P-04", "S2-CL-05", "S3-CK-S3"],
    summary: "The package lists of apt stay in a layer of the image.",
    why: """
      `apt-get update` writes the lists of all packages to /var/lib/apt/lists, some twenty megabytes \
      that age at once. They leave the image only where the same RUN deletes them: a later \
      instruction hides them and frees nothing. A cache mount at /var/lib/apt keeps them out as well. \
      Stages that are not part of the image are left alone. \
      `apt-get dist-clean` and a removal of the folder itself count as well, which hadolint does \
      not know.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#apt-get"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get update› && apt-get install -y --no-install-recommends python3
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
          """),
      .flags(
        """
        FROM debian:trixie-slim AS base
        RUN set -eux; \\
            ‹apt-get update›; \\
            apt-get install -y --no-install-recommends \\
                # for the tests
                python3 \\
            ; \\
            python3 --version
        FROM base
        """,
        fixed: """
          FROM debian:trixie-slim AS base
          RUN set -eux; \\
              apt-get update; \\
              apt-get install -y --no-install-recommends \\
                  # for the tests
                  python3 \\
              ; \\
              rm -rf /var/lib/apt/lists/*; \\
              python3 --version
          FROM base
          """),
      .flags(
        """
        FROM debian:trixie-slim
        USER app
        RUN sudo ‹apt-get update› && sudo apt-get install -y jq
        """,
        fixed: """
          FROM debian:trixie-slim
          USER app
          RUN sudo apt-get update && sudo apt-get install -y jq && sudo rm -rf /var/lib/apt/lists/*
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get update› && apt-get install -y jq && rosdep install -y --from-paths src
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install -y jq && rosdep install -y --from-paths src && rm -rf /var/lib/apt/lists/*
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get update›; apt-get install -y jq; status=$?; exit $status
        """, note: "Another command in between would change the status that is read."),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get update› && apt-get install -y --no-install-recommends \\
            python3 \\
            curl
        RUN rm -rf /var/lib/apt/lists/*
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install -y --no-install-recommends \\
              python3 \\
              curl \\
              && rm -rf /var/lib/apt/lists/*
          RUN rm -rf /var/lib/apt/lists/*
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get update›
        RUN apt-get install -y curl
        """, note: "A later install needs the lists, so nothing is repaired"),
      .flags(
        """
        FROM debian:trixie-slim
        RUN if [ -n "$EXTRA" ]; then \\
                ‹apt-get update› && apt-get install -y curl; \\
            fi && \\
            ldconfig
        RUN bash -c "‹apt-get update› && apt-get install -y jq"
        RUN add() { apt-get install -y "$@"; }; ‹apt-get update›; add git; add less
        RUN set -e; ‹apt-get update›; apt-get install -y vim; ./setup.sh; ldconfig
        """, note: "The lists are deleted behind the whole where that is certain."),
      .flags(
        """
        FROM debian:trixie-slim
        RUN if [ -n "$EXTRA" ]; then \\
                ‹apt-get update› && apt-get install -y curl; \\
            fi && \\
            ldconfig
        RUN bash -c "‹apt-get update› && apt-get install -y jq"
        RUN add() { apt-get install -y "$@"; }; ‹apt-get update›; add git; add less
        RUN <<EOF
        set -e
        ‹apt-get update›
        apt-get install -y vim
        ldconfig
        EOF
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN if [ -n "$EXTRA" ]; then \\
                  apt-get update && apt-get install -y curl; \\
              fi && \\
              ldconfig && \\
              rm -rf /var/lib/apt/lists/*
          RUN bash -c "apt-get update && apt-get install -y jq" && rm -rf /var/lib/apt/lists/*
          RUN add() { apt-get install -y "$@"; }; apt-get update; add git; add less && rm -rf /var/lib/apt/lists/*
          RUN <<EOF
          set -e
          apt-get update
          apt-get install -y vim
          rm -rf /var/lib/apt/lists/*
          ldconfig
          EOF
          """),
      .accepts(
        """
        FROM debian:trixie-slim AS build
        RUN apt-get update && apt-get install -y gcc
        FROM debian:trixie-slim
        COPY --from=build /out /out
        RUN apt-get update && apt-get install -y python3 && rm -rf /var/lib/apt/lists/*
        RUN apt-get update && apt-get install -y curl && apt-get dist-clean
        RUN apt-get update; apt-get install -y curl; rm -rf /var/{cache,lib}/apt/* /tmp/*
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
            --mount=type=cache,target=/var/lib/apt,sharing=locked \\
            apt-get update && apt-get install -y python3
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN --mount=type=cache,target=/var/cache/apt \\
            ‹apt-get update› && apt-get install -y python3
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN --mount=type=cache,target=/var/cache/apt \\
              apt-get update && apt-get install -y python3 \\
              && rm -rf /var/lib/apt/lists/*
          """, note: "The cache mount takes the packages, not the lists."),
    ],
    check: { subject, findings in
      let shipped = subject.shippedStages
      var told: Set<Int> = []
      for command in subject.packageCommands
      where command.manager == .apt && command.verb == .update
        && shipped.contains(command.use.stage)
      {
        let use = command.use
        let step = subject.facts.step(of: use)
        guard told.insert(step.instruction.range.lowerBound).inserted,
          !step.keepsOut("/var/lib/apt/lists"),
          !step.removes("/var/lib/apt/lists"),
          !step.commands.contains(where: {
            ["apt-get", "apt"].contains($0.program)
              && ["dist-clean", "distclean"].contains($0.subcommand?.value)
          })
        else { continue }
        findings.report(
          use.range(to: command.verbArgument),
          "the package lists that `\(command.program) update` fetches stay in this layer",
          help: "End the same RUN with `rm -rf /var/lib/apt/lists/*`, or use a cache mount",
          fixes: subject.needsIndex(of: .apt, after: use) ? [] : repair(use, step, subject))
      }
    })

  /// Deletes the lists behind the last command that needs them.
  private static func repair(_ use: CommandUse, _ step: Step, _ subject: Subject) -> [Fix] {
    let own = step.packages.filter { $0.manager == .apt }
    // What a function does is done where it is called.
    let called = own.last { $0.use.context?.surroundings.contains(.function) ?? false }
    guard let last = called ?? own.last else { return [] }
    // What follows in the same RUN may need the lists too, so that they go behind all of it.
    let isFollowed = step.commands.contains {
      $0.range.lowerBound > last.use.range.lowerBound && !isHarmless($0)
    }
    guard
      let edit = CommandAppending.edit(
        "rm -rf /var/lib/apt/lists/*", after: last.use, anywhere: true, atEnd: isFollowed,
        in: subject)
    else { return [] }
    let title = "Delete the package lists in the same RUN"
    let isNeededLater = subject.stages.contains { stage in
      isBuilt(stage, on: use.stage, subject)
        && stage.steps.contains { other in
          other.instruction.range.lowerBound > step.instruction.range.lowerBound
            && other.kind == .run && other.commands.contains(where: mayInstall)
        }
    }
    guard isNeededLater else { return [subject.fix(title, .safe, edit, at: use)] }
    return [
      subject.fix(
        title, .unsafe, edit, at: use,
        risk: "A script that runs later may install packages by these lists.")
    ]
  }

  /// Whether a stage is another one, or has all of it below.
  private static func isBuilt(_ stage: StageFacts, on index: Int, _ subject: Subject) -> Bool {
    var stage = stage
    while stage.index != index {
      guard case .stage(let below) = stage.base, below < stage.index else { return false }
      stage = subject.stages[below]
    }
    return true
  }

  /// Whether a command certainly neither installs by the lists nor reads them.
  private static func isHarmless(_ use: CommandUse) -> Bool {
    guard let program = use.program, use.path?.best == program else { return false }
    if program == "find" { return !use.arguments.contains { $0.best.hasPrefix("-exec") } }
    let asksVersion = use.arguments.count == 1 && use.arguments[0].best == "--version"
    return asksVersion || harmless.contains(program)
  }

  private static let harmless: Set<String> = [
    ":", "[", "addgroup", "adduser", "cat", "cd", "chmod", "chown", "cp", "curl", "cut", "date",
    "dpkg-reconfigure", "echo", "export", "false", "git", "gpg", "grep", "groupadd", "gunzip",
    "gzip",
    "install", "ldconfig", "ln", "locale-gen", "ls", "mkdir", "mv", "npm", "pip", "pip3", "printf",
    "pwd", "rm", "rmdir", "sed", "set", "sha256sum", "sha512sum", "tar", "tee", "test", "touch",
    "tr",
    "true", "unset", "unzip", "update-alternatives", "update-ca-certificates", "update-locale",
    "useradd", "usermod", "wget", "which", "xz", "yarn",
  ]

  /// Whether a command is a script of which nobody knows what it runs, or one that installs by the
  /// lists in a way of its own.
  private static func mayInstall(_ use: CommandUse) -> Bool {
    guard let program = use.program else { return true }
    if program.hasSuffix(".sh") || use.path?.best.hasPrefix("./") == true { return true }
    switch program {
    case "apt-cache", "apt-file", "eval", "gdebi", "install_packages", "mk-build-deps", "rosdep":
      return true
    case "find", "xargs": return use.arguments.contains { $0.best.hasPrefix("apt") }
    case "sh", "bash", "dash", "ash", "zsh", ".", "source":
      return use.arguments.contains { $0.best.hasSuffix(".sh") || $0.best.hasPrefix("/tmp/") }
    case "ansible-playbook", "puppet", "chef-client", "playwright": return true
    case "npx": return use.arguments.contains { $0.best.contains("playwright") }
    default: return false
    }
  }
}
