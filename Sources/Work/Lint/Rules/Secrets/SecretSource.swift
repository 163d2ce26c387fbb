import BaseImages
import Dockerfile
import Facts
import Secrets
import Source

/// A file that COPY or ADD brings into a stage and that is a secret.
struct SecretSource {
  /// How it is known.
  enum Evidence {
    /// By its name alone.
    case name
    /// By what is in it.
    case content
    /// It lies in a folder that is copied.
    case inside
  }

  /// What it is, such as "SSH private key".
  let title: String
  /// Its path, as the build knows it.
  let path: String
  /// Where the instruction names it.
  let range: SourceRange
  /// How it is known.
  let evidence: Evidence
  /// Whether the name leaves no doubt, or the content was seen.
  let isCertain: Bool

  /// How many bytes of a file are looked at.
  static let contentLimit = 1 << 16

  /// The secrets that a COPY or ADD brings.
  static func all(in transfer: Transfer, step: Step, subject: Subject) -> [SecretSource] {
    let escape = subject.facts.syntax.escape
    let isLocal = transfer.from == nil
    var found: [SecretSource] = []
    for argument in transfer.paths {
      guard let text = step.before.scope.expand(argument, escape: escape).value.value,
        !text.contains("://"), !text.hasPrefix("git@")
      else { continue }
      let path = String(FilePaths.clean("/" + text).dropFirst())
      if isLocal, let context = subject.context {
        if let source = inContext(path, argument.range, transfer, context) { found.append(source) }
      } else if let kind = SecretFile.kind(path), isLocal || kind.certainty == .definite {
        if let source = byName(kind, path, argument.range) { found.append(source) }
      }
    }
    if found.isEmpty, isLocal, let source = destination(of: transfer, step, escape, subject) {
      found.append(source)
    }
    return found
  }

  /// A file that is no secret by its own name, but by the one that it takes in the image.
  private static func destination(
    of transfer: Transfer, _ step: Step, _ escape: UInt8, _ subject: Subject
  ) -> SecretSource? {
    guard transfer.sources.count == 1, transfer.paths.count == 1, subject.context == nil,
      let text = step.before.scope.expand(transfer.destination, escape: escape).value.value,
      !text.hasSuffix("/"), let kind = SecretFile.kind(text), kind.certainty == .definite,
      let source = transfer.paths.first?.value, !isTemplate(source)
    else { return nil }
    return SecretSource(
      title: kind.title, path: text, range: transfer.destination.range, evidence: .name,
      isCertain: true)
  }

  /// The judgement of a name without its content.
  private static func byName(_ kind: SecretFile.Kind, _ path: String, _ range: SourceRange)
    -> SecretSource?
  {
    let name = FilePaths.name(path).lowercased()
    let isSure = kind.certainty == .definite || sure.contains(kind.id)
    let isPattern = name.contains { "*?[".contains($0) }
    guard isSure || isTelling(kind, name) && !isPattern, !isTemplate(name) else { return nil }
    return SecretSource(
      title: kind.title, path: path, range: range, evidence: .name, isCertain: isSure)
  }

  /// Kinds whose names say themselves that a secret is inside.
  private static let sure: Set<String> = ["secrets-file", "ssh-private-key"]

  /// Whether a name that only often means a secret does so strongly enough to speak.
  private static func isTelling(_ kind: SecretFile.Kind, _ name: String) -> Bool {
    switch kind.id {
    case "gcp-service-account", "credentials": return true
    case "env-file":
      return name.hasPrefix(".env.")
        || words(of: name).contains { ["secret", "secrets", "prod", "production"].contains($0) }
    case "pem": return words(of: name).contains { ["key", "private", "privkey"].contains($0) }
    case "key-file":
      let words = words(of: name).dropLast()
      return words.contains { ["private", "server", "tls", "ssl", "client", "ca"].contains($0) }
    default: return false
    }
  }

  private static func words(of name: String) -> [String] {
    name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Whether a name says that the file is made to be filled in.
  private static func isTemplate(_ path: String) -> Bool {
    let words = words(of: path.lowercased())
    return words.contains {
      ["example", "sample", "template", "tmpl", "tpl", "dist", "dummy", "snakeoil"].contains($0)
    }
  }

  // MARK: - With the files at hand

  private static func inContext(
    _ path: String, _ range: SourceRange, _ transfer: Transfer, _ context: any BuildContext
  ) -> SecretSource? {
    let isPattern = path.contains { "*?[".contains($0) }
    if isPattern { return SecretFile.kind(path).flatMap { byName($0, path, range) } }
    switch context.kind(of: path.isEmpty ? "." : path) {
    case .file:
      if context.ignore?.isIgnored(path) == true { return nil }
      return file(path, range, context)
    case .folder:
      let excludes = transfer.excludes.compactMap { try? PathGlob($0.value) }
      var search = ContextSearch(context: context, excludes: excludes)
      guard let hit = search.first(below: path) else { return nil }
      return SecretSource(
        title: hit.title, path: hit.path, range: range, evidence: .inside,
        isCertain: true)
    case .link, nil:
      return SecretFile.kind(path).flatMap { byName($0, path, range) }
    }
  }

  private static func file(_ path: String, _ range: SourceRange, _ context: any BuildContext)
    -> SecretSource?
  {
    if let title = ContextSearch.secret(at: path, in: context, looksAtAll: true) {
      return SecretSource(
        title: title, path: path, range: range, evidence: .content, isCertain: true)
    }
    guard let kind = SecretFile.kind(path) else { return nil }
    // An environment file may hold settings only, and its content was seen.
    let isSure = kind.certainty == .definite && kind.id != "env-file"
    return isSure ? byName(kind, path, range) : nil
  }
}
