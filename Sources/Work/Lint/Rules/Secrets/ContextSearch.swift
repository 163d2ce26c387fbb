import Dockerfile
import Facts
import Secrets

/// A search for secrets among the files of a build context that the ignore file lets through.
struct ContextSearch {
  /// A secret that was found.
  struct Hit {
    /// Its path in the context.
    let path: String
    /// What it is.
    let title: String
    /// What its name says.
    let kind: SecretFile.Kind
  }

  /// How many names are looked at, so that a huge tree costs no more than a moment.
  static let nameLimit = 20_000
  /// How many files are opened.
  static let openLimit = 200
  /// How deep folders are followed.
  static let depthLimit = 16

  /// Folders that hold the files of other projects, whose keys are those of their tests.
  private static let foreign: Set<String> = [
    ".git", "node_modules", "vendor", ".venv", "venv", "site-packages", "target", "testdata",
    "fixtures", "test", "tests", "__tests__", "spec", "examples",
  ]

  let context: any BuildContext
  let excludes: [PathGlob]
  /// Files and folders that are not looked at.
  let skipped: Set<String>
  private var names = 0
  private var opened = 0

  init(
    context: any BuildContext, excludes: [PathGlob] = [], skipped: Set<String> = []
  ) {
    self.context = context
    self.excludes = excludes
    self.skipped = skipped
  }

  /// The first secret at or below a folder, in the order of the names.
  mutating func first(below folder: String) -> Hit? { all(below: folder, limit: 1).first }

  /// At most so many secrets at or below a folder, in the order of the names.
  mutating func all(below folder: String, limit: Int) -> [Hit] {
    var hits: [Hit] = []
    _ = search(folder, depth: 0, limit: limit, &hits)
    return hits
  }

  /// Adds the secrets of a folder; returns false where enough was looked at.
  private mutating func search(
    _ folder: String, depth: Int, limit: Int, _ hits: inout [Hit]
  ) -> Bool {
    if depth > Self.depthLimit { return true }
    var folders: [String] = []
    for name in context.names(in: folder.isEmpty ? "." : folder) {
      names += 1
      if names > Self.nameLimit { return false }
      let path = folder.isEmpty || folder == "." ? name : folder + "/" + name
      if skipped.contains(path) { continue }
      let kind = SecretFile.kind(path)
      if kind == nil, name.contains("."), !name.hasPrefix("."), depth > 0 { continue }
      switch context.kind(of: path) {
      case .folder:
        if !Self.foreign.contains(name) { folders.append(path) }
      case .file:
        guard let kind, !isLeftOut(path) else { continue }
        opened += 1
        if opened > Self.openLimit { return false }
        let title = Self.secret(at: path, in: context, looksAtAll: false)
        if let title {
          hits.append(Hit(path: path, title: title, kind: kind))
        } else if kind.certainty == .definite, Self.isNamedSurely(kind) {
          hits.append(Hit(path: path, title: kind.title, kind: kind))
        }
        if hits.count >= limit { return false }
      case .link, nil: continue
      }
    }
    for path in folders where context.ignore?.mayContainIncluded(under: path) != false {
      if !search(path, depth: depth + 1, limit: limit, &hits) { return false }
    }
    return true
  }

  /// Whether a definite name counts without its content: an environment file may hold settings only.
  private static func isNamedSurely(_ kind: SecretFile.Kind) -> Bool { kind.id != "env-file" }

  private func isLeftOut(_ path: String) -> Bool {
    if context.ignore?.isIgnored(path) == true { return true }
    return excludes.contains { $0.matches(path) }
  }

  /// What the start of a file holds that is a secret; nil where nothing is.
  static func secret(at path: String, in context: any BuildContext, looksAtAll: Bool) -> String? {
    guard let bytes = context.contents(of: path, limit: SecretSource.contentLimit),
      !bytes.prefix(512).contains(0)
    else { return nil }
    // Only a file that is made for secrets is judged by values that may be defaults.
    let kind = SecretFile.kind(path)
    let isMade = kind != nil
    let detector = SecretDetector(
      threshold: isMade ? .possible : .likely, looksAtAssignments: isMade)
    let found = detector.findings(in: bytes).first { isMade || $0.kind.contains("private-key") }
    if found == nil, kind?.id == "env-file" { return variable(in: bytes) }
    return found?.title
  }

  /// The first variable of an environment file whose name and value say that it is a secret.
  private static func variable(in bytes: [UInt8]) -> String? {
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(2_000) {
      guard let equals = line.firstIndex(of: UInt8(ascii: "=")), line.first != UInt8(ascii: "#")
      else { continue }
      let words = String(decoding: line[..<equals], as: UTF8.self).split(separator: " ")
      let value = String(decoding: line[(equals + 1)...].prefix(512), as: UTF8.self)
      guard let name = words.last.map(String.init), SecretSetting.isSecret(name, value: value)
      else { continue }
      let kind = SecretValue(value)
      if kind == .literal || kind == .weak { return "the value of `\(name)`" }
    }
    return nil
  }
}
