import Evidence
import Facts
import Source

extension Rule {
  static let npmUnpinned = Rule(
    "npm-unpinned", .packages, .warning, isDefault: false, aliases: ["DL3016"],
    requirements: ["S1-I-04"],
    summary: "npm, yarn or pnpm installs packages without a version.",
    why: """
      A package that is named on the command line is in no lock file, so without `@version` each \
      build takes the newest release. A version, a range, a tag, a folder, an archive or a \
      repository's address count as pinned.
      """,
    examples: [
      .flags(
        """
        FROM node:24-slim
        RUN npm install -g ‹typescript› @angular/cli@20 ‹@nestjs/cli›
        RUN yarn global add ‹serve› && pnpm add -g ‹turbo›
        """),
      .accepts(
        """
        FROM node:24-slim
        RUN npm ci && npm install && npm install express@5.1.0 npm@latest ./lib app.tgz
        RUN npm install git+ssh://git@github.com/npm/cli.git#v11 --registry https://npm.example.com
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands where command.verb == .install {
        guard [.npm, .yarn, .pnpm].contains(command.manager), command.verbArgument?.best != "ci"
        else { continue }
        subject.reportUnpinned(
          subject.unpinned(command).filter {
            !$0.name.hasPrefix(".") && !$0.name.hasSuffix(".tgz") && !$0.name.hasSuffix(".tar.gz")
              && !$0.name.contains(":") && !$0.name.contains("*")
          }, of: command, help: "Write `name@version`", &findings)
      }
    })
}
