import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let secretFileCopied = Rule(
    "secret-file-copied", .secrets, .error, fix: .unsafe,
    aliases: ["DS-0031", "CIS-DI-0010"],
    requirements: ["S1-D-07", "S1-I-06", "S1-M-01", "S3-OW-09", "S3-CK-S5"],
    summary: "A file that is a secret is copied into a stage.",
    why: """
      What COPY and ADD bring stays in a layer. Removing the file later, or changing its mode, \
      leaves it in the layer below, from where anybody who can pull the image takes it out. A \
      stage that is not shipped keeps it out of the image, but not out of the build cache and of \
      caches that are pushed. A mount of type `secret` or `ssh` shows the file to one RUN and to \
      no layer. Names decide where no build context is at hand; otherwise the content does.
      """,
    references: ["https://docs.docker.com/build/building/secrets/"],
    examples: [
      .flags(
        """
        FROM alpine:3.24
        COPY ‹ssh-keys/id_rsa› /home/user/.ssh/id_rsa
        COPY app/ ‹config/secrets.conf› /app/
        ONBUILD COPY ‹.git-credentials› /root/
        """),
      .flags(
        """
        FROM debian:trixie
        COPY ‹id_rsa› /root/.ssh/id_rsa
        RUN git clone git@git.acme.io:a/b.git /src
        COPY app ‹.npmrc› /root/
        RUN npm ci
        """,
        fixed: """
          FROM debian:trixie
          RUN --mount=type=ssh \\
              git clone git@git.acme.io:a/b.git /src
          COPY app /root/
          RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true \\
              npm ci
          """,
        context: [
          "id_rsa": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\n",
          "app": "",
          ".npmrc": "//registry.npmjs.org/:_authToken=npm_Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2Q\n",
        ]),
      .flags(
        """
        FROM alpine:3.24 AS fetch
        COPY [‹"deploy.p12"›, "/"]
        FROM alpine:3.24
        COPY --from=fetch /out /out
        """, note: "An early stage is judged more mildly"),
      .flags(
        """
        FROM node:24-slim
        COPY package.json ‹.npmrc› ./
        COPY ‹.› .
        """,
        context: [
          "package.json": "{}", "src/main.js": "",
          ".npmrc": "//registry.npmjs.org/:_authToken=npm_Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2Q\n",
          "deploy/id_ed25519":
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\n",
        ]),
      .flags(
        """
        FROM python:3.13-slim
        WORKDIR /app
        COPY pyproject.toml poetry.lock ./
        COPY ‹keys/id_rsa› /root/.ssh/id_rsa
        RUN poetry install --no-root
        """,
        fixed: """
          FROM python:3.13-slim
          WORKDIR /app
          COPY pyproject.toml poetry.lock ./
          RUN --mount=type=ssh \\
              poetry install --no-root
          """),
      .accepts(
        """
        FROM node:24-slim
        COPY package.json .npmrc ./
        COPY .env.example ./.env
        COPY ca.pem id_rsa.pub nginx_signing.key *.env meta.env /etc/keys/
        RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
        """),
      .accepts(
        """
        FROM node:24-slim
        COPY package.json .npmrc ./
        COPY . .
        """,
        context: [
          "package.json": "{}", ".npmrc": "save-exact=true\n", "a/.env": "SECRET_KEY=abc",
          ".env": "DEBUG=1\nAPI_KEY=\n", ".dockerignore": "a/.env\nkeys\n",
          "keys/id_rsa": "-----BEGIN OPENSSH PRIVATE KEY-----",
        ]),
      .flags(
        """
        FROM node:24-slim
        COPY ‹.env› /app/
        """, context: [".env": "PORT=80\nexport DB_PASSWORD=\"hunter2\"\n"]),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps {
        guard let transfer = step.instruction.executed.transfer else { continue }
        for source in SecretSource.all(in: transfer, step: step, subject: subject) {
          report(source, in: stage, repair(source, transfer, step, stage, subject), &findings)
        }
      }
    })

  private static func report(
    _ source: SecretSource, in stage: StageFacts, _ fixes: [Fix], _ findings: inout Findings
  ) {
    let place =
      stage.isShipped ? "a layer of the image" : "a layer of an early stage and in the build cache"
    let what = "a secret (\(source.title))"
    let message =
      switch source.evidence {
      case .name where source.isCertain: "`\(source.path)` is \(what), and stays in \(place)"
      case .name: "`\(source.path)` is by its name \(what), and stays in \(place)"
      case .content: "`\(source.path)` holds \(what), and stays in \(place)"
      case .inside: "`\(source.path)` comes along, which is \(what), and stays in \(place)"
      }
    let help: String
    if case .inside = source.evidence {
      help =
        "Add `\(source.path)` to `.dockerignore`, and mount it with `RUN --mount=type=secret` where it is needed"
    } else if source.title.hasPrefix("SSH") {
      help = "Use `RUN --mount=type=ssh`, which lends the agent to one command"
    } else {
      help =
        "Use `RUN --mount=type=secret` for the build, and mount the file when the container starts"
    }
    let isMild = !stage.isShipped || !source.isCertain
    findings.report(
      source.range, message, help: help, fixes: fixes, severity: isMild ? .warning : nil)
  }

  /// What reads a secret by its name: the programs, and the file's name as the id of a mount.
  private static let readers: [String: Set<String>] = [
    ".npmrc": ["npm", "yarn", "pnpm", "npx"], ".yarnrc.yml": ["yarn"],
    ".pypirc": ["twine", "poetry", "python", "python3"],
    ".netrc": ["curl", "git", "go", "pip", "pip3"],
    "pip.conf": ["pip", "pip3", "python", "python3"], ".git-credentials": ["git", "go"],
    "settings.xml": ["mvn", "mvnw"], "credentials.toml": ["cargo"], "nuget.config": ["dotnet"],
    "auth.json": ["composer"],
  ]

  /// Package managers that fetch what stands in repositories of git.
  private static let managers: Set<String> = [
    "poetry", "pip", "pip3", "pipenv", "pdm", "uv", "npm", "yarn", "pnpm", "go", "cargo", "bundle",
    "composer", "mix",
  ]

  /// Leaves the secrets of the context out of it.
  private static func repairContext(_ subject: Subject) -> [Fix] {
    guard let context = subject.context, let proposal = IgnoreProposal(subject) else { return [] }
    var search = ContextSearch(context: context)
    return proposal.repair(leavingOut: search.all(below: "", limit: 64))
  }

  /// Lends the file to the steps that read it, in place of copying it.
  private static func repair(
    _ source: SecretSource, _ transfer: Transfer, _ step: Step, _ stage: StageFacts,
    _ subject: Subject
  ) -> [Fix] {
    let instruction = step.instruction
    if case .inside = source.evidence { return repairContext(subject) }
    guard transfer.from == nil, !instruction.isJSON, instruction.innerComments.isEmpty,
      instruction.kind == .copy || instruction.kind == .add, !transfer.parents,
      let index = transfer.sources.firstIndex(where: { $0.argument.range == source.range }),
      let folder = subject.destination(of: transfer, in: step)
    else { return [] }
    let isKey = source.title.hasPrefix("SSH")
    let name = FilePaths.name(source.path).lowercased()
    let target =
      transfer.sources.count > 1 || transfer.destination.value.hasSuffix("/")
        || transfer.destination.value == "."
      ? FilePaths.absolute(FilePaths.name(source.path), in: folder) : folder
    let runs = stage.steps[(step.index + 1)...].filter { $0.kind == .run }
    var programs = isKey ? ["git", "ssh", "scp"] : readers[name] ?? []
    // A package manager calls git by itself; where it is all that runs, nothing else can need the key.
    if isKey, runs.count == 1,
      runs[0].commands.allSatisfy({ use in
        use.program.map { managers.contains($0) || $0 == "cd" } ?? false
      })
    {
      programs.formUnion(managers)
    }
    if isKey, runs.contains(where: { $0.instruction.rest.text.contains(name) }) { return [] }
    let id = String(name.filter { $0.isLetter || $0.isNumber || $0 == "-" })
    let flag =
      isKey
      ? "--mount=type=ssh" : "--mount=type=secret,id=\(id),target=\(target),required=true"
    var edits: [TextEdit] = []
    for later in stage.steps[(step.index + 1)...] where later.kind == .run {
      guard later.commands.contains(where: { $0.program.map { programs.contains($0) } ?? false })
      else { continue }
      guard let edit = subject.inserting(flags: [flag], into: later) else { return [] }
      edits.append(edit)
    }
    guard !edits.isEmpty else { return [] }
    if transfer.sources.count == 1 {
      edits.append(TextEdit(instruction.wholeLines(of: subject.source), ""))
    } else {
      let next =
        index + 1 < transfer.sources.count
        ? transfer.sources[index + 1].argument : transfer.destination
      edits.append(TextEdit(SourceRange(source.range.lowerBound, next.range.lowerBound), ""))
    }
    return [
      Fix(
        "Mount it where it is used", .unsafe, edits,
        risk:
          "Builds have to be given it by `\(isKey ? "--ssh" : "--secret id=\(id)")`, and the container no longer has it."
      )
    ]
  }
}
