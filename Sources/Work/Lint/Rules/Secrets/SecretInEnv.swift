import Dockerfile
import Evidence
import Facts
import Secrets
import Source

extension Rule {
  static let secretInEnv = Rule(
    "secret-in-env", .secrets, .error,
    aliases: ["SecretsUsedInArgOrEnv", "DL3064", "DS-0031", "CIS-DI-0010"],
    requirements: ["S3-EV-09", "S3-EV-10", "S3-CK-E3", "S3-CK-S5", "S2-CL-09"],
    summary: "The name of an ARG or ENV says that its value is a secret.",
    why: """
      ENV stands in the configuration of the image and in every process of its containers; ARG \
      stands in the history of the image and in the provenance of the build. Whoever can pull the \
      image reads both. A secret that the build needs comes by `RUN --mount=type=secret`, one that \
      the program needs comes when the container starts. The names are those of BuildKit's check \
      and some more. An empty ENV documents a variable and is told as information only; names such \
      as `DB_PASSWORD_FILE`, which tell where a secret is, and fingerprints of public keys, which \
      BuildKit takes for secrets, are left alone.
      """,
    references: [
      "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
      "https://docs.docker.com/build/building/secrets/",
    ],
    examples: [
      .flags(
        """
        FROM scratch
        ARG ‹AWS_SECRET_ACCESS_KEY›
        ENV ‹API_KEY›=sk_live_abc123 PORT=8000
        """),
      .flags(
        """
        FROM alpine:3.24
        ENV ‹API_KEY›="" \\
            ‹DB_PASSWORD›=
        """, note: "An empty variable is told as information"),
      .accepts(
        """
        FROM alpine:3.24
        ARG TOKENIZERS_PARALLELISM=false
        ENV PGPASSFILE=/run/secrets/pgpass GPG_KEYS=E3FF2839C048B25C084DEBE9B26995E310250568
        ENV DB_PASSWORD_FILE=/run/secrets/db PUBLIC_KEY=abc
        ENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568
        """),
    ],
    check: { subject, findings in
      for instruction in subject.facts.globalArguments { judge(instruction, &findings) }
      for (_, step) in subject.steps where step.kind == .env || step.kind == .arg {
        judge(step.instruction, &findings)
      }
    })

  private static func judge(_ instruction: Instruction, _ findings: inout Findings) {
    let isEnv = instruction.kind == .env
    for pair in instruction.pairs {
      let name = pair.key.value
      let verdict = SecretName.verdict(name)
      guard verdict.isSecret || isCalledSecret(name, pair.value?.value) else { continue }
      let value = SecretValue(pair.value?.value)
      guard let (severity, what) = weight(value, isEnv: isEnv) else { continue }
      findings.report(
        pair.key.range, "\(isEnv ? "ENV" : "ARG") `\(name)` \(what)",
        help: isEnv
          ? "Pass it when the container starts, or mount it as a secret in the RUN that needs it"
          : "Use `RUN --mount=type=secret,id=\(name.lowercased()),env=\(name)` in place of the ARG",
        severity: severity)
    }
  }

  /// Whether BuildKit calls a name secret that tells of none by its words, where its value does not
  /// show that it is something else.
  private static func isCalledSecret(_ name: String, _ value: String?) -> Bool {
    guard SecretName.isFlaggedByBuildKit(name) else { return false }
    if case .notSecret(_?) = SecretName.verdict(name) { return false }
    guard let value else { return true }
    return !isFingerprint(value)
  }

  /// Whether a value is the public fingerprint of a key, or a list of such.
  private static func isFingerprint(_ value: String) -> Bool {
    let words = value.split { $0 == " " || $0 == "\"" || $0 == "'" }
    return !words.isEmpty
      && words.allSatisfy { word in
        let digits = word.hasPrefix("0x") ? word.dropFirst(2) : word
        return [8, 16, 32, 40].contains(digits.utf8.count)
          && digits.utf8.allSatisfy {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
              || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20
          }
      }
  }

  /// How much a value of a secret name matters, and what is to be said of it.
  private static func weight(_ value: SecretValue, isEnv: Bool) -> (Severity, String)? {
    switch value {
    case .none:
      (.warning, "asks for a secret, which the history and the provenance of the image then tell")
    case .empty:
      (.info, "names a secret, though without a value")
    case .flag: nil
    case .reference:
      (
        isEnv ? .error : .warning,
        isEnv
          ? "takes a secret from a variable into the configuration of the image"
          : "takes a secret from a variable into the history of the image"
      )
    case .placeholder:
      (
        .warning,
        "gives a secret a value to be replaced, which a container without one then runs with"
      )
    case .weak, .literal:
      (
        .error,
        isEnv
          ? "puts a secret into the configuration of the image, where whoever pulls it can read it"
          : "puts a secret into the history of the image, where whoever pulls it can read it"
      )
    }
  }
}
