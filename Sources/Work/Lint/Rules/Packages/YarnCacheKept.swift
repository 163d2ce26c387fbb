import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let yarnCacheKept = Rule(
    "yarn-cache-kept", .packages, .info, fix: .safe, aliases: ["DL3060"],
    summary: "yarn leaves its cache of downloads in a layer of the image.",
    why: """
      Yarn 1 keeps each package below its cache folder in addition to node_modules. `yarn cache clean` \
      in the same RUN, or a cache mount, keeps the copies out of the image. Yarn 2 and later may run \
      from its cache, so nothing is said where the file shows that it is in use. Stages that are not \
      part of the image are left alone. hadolint knows `yarn install` alone, and neither that removing \
      the folder does as well nor a cache that lies elsewhere.
      """,
    references: ["https://classic.yarnpkg.com/lang/en/docs/cli/cache/"],
    examples: [
      .flags(
        """
        FROM node:24-slim
        RUN ‹yarn install› --frozen-lockfile && yarn build
        """,
        fixed: """
          FROM node:24-slim
          RUN yarn install --frozen-lockfile && yarn cache clean && yarn build
          """),
      .flags(
        """
        FROM node:24-slim
        RUN yarn cache clean && ‹yarn install›
        RUN --mount=type=cache,target=/var/cache/apt ‹yarn add› left-pad@1.3.0
        """, note: "What is downloaded after the cleaning stays, and so does what no mount takes."),
      .flags(
        """
        FROM node:24-slim
        ENV YARN_CACHE_FOLDER=/var/yarn
        RUN ‹yarn install› --frozen-lockfile
        """),
      .accepts(
        """
        FROM node:24-slim
        RUN --mount=type=cache,target=/store yarn install --cache-folder /store/yarn
        RUN yarn install --cache-folder=/var/yarn && rm -r /var/yarn
        RUN YARN_CACHE_FOLDER=/dev/shm/yarn yarn install
        """),
      .accepts(
        """
        FROM node:24-slim AS build
        RUN yarn install
        FROM node:24-slim
        RUN yarn install && yarn cache clean
        RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install
        RUN yarn install && rm -rf /usr/local/share/.cache
        """),
      .accepts(
        """
        FROM node:24-slim
        COPY .yarnrc.yml ./
        RUN corepack enable && yarn install --immutable
        """),
    ],
    check: { subject, findings in
      let commands = subject.packageCommands.filter { $0.manager == .yarn && $0.verb == .install }
      if commands.isEmpty || usesModernYarn(subject) { return }
      let shipped = subject.shippedStages
      for command in commands where shipped.contains(command.use.stage) {
        let use = command.use
        let step = subject.facts.step(of: use)
        guard !use.hasOption("--immutable", "--version", "--help"),
          !isDiscarded(use, step, subject), !isMounted(step), !isCleaned(step, after: use)
        else { continue }
        findings.report(
          use.range(to: command.verbArgument), "`yarn` leaves its cache in this layer",
          help: "End the same RUN with `yarn cache clean`, or use a cache mount",
          fixes: subject.cleaning(
            "yarn cache clean", title: "Clean the cache in the same RUN", after: command,
            among: commands))
      }
    })

  /// Whether the step removes the cache again or a mount takes it, or the folder is not known.
  private static func isDiscarded(_ use: CommandUse, _ step: Step, _ subject: Subject) -> Bool {
    switch use.cacheFolder(option: "--cache-folder", variable: "YARN_CACHE_FOLDER", in: subject) {
    case .known(let folder): step.discards(folder)
    case .absent: removesDefault(step)
    case .unknown: subject.knowsBase(of: use) || removesDefault(step)
    }
  }

  private static func removesDefault(_ step: Step) -> Bool {
    step.removes("/usr/local/share/.cache/yarn", "/root/.cache/yarn")
  }

  /// Whether a mount may take the cache; those of other package managers do not.
  private static func isMounted(_ step: Step) -> Bool {
    let others = ["apt", "apk", "pip", ".npm", "go-build", "dnf", "yum"]
    return step.mounts.contains { mount in
      let names = mount.target?.split(separator: "/") ?? []
      return (mount.type == "cache" || mount.type == "tmpfs")
        && !names.contains { others.contains(String($0)) }
    }
  }

  private static func isCleaned(_ step: Step, after use: CommandUse) -> Bool {
    step.commands.contains {
      $0.program == "yarn" && $0.range.lowerBound > use.range.lowerBound
        && $0.operands().prefix(2).map(\.best) == ["cache", "clean"]
    }
  }

  /// Whether the file shows that Yarn 2 or later is in use.
  private static func usesModernYarn(_ subject: Subject) -> Bool {
    if !subject.facts.commands("corepack").isEmpty { return true }
    let modern = [".yarn", ".pnp"]
    if subject.facts.commands("yarn").contains(where: {
      $0.hasOption("--immutable", "--immutable-cache")
        || ["set", "workspaces", "plugin", "dlx"].contains($0.subcommand?.value)
    }) {
      return true
    }
    return subject.steps(.copy).contains { _, step in
      guard case .copy(let transfer)? = step.instruction.body else { return false }
      return transfer.paths.contains { path in modern.contains { path.value.contains($0) } }
    } || subject.context?.kind(of: ".yarnrc.yml") != nil
  }
}
