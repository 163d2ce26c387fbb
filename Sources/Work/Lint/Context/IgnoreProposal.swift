import Dockerfile
import Facts
import Secrets
import Source

/// The lines that the ignore file of a context lacks, as far as nothing needs what they leave out.
struct IgnoreProposal {
  private let context: any BuildContext
  let needs: ContextNeeds

  /// A proposal for the context of a subject; nil where that is not known.
  init?(_ subject: Subject) {
    guard let context = subject.context, let needs = ContextNeeds(subject.facts) else { return nil }
    self.context = context
    self.needs = needs
  }

  /// Whether a name at the root has no place in an image, and nothing asks for it.
  func isUnneeded(_ name: String) -> Bool {
    if IgnoreCandidate.makings.contains(name), !needs.makes(name) { return false }
    if IgnoreCandidate.histories.contains(name), needs.history != nil { return false }
    return !needs.isNamed(name)
  }

  // MARK: - Repairs

  /// What changes for builds and images with these lines.
  private static let risk =
    "What the lines name is no longer sent to the builder: a command of the build, or the program in the container, that reads such a file finds it no more."

  /// A repair that adds lines for names at the root.
  func repair(leavingOut names: [String]) -> [Fix] {
    fix(names.filter(isUnneeded).map { IgnoreCandidate.unneeded($0) })
  }

  /// A repair that adds lines for secrets.
  func repair(leavingOut hits: [ContextSearch.Hit]) -> [Fix] { fix(secrets(hits)) }

  /// A repair that writes an ignore file, where there is none.
  func repairWritingFile() -> [Fix] {
    var names = IgnoreCandidate.unneeded.filter { context.kind(of: $0) != nil }
    for name in [".git", ".idea", ".vscode", ".DS_Store"] where !names.contains(name) {
      names.append(name)
    }
    if needs.makes("node_modules"), !names.contains("node_modules") { names.append("node_modules") }
    if needs.makes("target"),
      ["Cargo.toml", "pom.xml"].contains(where: { context.kind(of: $0) != nil })
    {
      names.append("target")
    }
    if needs.makes(".gradle") { names.append(".gradle") }
    if usesPython {
      for name in [".venv", "venv", "__pycache__"] where !names.contains(name) {
        names.append(name)
      }
    }
    var search = ContextSearch(context: context)
    let hits = search.all(below: "", limit: Self.mostSecrets)
    return fix(
      names.filter(isUnneeded).map { IgnoreCandidate.unneeded($0) } + Self.usualSecrets
        + secrets(hits))
  }

  private static let mostSecrets = 64

  /// Names that mean a secret in every project, whether one is there or not.
  private static let usualSecrets = [
    IgnoreCandidate("**/.env", "variables with secrets", isSecret: true),
    IgnoreCandidate("**/id_rsa", "a private key", isSecret: true),
    IgnoreCandidate("**/id_ed25519", "a private key", isSecret: true),
  ]

  private var usesPython: Bool {
    ["pyproject.toml", "requirements.txt", "setup.py", "Pipfile"].contains {
      context.kind(of: $0) == .file
    }
  }

  /// Kinds of files that programs of the build read by themselves, though no command names them.
  private static let implicit: Set<String> = [
    "npm-credentials", "pypi-credentials", "composer-credentials", "maven-credentials",
    "rubygems-credentials", "cargo-credentials", "netrc", "git-credentials", "wordpress-config",
    "terraform-variables", "terraform-credentials", "docker-credentials",
  ]

  private func secrets(_ hits: [ContextSearch.Hit]) -> [IgnoreCandidate] {
    hits.compactMap { hit in
      let isReadByTools = needs.takesAll && Self.implicit.contains(hit.kind.id)
      guard !isReadByTools, hit.path.allSatisfy(Self.isPlain) else { return nil }
      return IgnoreCandidate(hit.path, "a secret (\(hit.title))", isSecret: true)
    }
  }

  /// Whether a character means itself in a pattern, wherever it stands.
  private static func isPlain(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "/._-+@".contains(character)
  }

  private func fix(_ candidates: [IgnoreCandidate]) -> [Fix] {
    if context.ignore?.firstMalformed != nil { return [] }
    var amendment = IgnoreAmendment(of: context.ignorePath, before: context.ignoreSource)
    let secrets = Set(candidates.filter(\.isSecret).map(\.sample))
    amendment.addUncovered(candidates.filter { isAdmitted($0, secrets) }.map(\.line))
    if amendment.lines.isEmpty { return [] }
    let lines = amendment.lines.count == 1 ? "1 line" : "\(amendment.lines.count) lines"
    let title =
      amendment.before == nil
      ? "Write `\(amendment.path)` with \(lines)" : "Add \(lines) to `\(amendment.path)`"
    return [Fix(title, .unsafe, [], risk: Self.risk, ignore: amendment)]
  }

  /// Whether a line leaves out something, and nothing that anything needs.
  private func isAdmitted(_ candidate: IgnoreCandidate, _ secrets: Set<String>) -> Bool {
    let ignore = context.ignore
    if ignore?.isIgnored(candidate.sample) == true || needs.isNamed(candidate.sample) {
      return false
    }
    if candidate.isSecret, needs.isInSource(candidate.sample) { return false }
    guard candidate.line.pattern != candidate.sample else { return true }
    // In all folders: what is there has to be looked at.
    guard needs.listing.isComplete else { return false }
    let pattern = IgnorePattern(candidate.line.pattern)
    return needs.listing.entries.allSatisfy { path, _ in
      guard FilePaths.name(path) == candidate.sample, pattern.matches(path),
        ignore?.isIgnored(path) != true
      else { return true }
      if needs.isNamed(path) { return false }
      return !candidate.isSecret || secrets.contains(path) && !needs.isInSource(path)
    }
  }
}
