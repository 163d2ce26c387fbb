import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let outdatedOption = Rule(
    "outdated-option", .packages, .warning, fix: .safe,
    aliases: ["tally/ruby/deprecated-bundler-install-flags"], requirements: ["S1-D-10", "S0-2-07"],
    summary:
      "An option or subcommand does not exist, or no longer exists, in the tool that is called.",
    why: """
      A tool that is not pinned is installed in its newest version, and a build that worked stops once \
      an option is gone. Poetry 2 has no `--no-dev` and no `--remove-untracked`. hatch takes the folder of `hatch build` as an argument, not behind \
      `-d`, and `hatch dep show` wants to be told what to show. Bundler 4, which comes with \
      Ruby 4, has none of the options of `bundle install` that it used to remember, such as \
      `--deployment`, `--without` and `--path`; they are settings, and environment variables such as \
      BUNDLE_DEPLOYMENT set them.
      """,
    references: [
      "https://python-poetry.org/history/", "https://hatch.pypa.io/latest/cli/reference/",
    ],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install poetry
        RUN poetry install ‹--no-dev› --no-root
        """,
        fixed: """
          FROM python:3.13-slim
          RUN pip install poetry
          RUN poetry install --only main --no-root
          """),
      .flags(
        """
        FROM python:3.13-slim
        ENV POETRY_VERSION=1.1.13
        RUN poetry install ‹--no-dev›
        """, note: "Poetry 1.1 takes it, but knows no `--only`, so nothing is repaired"),
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install hatch
        RUN hatch build -t wheel ‹-d› out && ‹hatch dep show› > requirements.txt
        """,
        fixed: """
          FROM python:3.13-slim
          RUN pip install hatch
          RUN hatch build -t wheel out && hatch dep show requirements > requirements.txt
          """),
      .flags(
        """
        FROM ruby:4.0-slim
        RUN bundle install ‹--deployment› ‹--without› development
        """),
      .accepts(
        """
        FROM ruby:4.0-slim
        ENV BUNDLE_DEPLOYMENT=1 BUNDLE_WITHOUT=development
        RUN bundle install --jobs 4 && bundle config set path vendor
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN poetry install --only main && hatch build -t wheel out && hatch dep show requirements
        RUN composer install --no-dev && poetry add --dev pytest
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("poetry") { poetry(use, subject, &findings) }
      for use in subject.facts.commands("hatch") { hatch(use, subject, &findings) }
      for use in subject.facts.commands("bundle") { bundler(use, subject, &findings) }
    })

  private static func poetry(_ use: CommandUse, _ subject: Subject, _ findings: inout Findings) {
    guard let verb = use.subcommand?.value,
      ["install", "update", "export", "show", "sync"].contains(verb)
    else { return }
    let version = poetryVersion(use, subject)
    for argument in use.arguments {
      guard let option = argument.value, option == "--no-dev" || option == "--remove-untracked"
      else {
        continue
      }
      if option == "--remove-untracked", verb != "install" { continue }
      let replacement = option == "--no-dev" ? (verb == "export" ? "" : "--only main") : "--sync"
      let knows = version.map { $0 >= (1, 2) } ?? true
      let still = version.map { $0 < (2, 0) } ?? false
      let edit =
        replacement.isEmpty
        ? nil
        : ScriptEdit(
          [TextEdit(argument.range, replacement)],
          adds: replacement.split(separator: " ").map(String.init), drops: [argument.text])
      findings.report(
        argument.range,
        still
          ? "`\(option)` is gone in Poetry 2; the version pinned here still takes it"
          : "`\(option)` is gone in Poetry 2, which stops at it",
        help: replacement.isEmpty
          ? "Leave it out: only the main group is exported" : "Write `\(replacement)`",
        fixes: knows && use.command != nil
          ? edit.map { [subject.fix("Write `\(replacement)`", .safe, $0, at: use)] } ?? [] : [],
        severity: still ? .info : nil)
    }
  }

  /// The major and minor version of Poetry where the file pins it.
  private static func poetryVersion(_ use: CommandUse, _ subject: Subject) -> (Int, Int)? {
    var text = use.variable("POETRY_VERSION", in: subject).value
    for command in subject.packageCommands where command.use.stage <= use.stage {
      for package in command.packages where package.name == "poetry" {
        text = package.version.map { String($0.drop { !$0.isNumber }) } ?? text
      }
    }
    let parts = text?.split(separator: ".").prefix(2).compactMap { Int($0) } ?? []
    guard let major = parts.first else { return nil }
    return (major, parts.count > 1 ? parts[1] : 0)
  }

  /// The options of `bundle install` that Bundler 4 took away, with the setting for each.
  private static let bundlerSettings: [String: String] = [
    "--clean": "BUNDLE_CLEAN", "--deployment": "BUNDLE_DEPLOYMENT", "--frozen": "BUNDLE_FROZEN",
    "--no-prune": "BUNDLE_NO_PRUNE", "--path": "BUNDLE_PATH", "--shebang": "BUNDLE_SHEBANG",
    "--system": "BUNDLE_PATH__SYSTEM", "--with": "BUNDLE_WITH", "--without": "BUNDLE_WITHOUT",
  ]

  private static func bundler(
    _ use: CommandUse, _ subject: Subject, _ findings: inout Findings
  ) {
    guard use.subcommand?.value == "install" || use.subcommand == nil else { return }
    let base = subject.stage(of: use).baseFacts?.reference
    let hasBundler4 =
      base?.familiarRepository == "ruby" && base?.tag?.first == "4"
      && !subject.packageCommands.contains {
        $0.manager == .gem && $0.packages.contains { $0.name == "bundler" }
      }
    for argument in use.arguments {
      let option = String(argument.best.prefix { $0 != "=" })
      guard let setting = bundlerSettings[option] else { continue }
      findings.report(
        argument.range,
        hasBundler4
          ? "`bundle install \(option)` is gone in Bundler 4, which comes with this image"
          : "`bundle install \(option)` is deprecated, and gone in Bundler 4",
        help: "Set `\(setting)` with ENV",
        severity: hasBundler4 ? .error : .info)
    }
  }

  private static func hatch(_ use: CommandUse, _ subject: Subject, _ findings: inout Findings) {
    let words = use.operands(valued: ["-t", "--target", "-e", "--env", "-p", "--project", "-d"])
    switch words.first?.value {
    case "build":
      guard let option = use.option(["-d"]), option.value == "-d" else { return }
      findings.report(
        option.range, "`hatch build` has no option `-d`: the folder is an argument",
        help: "Write the folder alone, as in `hatch build -t wheel out`",
        fixes: use.command == nil
          ? []
          : use.removing(option, in: subject).map {
            [
              subject.fix(
                "Leave `-d` out", .unsafe, $0, at: use,
                risk: "Another tool than the known `hatch` may have the option.")
            ]
          } ?? [])
    case "dep":
      guard words.count == 2, let show = words.last, show.value == "show" else { return }
      findings.report(
        use.range(to: show), "`hatch dep show` stops without saying what to show",
        help: "Write `hatch dep show requirements`",
        fixes: use.inserting("requirements", after: show).map {
          [
            subject.fix(
              "Write `hatch dep show requirements`", .unsafe, $0, at: use,
              risk: "The table that `hatch dep show table` prints may have been meant.")
          ]
        } ?? [])
    default: return
    }
  }
}
