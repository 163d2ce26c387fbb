import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let lockFileUnused = Rule(
    "lock-file-unused", .packages, .info, fix: .unsafe,
    aliases: ["tally/ruby/missing-bundle-deployment"], requirements: ["S1-I-04"],
    summary: "A lock file is there, and the install may go past it.",
    why: """
      `npm install`, `yarn install` and their kin bring the lock file up to date where it does not fit \
      the manifest, so the image may get versions that nobody has tested, and the changed lock file is \
      lost with the layer. `npm ci`, `--frozen-lockfile` and `--locked` stop instead. The rule speaks up \
      where a COPY names the lock file, or where the build context holds it.
      """,
    references: ["https://docs.npmjs.com/cli/v11/commands/npm-ci"],
    examples: [
      .flags(
        """
        FROM node:24-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN ‹npm install›
        """,
        fixed: """
          FROM node:24-slim
          WORKDIR /app
          COPY package.json package-lock.json ./
          RUN npm ci
          """),
      .flags(
        """
        FROM rust:1.90
        WORKDIR /src
        COPY Cargo.toml Cargo.lock ./
        COPY src src
        RUN ‹cargo build› --release
        """,
        fixed: """
          FROM rust:1.90
          WORKDIR /src
          COPY Cargo.toml Cargo.lock ./
          COPY src src
          RUN cargo build --locked --release
          """),
      .flags(
        """
        FROM python:3.13-slim
        WORKDIR /app
        COPY . .
        RUN ‹uv sync› --no-dev
        """, context: ["pyproject.toml": "", "uv.lock": ""]),
      .flags(
        """
        FROM node:24-slim
        WORKDIR /app
        COPY package.json yarn.lock ./
        RUN ‹yarn› --production
        """),
      .accepts(
        """
        FROM node:24-slim
        WORKDIR /app
        COPY package*.json ./
        RUN npm install
        COPY yarn.lock pnpm-lock.yaml ./
        RUN yarn install --frozen-lockfile && CI=true pnpm install && npm install -g serve@14
        """, note: "Whether the pattern brings a lock file is not known"),
      .accepts(
        """
        FROM ruby:3.4-slim
        WORKDIR /app
        ENV BUNDLE_DEPLOYMENT=1
        COPY Gemfile Gemfile.lock ./
        RUN bundle install
        COPY uv.lock Cargo.lock ./
        RUN uv sync --frozen && cargo build --locked
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("npm", "yarn", "pnpm", "uv", "cargo", "bundle", "pipenv")
      where use.kind == .run {
        guard let tool = tool(use, subject), isThere(tool.lock, use, subject) else { continue }
        let verb = tool.verb
        let name = use.range(to: verb)
        let edit: ScriptEdit? =
          use.command == nil
          ? nil
          : tool.replacesVerb
            ? verb.map { ScriptEdit(replacing: $0.text, at: $0.range, by: tool.strict) }
            : use.inserting(tool.strict, after: verb ?? use.path)
        let better = tool.replacesVerb ? "\(use.program ?? "") \(tool.strict)" : tool.strict
        findings.report(
          name, "`\(use.words(to: verb))` may install other versions than `\(tool.lock)` says",
          help: tool.isSetting
            ? "Set \(tool.strict)" : tool.replacesVerb ? "Write `\(better)`" : "Add `\(better)`",
          fixes: tool.isSetting
            ? []
            : edit.map {
              [
                subject.fix(
                  "Hold to the lock file", .unsafe, $0, at: use,
                  risk: "The build stops where the lock file does not fit the manifest.")
              ]
            } ?? [])
      }
    })

  /// How a command that installs from a lock file is made to hold to it.
  private struct LockedTool {
    /// The name of the lock file.
    var lock: String
    /// The option, verb or setting that holds to it.
    var strict: String
    /// The verb; nil where the bare program installs.
    var verb: CommandUse.Argument?
    /// Whether `strict` takes the place of the verb.
    var replacesVerb = false
    /// Whether `strict` is an environment variable.
    var isSetting = false
  }

  /// What a command would have to say; nil where it holds to its lock file, or installs nothing.
  private static func tool(_ use: CommandUse, _ subject: Subject) -> LockedTool? {
    if use.arguments.contains(where: { $0.value == nil }) { return nil }
    let verb = use.subcommand
    func isOn(_ names: String...) -> Bool {
      names.contains { use.isSwitchedOn($0, in: subject) != false }
    }
    switch use.program {
    case "npm":
      guard verb?.value == "install" || verb?.value == "i",
        use.operands(valued: [
          "--omit", "--include", "--loglevel", "--registry", "--cache", "--only",
        ]).count == 1,
        !use.hasOption("-g", "--global", "--prefix", "-C", "--workspace", "-w")
      else { return nil }
      return LockedTool(lock: "package-lock.json", strict: "ci", verb: verb, replacesVerb: true)
    case "yarn":
      guard verb == nil || verb?.value == "install", subject.facts.commands("corepack").isEmpty,
        !use.hasOption(
          "--frozen-lockfile", "--immutable", "--pure-lockfile", "--no-lockfile", "--version", "-v",
          "--cwd", "--help")
      else { return nil }
      return LockedTool(lock: "yarn.lock", strict: "--frozen-lockfile", verb: verb)
    case "pnpm":
      guard verb?.value == "install" || verb?.value == "i", use.operands().count == 1,
        !use.hasOption(
          "--frozen-lockfile", "-g", "--global", "--offline", "--dir", "-C", "--filter", "-F"),
        !isOn("CI")
      else { return nil }
      return LockedTool(lock: "pnpm-lock.yaml", strict: "--frozen-lockfile", verb: verb)
    case "uv":
      guard verb?.value == "sync",
        !use.hasOption("--locked", "--frozen", "--script", "--project", "--directory"),
        !isOn("UV_LOCKED", "UV_FROZEN")
      else { return nil }
      return LockedTool(lock: "uv.lock", strict: "--locked", verb: verb)
    case "cargo":
      guard verb?.value == "build" || verb?.value == "install" && use.hasOption("--path"),
        !use.hasOption("--locked", "--frozen", "--offline", "--manifest-path"),
        !use.hasOption("--path") || use.value(of: "--path")?.value == "."
      else { return nil }
      return LockedTool(lock: "Cargo.lock", strict: "--locked", verb: verb)
    case "bundle":
      guard verb == nil || verb?.value == "install",
        !use.hasOption("--deployment", "--frozen", "--local", "--version", "--gemfile"),
        !isOn("BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"),
        !subject.facts.commands("bundle").contains(where: {
          $0.subcommand?.value == "config"
            && $0.arguments.contains {
              $0.best.contains("deployment") || $0.best.contains("frozen")
            }
        })
      else { return nil }
      return LockedTool(
        lock: "Gemfile.lock", strict: "BUNDLE_DEPLOYMENT=1", verb: verb, isSetting: true)
    case "pipenv":
      guard verb?.value == "install", use.operands().count == 1,
        !use.hasOption("--deploy", "--ignore-pipfile", "--skip-lock")
      else { return nil }
      return LockedTool(lock: "Pipfile.lock", strict: "--deploy", verb: verb)
    default: return nil
    }
  }

  /// Whether the lock file is certainly where the command runs.
  private static func isThere(_ lock: String, _ use: CommandUse, _ subject: Subject) -> Bool {
    guard let directory = use.directory.value else { return false }
    let files = subject.facts.step(of: use).before.files
    if let entry = files.entry(FilePaths.absolute(lock, in: directory)) {
      return entry.exists == true
    }
    guard let context = subject.context, context.kind(of: lock) == .file,
      context.ignore?.isIgnored(lock) != true
    else { return false }
    // Only a copy of the whole context is sure to bring it to this folder.
    return subject.stage(of: use).steps.prefix(use.step).contains { step in
      guard case .copy(let transfer)? = step.instruction.body, transfer.from == nil,
        subject.destination(of: transfer, in: step) == directory
      else { return false }
      return transfer.paths.contains { [".", "./", "*"].contains($0.value) }
    }
  }
}
