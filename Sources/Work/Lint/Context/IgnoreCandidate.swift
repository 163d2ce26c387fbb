import Source

/// A line that an ignore file may get.
struct IgnoreCandidate {
  /// The line.
  let line: IgnoreAmendment.Line
  /// A path at the root that it leaves out.
  var sample: String { line.sample }
  /// Whether only an unneeded file may have the name, so that it is left out wherever it lies; a secret
  /// may as well be what a folder is copied for.
  let isSecret: Bool

  init(_ pattern: String, _ reason: String, isSecret: Bool = false) {
    line = IgnoreAmendment.Line(pattern, reason)
    self.isSecret = isSecret
  }

  /// The history that a system of version control keeps.
  static let histories = [".git", ".hg", ".svn"]

  /// What a folder or file at the root is that no image needs; nil where its name does not say.
  static func reason(_ name: String) -> String? {
    switch name {
    case ".git", ".hg", ".svn": "the history of the sources"
    case "node_modules": "dependencies, which the build installs itself"
    case ".venv", "venv": "an environment, which the build makes itself"
    case "target", ".gradle": "results, which the build makes itself"
    case "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox": "caches of Python"
    case ".idea", ".vscode": "settings of an editor"
    case ".terraform": "what Terraform fetched"
    case ".DS_Store": "notes of a file manager"
    default: nil
    }
  }

  /// Names at the root that need no place in an image, where nothing asks for them.
  static let unneeded = [
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".pytest_cache",
    ".mypy_cache", ".ruff_cache", ".tox", ".idea", ".vscode", ".terraform", ".DS_Store",
  ]

  /// Folders that are left out only where the build makes them itself.
  static let makings: Set<String> = ["node_modules", ".venv", "venv", "target", ".gradle"]

  /// The line for a name at the root; names that turn up in any folder are left out in all.
  static func unneeded(_ name: String) -> IgnoreCandidate {
    let isEverywhere = ["__pycache__", ".DS_Store"].contains(name)
    return IgnoreCandidate(isEverywhere ? "**/" + name : name, reason(name) ?? "not needed")
  }
}
