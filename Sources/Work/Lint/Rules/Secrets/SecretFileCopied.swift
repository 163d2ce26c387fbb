import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let secretFileCopied = Rule(
    "secret-file-copied", .secrets, .error,
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
          report(source, in: stage, &findings)
        }
      }
    })

  private static func report(
    _ source: SecretSource, in stage: StageFacts, _ findings: inout Findings
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
    findings.report(source.range, message, help: help, severity: isMild ? .warning : nil)
  }
}
