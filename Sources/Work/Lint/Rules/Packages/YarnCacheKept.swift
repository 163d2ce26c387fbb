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
      part of the image are left alone.
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
        guard !use.hasOption("--cache-folder", "--immutable", "--version", "--help"),
          use.isSet("YARN_CACHE_FOLDER", in: subject) != true,
          !step.mounts.contains(where: { $0.type == "cache" || $0.type == "tmpfs" }),
          !step.removes("/usr/local/share/.cache/yarn"), !step.removes("/root/.cache/yarn"),
          !step.commands.contains(where: {
            $0.program == "yarn" && $0.operands().prefix(2).map(\.best) == ["cache", "clean"]
          })
        else { continue }
        findings.report(
          use.range(to: command.verbArgument), "`yarn` leaves its cache in this layer",
          help: "End the same RUN with `yarn cache clean`, or use a cache mount",
          fixes: subject.cleaning(
            "yarn cache clean", title: "Clean the cache in the same RUN", after: command,
            among: commands))
      }
    })

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
