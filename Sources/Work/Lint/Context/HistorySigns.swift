import Facts

/// Looks for signs, in the files that say how a project is built, that the build asks for the history of
/// its sources.
struct HistorySigns {
  /// How many files are opened, and how much of each is read.
  static let fileLimit = 200
  static let byteLimit = 64 << 10
  /// How deep the files lie that are looked at.
  static let depthLimit = 3

  /// The first sign, with the file that shows it; nil where there is none.
  static func first(in context: any BuildContext, _ listing: ContextListing) -> String? {
    var opened = 0
    for (path, kind) in listing.entries where kind == .file {
      guard path.count(where: { $0 == "/" }) <= depthLimit, tells(FilePaths.name(path)) else {
        continue
      }
      opened += 1
      if opened > fileLimit { return nil }
      guard let bytes = context.contents(of: path, limit: byteLimit) else { continue }
      if let sign = sign(in: String(decoding: bytes, as: UTF8.self)) {
        return "`\(path)` speaks of \(sign)"
      }
    }
    return nil
  }

  /// Whether a file by its name says how something is built.
  private static func tells(_ name: String) -> Bool {
    if names.contains(name) { return true }
    if name.contains(".config.") { return true }
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return false }
    return endings.contains(String(name[name.index(after: dot)...]))
  }

  private static let names: Set<String> = [
    "pyproject.toml", "setup.py", "setup.cfg", "Makefile", "makefile", "GNUmakefile", "justfile",
    "Justfile", "Taskfile.yml", "Rakefile", "CMakeLists.txt", "meson.build", "configure.ac",
    "package.json", "lerna.json", "Cargo.toml", "build.rs", "pom.xml", "build.sbt", "mkdocs.yml",
    "hugo.toml", "hugo.yaml", "config.toml", "Directory.Build.props", "version.json", "magefile.go",
    ".goreleaser.yml", ".goreleaser.yaml", "gulpfile.js", "Gruntfile.js", "conf.py",
  ]

  private static let endings: Set<String> = [
    "sh", "bash", "mk", "cmake", "gradle", "kts", "gemspec", "csproj", "fsproj", "cabal", "mill",
  ]

  /// Programs and libraries that read the history while they build.
  private static let readers = [
    "setuptools_scm", "setuptools-scm", "hatch-vcs", "hatch_vcs", "versioneer",
    "poetry-dynamic-versioning", "versioningit", "dunamai", "setuptools-git-versioning", "flit_scm",
    "setuptools-git", "pbr", "source = \"scm\"", "vergen", "shadow-rs", "git-version",
    "git-testament", "git-commit-id", "buildnumber-maven-plugin", "jgitver", "axion-release",
    "grgit", "gradle-git-properties", "nebula.release", "nbgv", "Nerdbank.GitVersioning", "MinVer",
    "GitVersion", "GitInfo", "git-revision-webpack-plugin", "git-rev-sync", "git-describe",
    "git-revision-date", "enableGitInfo", "showLastUpdate", "sbt-git", "sbt-dynver", "nx affected",
    "hooksPath", "-buildvcs=true",
  ]

  /// What git is asked about a history.
  private static let questions: Set<String> = [
    "describe", "rev-parse", "log", "show", "rev-list", "name-rev", "symbolic-ref", "ls-files",
    "submodule", "archive", "status", "diff", "branch", "tag", "shortlog", "cat-file",
  ]

  private static func sign(in text: String) -> String? {
    for reader in readers where text.contains(reader) {
      // A name of three letters stands within many words.
      if reader == "pbr", !text.contains("pbr=True"), !text.contains("'pbr"),
        !text.contains("\"pbr")
      {
        continue
      }
      return "`\(reader)`"
    }
    for line in text.split(whereSeparator: \.isNewline) where line.contains("git") {
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "." && $0 != "/" }
      for (index, word) in words.enumerated() where word == "git" {
        // `git -C folder describe` and the list `["git", "describe"]` alike.
        let next = words[(index + 1)...].prefix(4).first { questions.contains(String($0)) }
        if let next { return "`git \(next)`" }
      }
      if let word = words.first(where: { $0.hasPrefix(".git/") }) {
        return "`\(word)`"
      }
    }
    return nil
  }
}
