import Dockerfile
import Evidence
import Facts
import Secrets
import Shell
import Source

extension Rule {
  static let secretInText = Rule(
    "secret-in-text", .secrets, .error,
    aliases: ["tally/secrets-in-code", "CIS-DI-0010"],
    requirements: ["S2-H-06", "S3-EV-09", "S3-CK-S5"],
    summary: "The text of an instruction holds a secret.",
    why: """
      Tokens, private keys and passwords in addresses are known by their form, many also by a \
      checksum. Whatever stands in an instruction stays in the configuration, the history or a \
      layer of the image, and in every copy of the repository. A secret that was published is to be \
      revoked; taking it out of the file is not enough. Values that many use, such as \
      `user:password@db`, are judged more mildly, and those for the own machine not at all.
      """,
    references: ["https://docs.docker.com/build/building/secrets/"],
    examples: [
      .flags(
        """
        FROM alpine:3.24
        ENV DATABASE_URL=postgresql://user:‹password›@host/db
        LABEL note="deploy with ‹glpat-Zx3vB7nQ9rTy2LpKs8Wd›"
        RUN curl -fsS https://bob:‹s3kLw91xQz›@files.acme.io/a.tgz -o /a.tgz
        RUN curl -fsS -u ‹bob:s3kLw91xQz› https://files.acme.io/b.tgz -o /b.tgz
        """),
      .flags(
        """
        FROM alpine:3.24
        COPY <<EOF /root/.ssh/deploy
        ‹-----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
        QyNTUxOQAAACBQm0s3X0l0ZkM1b0t2d0N6a2x2V3o1b0lxQ2Z5b0x6cUN2d0N6aw==
        -----END OPENSSH PRIVATE KEY-----›
        EOF
        """),
      .accepts(
        """
        FROM alpine:3.24
        # glpat-Zx3vB7nQ9rTy2LpKs8Wd in a comment is no part of the image
        ARG TOKEN
        ENV URL=postgresql://app:app@localhost/db SHA256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        RUN git clone https://bob:${TOKEN}@git.acme.io/a.git
        RUN curl -u "bob:$TOKEN" https://a.acme.io && curl -u bob: https://a.acme.io
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("curl", "wget", "sshpass", "docker", "podman", "helm")
      where use.kind == .run {
        judge(use, in: subject, &findings)
      }
      let instructions = subject.facts.syntax.instructions
      let early = subject.stages.filter { !$0.isShipped }.map(\.range)
      var next = 0
      for secret in SecretDetector().findings(in: subject.source.bytes) {
        while next < instructions.count,
          instructions[next].range.upperBound <= secret.range.lowerBound
        {
          next += 1
        }
        guard next < instructions.count, instructions[next].range.contains(secret.range) else {
          continue
        }
        let instruction = instructions[next]
        guard let place = place(of: secret, in: instruction),
          secret.confidence > .possible || isPublicURL(secret, instruction, subject)
        else { continue }
        let isMild =
          secret.confidence == .possible || early.contains { $0.contains(secret.range) }
        findings.report(
          secret.range,
          "this is a secret (\(title(of: secret))), which stays in \(place)",
          help:
            "Revoke it, and pass the new one by `RUN --mount=type=secret` or when the container starts",
          severity: isMild ? .warning : nil)
      }
    })

  /// Judges a password that a command is given as an argument.
  private static func judge(_ use: CommandUse, in subject: Subject, _ findings: inout Findings) {
    let argument: CommandUse.Argument?
    switch use.program {
    case "curl": argument = use.value(of: "-u", "--user")
    case "wget": argument = use.value(of: "--password", "--http-password", "--ftp-password")
    case "sshpass": argument = use.value(of: "-p")
    default:
      // `-p` of `docker run` names ports.
      argument =
        use.arguments.contains { $0.best == "login" } ? use.value(of: "-p", "--password") : nil
    }
    // What a variable brings is told where the variable is set.
    guard let argument, let word = argument.word?.literal ?? literal(of: argument),
      Download(use)?.isLocal != true
    else { return }
    var password = word[...]
    if use.program == "curl" {
      guard let colon = word.firstIndex(of: ":") else { return }
      password = word[word.index(after: colon)...]
    }
    let value = SecretValue(String(password))
    guard value == .literal || value == .weak, password.utf8.count > 3 else { return }
    findings.report(
      argument.range,
      "the password that `\(use.program ?? "the command")` is given here stays in the history of the image",
      help: "Mount it with `RUN --mount=type=secret`, and read it from there",
      severity: value == .literal && subject.stage(of: use).isShipped ? nil : .warning)
  }

  /// The text of an argument without a word of its own: in an exec form, or joined with its option.
  private static func literal(of argument: CommandUse.Argument) -> String? {
    argument.word == nil && !argument.text.contains("$") ? argument.value : nil
  }

  /// What a secret is, with its first characters where enough others follow.
  private static func title(of secret: SecretFinding) -> String {
    secret.preview == "…" || secret.kind == "private-key"
      ? secret.title : "\(secret.title) `\(secret.preview)`"
  }

  /// Where a secret in an instruction ends up; nil where another rule tells of it, or nowhere.
  private static func place(of secret: SecretFinding, in instruction: Instruction) -> String? {
    if instruction.innerComments.contains(where: { $0.overlaps(secret.range) }) { return nil }
    switch instruction.kind {
    case .env, .arg:
      // By its name it is told of already.
      let holder = instruction.settings.first { $0.range.contains(secret.range) }
      if let holder, SecretSetting.isSecret(holder.name, value: nil) { return nil }
      return instruction.kind == .env
        ? "the configuration of the image" : "the history of the image"
    case .label: return "the labels of the image"
    case .run: return "the history of the image"
    case .copy, .add: return "a layer of the image"
    case .cmd, .entrypoint, .healthcheck: return "the configuration of the image"
    default: return nil
    }
  }

  /// Whether a password that many use stands in an address of another machine, set by ENV or ARG.
  private static func isPublicURL(
    _ secret: SecretFinding, _ instruction: Instruction, _ subject: Subject
  ) -> Bool {
    guard secret.kind == "url-password", instruction.kind == .env || instruction.kind == .arg
    else { return false }
    let bytes = subject.source.bytes
    let host = bytes[min(secret.range.upperBound + 1, bytes.count)...].prefix(256)
      .prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
    let name = String(decoding: host, as: UTF8.self)
    return !["localhost", "127.0.0.1", "0.0.0.0", "host.docker.internal"].contains(name)
      && !name.contains("example.") && !name.hasPrefix("[")
  }
}
