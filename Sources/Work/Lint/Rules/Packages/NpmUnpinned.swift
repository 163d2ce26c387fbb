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
      .flags(
        """
        FROM node:24-slim
        RUN npm install ‹git+ssh://git@github.com/npm/cli.git› ‹github:npm/ini›
        """),
      .accepts(
        """
        FROM node:24-slim
        RUN npm install ./a ini@">=5.0.0 <6.0.0" package-v1.2.3.tar github:npm/ini#v5.0.0
        RUN npm ci && npm install && npm install express@5.1.0 npm@latest ./lib app.tgz
        RUN npm install git+ssh://git@github.com/npm/cli.git#v11 --registry https://npm.example.com
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands where command.verb == .install {
        guard [.npm, .yarn, .pnpm].contains(command.manager), command.verbArgument?.best != "ci"
        else { continue }
        let named = subject.unpinned(command).filter { package in
          !package.name.hasPrefix(".") && !package.name.contains(where: { ":*".contains($0) })
            && ![".tgz", ".tar.gz", ".tar"].contains(where: { package.name.hasSuffix($0) })
        }
        let repositories = command.operands.compactMap(branch)
        subject.reportUnpinned(
          (named + repositories).sorted { $0.range.lowerBound < $1.range.lowerBound }, of: command,
          help: repositories.isEmpty
            ? "Write `name@version`" : "Write `name@version`, or `#tag` after a repository",
          &findings)
      }
    })

  /// A repository without a tag, branch or commit after `#`; nil where the argument is something else.
  private static func branch(_ argument: CommandUse.Argument) -> Subject.Unpinned? {
    guard let text = argument.value, !text.contains("#"),
      ["git+", "git://", "github:", "gitlab:", "bitbucket:"].contains(where: { text.hasPrefix($0) })
    else { return nil }
    return Subject.Unpinned(name: text, range: argument.range)
  }
}
