import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let dockerignoreMissing = Rule(
    "dockerignore-missing", .layout, .warning, fix: .unsafe,
    requirements: ["S3-CK-B5", "S4-PF-03"],
    summary: "The whole build context is copied and nothing is left out of it.",
    why: """
      `COPY . .` takes everything that lies in the folder: the history in `.git`, local settings and \
      keys, virtual environments and the results of earlier builds. A `.dockerignore` keeps that out \
      of the image, and a change to such a file no longer repeats every later step.
      """,
    references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
    examples: [
      .flags(
        """
        FROM scratch
        COPY ‹.› /app
        """,
        ignored: """
          # What no image needs, added by `hardstand fix`
          .git
          .idea
          .vscode
          **/.DS_Store
          **/.env
          **/id_rsa
          **/id_ed25519
          """,
        context: ["app.py": ""]),
      .flags(
        """
        FROM node:24-slim
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci
        COPY ‹.› .
        RUN git rev-parse HEAD > revision && cat .env.build
        """,
        ignored: """
          # What no image needs, added by `hardstand fix`
          node_modules
          .idea
          .vscode
          **/.DS_Store
          **/.env
          **/id_rsa
          **/id_ed25519
          tls/server.pem
          """,
        context: [
          "package.json": "{}", "package-lock.json": "{}", ".env.build": "A=1\n", ".git/HEAD": "",
          "node_modules/a/a.js": "", "tls/ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n",
          "tls/server.pem":
            "-----BEGIN PRIVATE KEY-----\n\(String(repeating: "MIIEvQIBADANBgkq", count: 8))\n-----END PRIVATE KEY-----\n",
        ],
        note: "A command reads the history of the sources, which therefore stays."),
      .accepts(
        """
        FROM scratch
        COPY . /app
        """,
        context: ["app.py": "", ".dockerignore": ".git\n"]),
      .accepts(
        """
        FROM scratch
        COPY src /app
        """,
        context: ["src/app.py": ""]),
    ],
    check: { subject, findings in
      guard let context = subject.context, context.ignore == nil else { return }
      let entries = ContextSources(subject).entries.filter(\.path.isEmpty)
      if entries.isEmpty { return }
      let fixes = IgnoreProposal(subject)?.repairWritingFile() ?? []
      for entry in entries {
        findings.report(
          entry.range, "the whole context is copied and there is no `\(context.ignoreName)`",
          help: "Write a `\(context.ignoreName)` that leaves out `.git` and what is not needed",
          fixes: fixes, cause: "context")
      }
    })
}
