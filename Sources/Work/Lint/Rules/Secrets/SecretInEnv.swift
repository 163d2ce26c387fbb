import Dockerfile
import Evidence
import Facts
import Secrets
import Source

extension Rule {
  static let secretInEnv = Rule(
    "secret-in-env", .secrets, .error, fix: .unsafe,
    aliases: [
      "SecretsUsedInArgOrEnv", "DL3064", "DS-0031", "CIS-DI-0010",
      "tally/ruby/secrets-in-arg-or-env",
    ],
    requirements: ["S2-H-06", "S3-EV-09", "S3-EV-10", "S3-CK-E3", "S3-CK-S5"],
    summary: "The name of an ARG or ENV says that its value is a secret.",
    why: """
      ENV stands in the configuration of the image and in every process of its containers; ARG \
      stands in the history of the image and in the provenance of the build. Whoever can pull the \
      image reads both. A secret that the build needs comes by `RUN --mount=type=secret`, one that \
      the program needs comes when the container starts. The names are those of BuildKit's check \
      and some more. An empty ENV documents a variable and is told as information only; names such \
      as `DB_PASSWORD_FILE`, which tell where a secret is, and fingerprints of public keys, which \
      BuildKit takes for secrets, are left alone. hadolint also reports names of users, \
      identifiers such as `FACEBOOK_APP_ID`, and every name with `private`, `secret` or `token` in it.
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
        ONBUILD ARG ‹NPM_TOKEN›
        ENV ‹API_KEY›=sk_live_abc123 PORT=8000
        """),
      .flags(
        """
        FROM node:24-slim
        ARG ‹NPM_TOKEN›
        RUN npm config set //npm.acme.io/:_authToken=$NPM_TOKEN && npm ci
        """,
        fixed: """
          FROM node:24-slim
          RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN \\
              npm config set //npm.acme.io/:_authToken=$NPM_TOKEN && npm ci
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
      let scope = subject.facts.globalScope
      for instruction in subject.facts.globalArguments {
        judge(instruction, nil, scope, subject, &findings)
      }
      for (stage, step) in subject.steps {
        let instruction = step.instruction.executed
        guard instruction.kind == .env || instruction.kind == .arg else { continue }
        judge(instruction, stage, step.before.scope, subject, &findings)
      }
    })

  private static func judge(
    _ instruction: Instruction, _ stage: StageFacts?, _ scope: Scope, _ subject: Subject,
    _ findings: inout Findings
  ) {
    let isEnv = instruction.kind == .env
    for setting in instruction.settings {
      let text = setting.value.map {
        scope.expand($0, escape: subject.facts.syntax.escape).value.value ?? $0.value
      }
      guard SecretSetting.isSecret(setting.name, value: text),
        let (severity, what) = weight(SecretValue(text), isEnv: isEnv)
      else { continue }
      findings.report(
        setting.nameRange, "\(isEnv ? "ENV" : "ARG") `\(setting.name)` \(what)",
        help: isEnv
          ? "Pass it when the container starts, or mount it as a secret in the RUN that needs it"
          : "Use `RUN --mount=type=secret,id=\(setting.name),env=\(setting.name)` in place of ARG",
        fixes: isEnv ? [] : repair(setting, instruction, stage, subject),
        severity: severity)
    }
  }

  /// Mounts the secret in each RUN that names it, in place of an ARG without a value.
  private static func repair(
    _ setting: VariableSetting, _ instruction: Instruction, _ stage: StageFacts?,
    _ subject: Subject
  ) -> [Fix] {
    let name = setting.name
    guard let stage, setting.value == nil, instruction.kind == .arg, instruction.pairs.count == 1,
      instruction.problem == nil, instruction.innerComments.isEmpty,
      stage.steps.contains(where: { $0.instruction.range == instruction.range }),
      subject.facts.globalScope.arguments[name] == nil,
      !subject.stages.contains(where: { other in
        if case .stage(stage.index) = other.base { true } else { false }
      })
    else { return [] }
    var edits = [TextEdit(instruction.wholeLines(of: subject.source), "")]
    for step in stage.steps where step.instruction.range.lowerBound > instruction.range.lowerBound {
      let isNamed = step.instruction.line.text.contains(name)
      let isInText = step.instruction.heredocs.contains { $0.content.text.contains(name) }
      guard isNamed || isInText else { continue }
      // What the frontend itself reads cannot be a mounted secret.
      guard step.kind == .run,
        let edit = subject.inserting(
          flags: ["--mount=type=secret,id=\(name),env=\(name)"], into: step)
      else { return [] }
      edits.append(edit)
    }
    guard edits.count > 1 else { return [] }
    return [
      Fix(
        "Mount the secret where it is used", .unsafe, edits,
        risk: "Builds have to give it by `--secret id=\(name)` in place of `--build-arg`.")
    ]
  }

  /// How much a value of a secret name matters, and what is to be said of it.
  private static func weight(_ value: SecretValue, isEnv: Bool) -> (Severity, String)? {
    let place = isEnv ? "configuration" : "history"
    return switch value {
    case .none:
      (.warning, "asks for a secret, which the history and the provenance of the image then tell")
    case .empty: (.info, "names a secret, though it has no value")
    case .flag: nil
    case .reference:
      (
        isEnv ? .error : .warning,
        "puts the value of a variable, a secret, into the \(place) of the image"
      )
    case .placeholder:
      (.warning, "gives a secret a value that must be replaced, and counts when it is not")
    case .weak, .literal:
      (.error, "puts a secret into the \(place) of the image, where whoever pulls it can read it")
    }
  }
}
