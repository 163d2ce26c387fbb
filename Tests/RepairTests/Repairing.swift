import BaseImages
import Dockerfile
import Evidence
import Facts
import Lint
import Policy
import Repair
import Source

/// Makes repairers as the command does.
enum Repairing {
  static let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)

  /// The rules that have a repair.
  static let repairing = RuleBook.descriptions.filter { $0.fix != nil }.map(\.name)

  static func check(
    profile: String = "default", on names: [String] = [], only: [String] = []
  ) throws -> FileCheck {
    let policy = try EffectivePolicy(
      rules: rules,
      flags: PolicyOptions(
        profile: profile, select: only, rules: names.map { "\($0)=on" }, knowing: rules))
    guard let day = Day(year: 2026, month: 11, day: 21) else { throw Failure("no such day") }
    return FileCheck(policy: policy.common, rules: rules, today: day)
  }

  /// A repairer for some rules, under the profile that measures everything.
  static func repairer(rules names: [String], includesUnsafe: Bool) throws -> Repairer {
    Repairer(
      check: try check(profile: "strict", only: names), includesUnsafe: includesUnsafe,
      rules: Set(names))
  }
}

/// A build context of files that a test names.
struct FileContext: BuildContext {
  let files: [String: String]

  var ignore: IgnoreFile? {
    files[".dockerignore"].map { .parse(source: SourceText(name: ".dockerignore", text: $0)) }
  }
  var ignoreName: String { ".dockerignore" }

  func kind(of path: String) -> ContextEntryKind? {
    if files[path] != nil { return .file }
    let isFolder = path.isEmpty || files.keys.contains { $0.hasPrefix(path + "/") }
    return isFolder ? .folder : nil
  }

  func names(in path: String) -> [String] {
    let prefix = path.isEmpty || path == "." ? "" : path + "/"
    return Set(
      files.keys.filter { $0.hasPrefix(prefix) }
        .map { String($0.dropFirst(prefix.count).prefix { $0 != "/" }) }
    ).sorted()
  }

  func contents(of path: String, limit: Int) -> [UInt8]? {
    files[path].map { Array($0.utf8.prefix(limit)) }
  }
}
