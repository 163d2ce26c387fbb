import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let secretMountMissing = Rule(
    "secret-mount-missing", .secrets, .info, isDefault: false, fix: .unsafe,
    aliases: ["tally/require-secret-mounts"], requirements: ["S1-I-06", "S1-P-07"],
    summary: "A command needs a login, and no secret or agent is mounted for it.",
    why: """
      Uploads, private repositories and the tools of clouds ask for a login. Where RUN mounts none, \
      it comes from an ARG, an ENV or a file in a layer, and all of these are read by whoever \
      pulls the image. `--mount=type=secret` and `--mount=type=ssh` lend it to one command.
      """,
    references: ["https://docs.docker.com/build/building/secrets/"],
    examples: [
      .flags(
        """
        FROM node:24-slim
        RUN ‹npm publish›
        RUN ‹aws s3› cp s3://bucket/a /a
        RUN ‹git clone› git@git.acme.io:a/b.git && ‹git clone› git@git.acme.io:a/c.git
        """,
        fixed: """
          FROM node:24-slim
          RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true \\
              npm publish
          RUN --mount=type=secret,id=aws,target=/root/.aws/credentials,required=true \\
              aws s3 cp s3://bucket/a /a
          RUN --mount=type=ssh \\
              git clone git@git.acme.io:a/b.git && git clone git@git.acme.io:a/c.git
          """),
      .accepts(
        """
        FROM node:24-slim
        RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm publish
        RUN --mount=type=ssh git clone git@git.acme.io:a/b.git
        RUN git clone https://git.acme.io/a/b.git && npm ci
        RUN aws --version
        """),
    ],
    check: { subject, findings in
      var told: Set<SourceRange> = []
      for use in subject.facts.commands(
        "npm", "yarn", "pnpm", "cargo", "twine", "poetry", "docker", "helm", "aws", "gcloud", "az",
        "gh", "git", "ssh", "scp")
      where use.kind == .run {
        guard let verb = verb(of: use), let path = use.path,
          case .run(let run)? = subject.facts.step(of: use).instruction.body,
          !run.mounts.contains(where: { $0.type == "secret" || $0.type == "ssh" })
        else { continue }
        findings.report(
          path.range.union(verb.range),
          "`\(use.program ?? "") \(verb.best)` needs a login, and nothing is mounted that has one",
          help: isSSH(use)
            ? "Add `--mount=type=ssh` to RUN" : "Add `--mount=type=secret,id=…,target=…` to RUN",
          fixes: told.insert(subject.facts.step(of: use).instruction.range).inserted
            ? repair(use, subject) : [])
      }
    })

  /// The mount that the program reads its login from.
  private static func repair(_ use: CommandUse, _ subject: Subject) -> [Fix] {
    let step = subject.facts.step(of: use)
    guard let mount = mount(for: use, step),
      let edit = subject.inserting(flags: [mount], into: step)
    else { return [] }
    return [
      Fix(
        "Mount the login", .unsafe, [edit],
        risk: "Builds have to be given it by `--secret` or `--ssh`.")
    ]
  }

  private static func mount(for use: CommandUse, _ step: Step) -> String? {
    if isSSH(use) { return "--mount=type=ssh" }
    guard let home = step.home else { return nil }
    let file: (id: String, path: String)
    switch use.program {
    case "npm", "yarn", "pnpm": file = ("npmrc", "\(home)/.npmrc")
    case "twine": file = ("pypirc", "\(home)/.pypirc")
    case "aws": file = ("aws", "\(home)/.aws/credentials")
    case "docker": file = ("docker", "\(home)/.docker/config.json")
    case "gh": return "--mount=type=secret,id=GH_TOKEN,env=GH_TOKEN,required=true"
    default: return nil
    }
    return "--mount=type=secret,id=\(file.id),target=\(file.path),required=true"
  }

  /// The word that makes a command need a login; nil where it needs none.
  private static func verb(of use: CommandUse) -> CommandUse.Argument? {
    guard let verb = use.subcommand, verb.value != nil else { return nil }
    let isNeeded: Bool
    switch use.program {
    case "npm", "yarn", "pnpm", "cargo", "poetry":
      isNeeded = ["publish", "login"].contains(verb.best)
    case "twine": isNeeded = verb.best == "upload"
    case "docker", "helm": isNeeded = ["login", "push"].contains(verb.best)
    case "aws":
      isNeeded =
        ["s3", "ecr", "codeartifact", "secretsmanager", "ssm"].contains(verb.best)
        && !use.hasOption("--no-sign-request")
    case "gcloud": isNeeded = ["auth", "secrets", "storage"].contains(verb.best)
    case "az": isNeeded = ["login", "acr", "storage", "keyvault"].contains(verb.best)
    case "gh": isNeeded = ["release", "auth", "api"].contains(verb.best)
    case "git": isNeeded = verb.best == "clone" && isSSH(use)
    case "ssh", "scp": isNeeded = !use.hasOption("-V")
    default: isNeeded = false
    }
    return isNeeded ? verb : nil
  }

  private static func isSSH(_ use: CommandUse) -> Bool {
    if use.program == "ssh" || use.program == "scp" { return true }
    return use.program == "git"
      && use.arguments.contains { $0.best.hasPrefix("git@") || $0.best.hasPrefix("ssh://") }
  }
}
