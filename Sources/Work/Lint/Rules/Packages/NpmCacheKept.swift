import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let npmCacheKept = Rule(
    "npm-cache-kept", .packages, .info, isDefault: false, fix: .safe, requirements: ["S3-CK-B7"],
    summary: "npm leaves its cache of downloads in a layer of the image.",
    why: """
      npm keeps the archive of each package below ~/.npm in addition to node_modules. \
      `npm cache clean --force` in the same RUN, or a cache mount at /root/.npm, keeps the copies out of \
      the image. Stages that are not part of the image are left alone.
      """,
    references: ["https://docs.npmjs.com/cli/v11/commands/npm-cache"],
    examples: [
      .flags(
        """
        FROM node:24-slim
        RUN ‹npm ci› --omit=dev
        """,
        fixed: """
          FROM node:24-slim
          RUN npm ci --omit=dev && npm cache clean --force
          """),
      .accepts(
        """
        FROM node:24-slim AS build
        RUN npm ci
        FROM node:24-slim
        RUN npm ci && npm cache clean --force && npm run build
        RUN npm install -g serve@14 && rm -rf /root/.npm
        RUN --mount=type=cache,target=/root/.npm npm ci
        RUN npm ci --cache /tmp/npm && rm -rf /tmp/npm
        """),
    ],
    check: { subject, findings in
      let commands = subject.packageCommands.filter { $0.manager == .npm && $0.verb == .install }
      if commands.isEmpty { return }
      let shipped = subject.shippedStages
      for command in commands where shipped.contains(command.use.stage) {
        let use = command.use
        let step = subject.facts.step(of: use)
        let home = step.home ?? "/root"
        guard !use.hasOption("--cache", "--dry-run", "--package-lock-only"),
          use.isSet("NPM_CONFIG_CACHE", in: subject) != true,
          use.isSet("npm_config_cache", in: subject) != true,
          !step.mounts.contains(where: { $0.type == "cache" || $0.type == "tmpfs" }),
          !step.removes(home + "/.npm", "/root/.npm"),
          !step.commands.contains(where: {
            $0.program == "npm" && $0.operands().prefix(1).map(\.best) == ["cache"]
          })
        else { continue }
        findings.report(
          use.range(to: command.verbArgument), "`npm` leaves its cache in this layer",
          help: "End the same RUN with `npm cache clean --force`, or use a cache mount",
          fixes: subject.cleaning(
            "npm cache clean --force", title: "Clean the cache in the same RUN", after: command,
            among: commands))
      }
    })
}
