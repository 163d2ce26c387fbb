import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let devDepsShipped = Rule(
    "dev-deps-shipped", .packages, .warning, fix: .unsafe,
    aliases: [
      "tally/php/composer-no-dev-in-production", "tally/ruby/missing-bundle-without-development",
    ],
    requirements: ["S3-BO-02", "S3-CK-B3"],
    summary: "Dependencies of development reach the image.",
    why: """
      `npm ci` installs the devDependencies as well: compilers, test runners and linters, which are \
      often the larger part of node_modules and of what a scanner finds in it. They belong into the \
      stage that builds. `--omit=dev`, NODE_ENV=production, or `npm prune --omit=dev` after the build \
      keep them out of the image; Composer has `--no-dev`, Bundler `BUNDLE_WITHOUT`.
      """,
    references: ["https://docs.npmjs.com/cli/v11/commands/npm-ci#omit"],
    examples: [
      .flags(
        """
        FROM node:24 AS build
        WORKDIR /app
        COPY package*.json ./
        RUN ‹npm ci›
        COPY . .
        RUN npm run build
        FROM node:24-slim
        WORKDIR /app
        COPY --from=build /app/dist ./dist
        COPY --from=build /app/node_modules ./node_modules
        CMD ["node", "dist/index.js"]
        """,
        fixed: """
          FROM node:24 AS build
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci
          COPY . .
          RUN npm run build
          RUN npm prune --omit=dev
          FROM node:24-slim
          WORKDIR /app
          COPY --from=build /app/dist ./dist
          COPY --from=build /app/node_modules ./node_modules
          CMD ["node", "dist/index.js"]
          """),
      .flags(
        """
        FROM node:24-slim
        WORKDIR /app
        COPY package*.json ./
        RUN ‹npm ci› --no-audit
        COPY . .
        CMD ["node", "index.js"]
        """,
        fixed: """
          FROM node:24-slim
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci --omit=dev --no-audit
          COPY . .
          CMD ["node", "index.js"]
          """),
      .flags(
        """
        FROM php:8.4-fpm
        COPY composer.json composer.lock ./
        RUN ‹composer install› --no-scripts
        """),
      .flags(
        """
        FROM ruby:3.4-slim
        ENV RAILS_ENV=production
        COPY Gemfile Gemfile.lock ./
        RUN ‹bundle install›
        CMD ["bin/rails", "server"]
        """),
      .accepts(
        """
        FROM ruby:3.4-slim
        ENV RAILS_ENV=production BUNDLE_WITHOUT=development
        COPY Gemfile Gemfile.lock ./
        RUN bundle install
        CMD ["bin/rails", "server"]
        """),
      .accepts(
        """
        FROM node:24 AS build
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci
        COPY . .
        RUN npm run build && npm prune --omit=dev
        FROM node:24-slim
        COPY --from=build /app /app
        """),
      .accepts(
        """
        FROM node:24 AS build
        WORKDIR /app
        RUN npm ci && npm run build
        FROM nginx:1.29-alpine
        COPY --from=build /app/dist /usr/share/nginx/html
        """),
      .accepts(
        """
        FROM node:24-slim
        ENV NODE_ENV=production
        WORKDIR /app
        RUN npm ci && npm install --global serve@14
        RUN npm ci --omit=dev && npm install --production
        """),
      .accepts(
        """
        FROM node:24-slim
        WORKDIR /app
        RUN npm ci
        COPY . .
        RUN npm run build
        CMD ["npm", "start"]
        """, note: "The only stage builds, and needs the tools for that"),
      .accepts(
        """
        FROM node:24-slim
        WORKDIR /app
        RUN npm ci
        CMD ["npm", "run", "dev"]
        """, note: "An image for development"),
    ],
    check: { subject, findings in
      for command in subject.packageCommands where isFull(command, subject) {
        let use = command.use
        guard let directory = use.directory.value, use.kind == .run, startsSomething(subject) else {
          continue
        }
        let folder = FilePaths.absolute("node_modules", in: directory)
        report(
          use, verb: command.verbArgument, folder: folder, option: "--omit=dev",
          what: "devDependencies", subject, &findings)
      }
      for use in subject.facts.commands("bundle") where use.kind == .run {
        bundler(use, subject, &findings)
      }
      for use in subject.facts.commands("composer", "composer.phar") where use.kind == .run {
        guard let verb = use.subcommand, verb.value == "install" || verb.value == "update",
          !use.hasOption("--no-dev", "--dry-run", "--download-only"),
          use.isSwitchedOn("COMPOSER_NO_DEV", in: subject) == false,
          let directory = use.directory.value
        else { continue }
        report(
          use, verb: verb, folder: FilePaths.absolute("vendor", in: directory), option: "--no-dev",
          what: "packages of `require-dev`", subject, &findings)
      }
    })

  /// Whether a command of npm, Yarn 1 or pnpm certainly installs the dependencies of development.
  private static func isFull(_ command: PackageCommand, _ subject: Subject) -> Bool {
    let use = command.use
    guard command.verb == .install, command.operands.isEmpty,
      command.manager == .npm
        && ["ci", "install", "i", "clean-install"].contains(command.verbArgument?.best)
        || command.manager == .pnpm && ["install", "i"].contains(command.verbArgument?.best)
        || command.manager == .yarn && [nil, "install"].contains(command.verbArgument?.best),
      !use.hasOption(
        "--omit", "--only", "--production", "--prod", "-P", "-p", "-g", "--global", "--prefix",
        "-C", "--dir", "--cwd",
        "--filter", "-F", "--package-lock-only", "--dry-run", "--version", "--help", "--workspace",
        "-w", "--immutable", "--mode"),
      !use.arguments.contains(where: { $0.value == nil }),
      use.isSet("NPM_CONFIG_OMIT", in: subject) == false,
      use.isSet("NPM_CONFIG_PRODUCTION", in: subject) == false
    else { return false }
    switch use.variable("NODE_ENV", in: subject) {
    case .known(let value): return value != "production"
    case .absent: return true
    case .unknown: return false
    }
  }

  /// Gems of development, where the file says that the application runs in production.
  private static func bundler(_ use: CommandUse, _ subject: Subject, _ findings: inout Findings) {
    guard use.subcommand?.value == "install",
      !use.hasOption("--without", "--deployment", "--gemfile"),
      use.isSet("BUNDLE_WITHOUT", in: subject) == false,
      use.isSet("BUNDLE_ONLY", in: subject) == false,
      !subject.facts.commands("bundle").contains(where: {
        $0.subcommand?.value == "config"
          && $0.arguments.contains { $0.best.contains("without") || $0.best.contains("only") }
      }),
      ["RAILS_ENV", "RACK_ENV"].contains(where: {
        subject.facts.finalStage?.end.scope.environmentValue($0).value == "production"
      }),
      subject.shipment(of: "/usr/local/bundle", in: use.stage) != nil
    else { return }
    if let context = subject.context, let bytes = context.contents(of: "Gemfile", limit: 1 << 18) {
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.contains(":development") || text.contains(":test") else { return }
    }
    let name = use.range(to: use.subcommand)
    findings.report(
      name,
      "`bundle install` installs the groups of development and test too, though the image runs in production",
      help: "Set `BUNDLE_WITHOUT=development:test` before it")
  }

  private static func report(
    _ use: CommandUse, verb: CommandUse.Argument?, folder: String, option: String, what: String,
    _ subject: Subject, _ findings: inout Findings
  ) {
    guard let shipment = subject.shipment(of: folder, in: use.stage),
      !isReplaced(folder, after: use, subject), !isForDevelopment(subject)
    else { return }
    var related: [Finding.Related] = []
    if case .copied(let range) = shipment {
      related = [Finding.Related(range, "the folder is copied into the image here")]
    } else if builds(after: use, subject) {
      return
    }
    let name = use.range(to: verb)
    let fixes =
      related.isEmpty
      ? use.inserting(option, after: verb ?? use.path).map {
        [
          subject.fix(
            "Add `\(option)`", .unsafe, $0, at: use,
            risk: "What needs the tools of development at run time no longer finds them.")
        ]
      } ?? []
      : pruning(after: use, folder, subject)
    findings.report(
      name, "`\(use.words(to: verb))` installs \(what) too, and `\(folder)` reaches the image",
      help: related.isEmpty
        ? "Add `\(option)`"
        : "Take them away after the build, for example with `npm prune --omit=dev`, or install again with `\(option)` in the last stage",
      related: related, fixes: fixes)
  }

  /// Takes the packages away at the end of the stage that builds with them.
  private static func pruning(
    after use: CommandUse, _ folder: String, _ subject: Subject
  ) -> [Fix] {
    let stage = subject.stage(of: use)
    let commands = ["npm": "npm prune --omit=dev", "pnpm": "pnpm prune --prod"]
    guard let program = use.program, let command = commands[program], !stage.isShipped,
      stage.steps[use.step].before.user.text.value == stage.end.user.text.value,
      let directory = stage.end.workingDirectory.value,
      FilePaths.absolute("node_modules", in: directory) == folder,
      let run = stage.fromInstruction?.keyword.value,
      let edit = subject.inserting(
        lines: ["\(run == "from" ? "run" : "RUN") \(command)"], afterTheWorkOf: stage)
    else { return [] }
    return [
      Fix(
        "Add `\(command)` behind the build", .unsafe, [edit],
        risk: "What needs the tools of development at run time no longer finds them.")
    ]
  }

  /// Whether a later command prunes, deletes or installs the folder anew.
  private static func isReplaced(_ folder: String, after use: CommandUse, _ subject: Subject)
    -> Bool
  {
    let shipped = subject.shippedStages
    for stage in subject.stages
    where stage.index == use.stage || shipped.contains(stage.index) || stage.index > use.stage {
      for other in stage.steps.lazy.flatMap(\.commands)
      where other.range.lowerBound > use.range.lowerBound && other.kind == .run {
        switch other.program {
        case "npm", "pnpm", "yarn", "composer":
          if other.arguments.contains(where: {
            [
              "prune", "dedupe", "--production", "--omit=dev", "--prod", "--no-dev", "dev",
              "--production=true", "deploy", "focus", "autoclean",
            ].contains($0.best)
          }) {
            return true
          }
        case "rm":
          if other.arguments.contains(where: {
            $0.best.contains("node_modules") || $0.best.contains("vendor")
          }) {
            return true
          }
        case "node-prune", "modclean", "pkg", "turbo", "lerna": return true
        case let program? where program.hasSuffix(".sh"): return true
        case nil: return true
        default: continue
        }
      }
    }
    return false
  }

  /// Whether the stage builds, or runs anything of the project, after the install, for which the tools may be needed.
  private static func builds(after use: CommandUse, _ subject: Subject) -> Bool {
    let shipped = subject.shippedStages
    return subject.stages.contains { stage in
      (stage.index == use.stage || shipped.contains(stage.index))
        && stage.steps.contains { step in
          step.commands.contains { other in
            guard other.range.lowerBound > use.range.lowerBound, other.kind == .run else {
              return false
            }
            return [
              "npm", "pnpm", "yarn", "npx", "pnpx", "make", "node", "tsc", "vite", "webpack", "ng",
              "gulp", "grunt", "composer", "php", "bin/console", "artisan",
            ].contains(other.program)
          }
        }
    }
  }

  /// Whether the file says what the image runs; one that does not is made for builds.
  private static func startsSomething(_ subject: Subject) -> Bool {
    guard let end = subject.facts.finalStage?.end else { return false }
    return end.command?.range != nil || end.entrypoint?.range != nil
  }

  /// Whether the image is started with a program of development or tests.
  private static func isForDevelopment(_ subject: Subject) -> Bool {
    guard let stage = subject.facts.finalStage else { return true }
    if let name = stage.name,
      ["dev", "test", "debug", "lint", "local"].contains(where: { name.contains($0) })
    {
      return true
    }
    let words = stage.steps.filter { $0.kind == .cmd || $0.kind == .entrypoint }.flatMap(\.commands)
    return words.contains { use in
      let programs = [
        "nodemon", "ts-node", "ts-node-dev", "tsx", "jest", "vite", "webpack", "ng", "npx", "next",
        "nuxt",
      ]
      if let program = use.program, programs.contains(program) { return true }
      return use.arguments.contains { argument in
        let text = argument.best
        return programs.contains(text)
          || ["dev", "test", "serve", "watch", "start:dev", "develop", "lint", "e2e"].contains(text)
          || text.hasSuffix(":dev") || text.hasPrefix("dev:") || text.hasPrefix("test:")
      }
    }
  }
}
