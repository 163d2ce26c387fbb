import Dockerfile
import Evidence
import Facts
import Secrets
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
        """),
    ],
    check: { subject, findings in
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
          "This is a secret (\(title(of: secret))), which stays in \(place)",
          help:
            "Revoke it, and pass the new one by `RUN --mount=type=secret` or when the container starts",
          severity: isMild ? .warning : nil)
      }
    })

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
