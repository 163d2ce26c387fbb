import Evidence
import Facts
import Source

extension Rule {
  static let goInstallUnpinned = Rule(
    "go-install-unpinned", .packages, .warning, isDefault: false, aliases: ["DL3062"],
    requirements: ["S1-I-04"],
    summary: "go installs a program without a fixed version.",
    why: """
      `go install path@latest`, or a branch behind the `@`, takes what is newest on the day of the \
      build. A version or a commit makes it the same each time. Where a `go.mod` was copied to the \
      working directory a path without `@` takes the version from there, which hadolint reports all \
      the same.
      """,
    references: ["https://go.dev/ref/mod#go-install"],
    examples: [
      .flags(
        """
        FROM golang:1.25
        RUN go install ‹github.com/air-verse/air@latest› && go install ‹golang.org/x/tools/gopls›
        """),
      .flags(
        """
        FROM golang:1.25
        RUN go run ‹github.com/google/ko@latest› build
        """),
      .accepts(
        """
        FROM golang:1.25
        RUN go run main.go && go run . && go run github.com/google/ko@v0.18.0
        RUN go install github.com/air-verse/air@v1.63.0 && go install ./... && go install std
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN go install github.com/air-verse/air
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .go && command.verb == .install {
        var found: [Subject.Unpinned] = []
        for package in command.packages
        where isUnpinned(package.name, package.version, command.use, subject) {
          found.append(Subject.Unpinned(name: package.name, range: package.range))
        }
        subject.reportUnpinned(
          found, of: command, help: "Write `path@v1.2.3`", &findings)
      }
      for use in subject.facts.commands("go") {
        let words = use.operands(valued: ["-C", "-exec", "-mod", "-modfile", "-tags", "-ldflags"])
        guard words.count > 1, words[0].value == "run", let text = words[1].value,
          let command = PackageCommand(use)
        else { continue }
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        guard !text.hasSuffix(".go"), let name = parts.first,
          isUnpinned(name, parts.count > 1 ? parts[1] : nil, use, subject)
        else { continue }
        subject.reportUnpinned(
          [Subject.Unpinned(name: name, range: words[1].range)], of: command,
          help: "Write `path@v1.2.3`", &findings)
      }
    })

  /// Whether a package comes from elsewhere and its version is not fixed.
  private static func isUnpinned(
    _ name: String, _ version: String?, _ use: CommandUse, _ subject: Subject
  ) -> Bool {
    let host = name.prefix { $0 != "/" }
    guard host.contains("."), !host.hasPrefix("."), !name.hasPrefix("-") else { return false }
    guard let version else { return !hasModule(use, subject) }
    return ["latest", "upgrade", "patch", "main", "master", "head"].contains(version.lowercased())
  }

  /// Whether a module may be where the command runs.
  private static func hasModule(_ use: CommandUse, _ subject: Subject) -> Bool {
    guard let directory = use.directory.value else { return true }
    let files = subject.facts.step(of: use).before.files
    if files.entry(FilePaths.absolute("go.mod", in: directory)) != nil { return true }
    // The folder of the base image, which holds no module, was set by no step.
    guard let entry = files.entry(directory) else { return false }
    return entry.step != nil && entry.hasUnknownContent
  }
}
