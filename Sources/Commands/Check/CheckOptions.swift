import Arguments
import BaseImages
import Report

/// What `check` takes.
enum CheckOptions {
  static let paths = ArgumentDescription(
    "PATH", .any, .path, help: "Files and folders, or - for stdin; the current folder without")
  static let format = OptionDescription.value(
    "format", short: "f", "FORMAT",
    .choices(ReportFormat.allCases.map { .init($0.rawValue, $0.summary) }), default: "human",
    group: "Report", help: "How to tell what was found")
  static let output = OptionDescription.value(
    "output", short: "o", "FILE", .file, group: "Report", help: "Write the report to a file")
  static let statistics = OptionDescription.flag(
    "statistics", group: "Report", help: "Count findings by rule instead")
  static let failOn = OptionDescription.value(
    "fail-on", "SEVERITY",
    .choices([
      .init("error", "Errors"), .init("warning", "Warnings and errors"),
      .init("info", "Any finding"), .init("never", "Nothing"),
    ]), group: "Policy", help: "What makes the exit code 1 [default: warning]")
  static let profile = OptionDescription.value(
    "profile", short: "p", "NAME", .dynamic("profiles"), group: "Policy",
    help: "The policy profile [default: default]")
  static let select = OptionDescription.list(
    "select", "RULES", .dynamic("rules"), group: "Policy",
    help: "Run these rules only: names, aliases, families, globs")
  static let ignore = OptionDescription.list(
    "ignore", "RULES", .dynamic("rules"), group: "Policy", help: "Do not run these rules")
  static let rule = OptionDescription.list(
    "rule", "RULE=LEVEL", group: "Policy",
    help: "Set a rule to error, warning, info, on or off")
  static let set = OptionDescription.list(
    "set", "KEY=VALUE", separator: nil, group: "Policy",
    help: "Set a value that rules measure against")
  static let config = OptionDescription.value(
    "config", "FILE", .file, group: "Policy", help: "Read this configuration file")
  static let noConfig = OptionDescription.flag(
    "no-config", group: "Policy", help: "Read no configuration file")
  static let asOf = OptionDescription.value(
    "as-of", "DATE", group: "Policy", help: "Judge ends of life as of this day, such as 2026-11-21")
  static let baseline = OptionDescription.value(
    "baseline", "FILE", .file, group: "Policy", help: "Leave out what this file lists")
  static let writeBaseline = OptionDescription.value(
    "write-baseline", "FILE", .file, group: "Policy", help: "List all findings in this file")
  static let shellcheck = OptionDescription.flag(
    "shellcheck", group: "Input",
    help: "Run ShellCheck on the shell text of RUN too; it must be installed")
  static let context = OptionDescription.value(
    "context", "FOLDER", .folder, group: "Input",
    help: "The build context [default: the file's folder]")
  static let name = OptionDescription.value(
    "stdin-filename", "PATH", .file, group: "Input", help: "What to call the standard input")

  static let fix = OptionDescription.flag(
    "fix", group: "Repair", help: "Repair the files instead, as `hardstand fix` does")

  /// The day by which ends of life are judged.
  static func today(_ arguments: ParsedArguments, _ session: Session) throws -> Day {
    guard let text = arguments.value(asOf) else { return Day(secondsSince1970: session.now()) }
    guard let day = Day(text) else {
      throw UsageError("`\(text)` is no day", hint: "Write it as 2026-11-21")
    }
    return day
  }

  static let all = [
    format, output, statistics, failOn, profile, select, ignore, rule, set, config, noConfig, asOf,
    baseline, writeBaseline, context, name, shellcheck, fix,
    FixOptions.diff, FixOptions.unsafe, FixOptions.show,
  ]
}
