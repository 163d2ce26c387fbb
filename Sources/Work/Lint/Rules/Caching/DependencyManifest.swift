import Dockerfile
import Facts
import Source

/// The files that an installation of dependencies reads.
enum DependencyManifest {
  /// The files of a command, as paths below the folder that it runs in; nil where they are not known, or
  /// where the command needs the sources themselves.
  ///
  /// A file that need not be there has a pattern that matches nothing without it.
  static func files(of use: CommandUse, _ subject: Subject) -> [String]? {
    switch use.program {
    case "npm": ["package.json", "package-lock.json*"]
    case "yarn": ["package.json", "yarn.lock"]
    case "pnpm": ["package.json", "pnpm-lock.yaml"]
    case "bun": ["package.json", "bun.lock*"]
    case "bundle": ["Gemfile", "Gemfile.lock"]
    case "go": ["go.mod", "go.sum*"]
    case "mix": ["mix.exs", "mix.lock"]
    case "pipenv": ["Pipfile", "Pipfile.lock"]
    case "mvn": ["pom.xml"]
    // These two install the project itself unless they are told not to.
    case "poetry": use.hasOption("--no-root") ? ["pyproject.toml", "poetry.lock"] : nil
    case "uv": use.hasOption("--no-install-project") ? ["pyproject.toml", "uv.lock"] : nil
    case "pip", "pip3", "python", "python3": requirements(of: use)
    default: nil
    }
  }

  /// The files of `pip install -r`.
  private static func requirements(of use: CommandUse) -> [String]? {
    var files: [String] = []
    var takesNext = false
    for argument in use.arguments {
      guard let value = argument.value else { return nil }
      if takesNext {
        files.append(value)
        takesNext = false
      } else if value == "-r" || value == "--requirement" || value == "-c"
        || value == "--constraint"
      {
        takesNext = true
      } else if value.hasPrefix("--requirement=") {
        files.append(String(value.dropFirst("--requirement=".count)))
      }
    }
    return files.isEmpty ? nil : files
  }

  /// Whether a list of dependencies names other files of the project, which the installation reads too.
  static func needsSources(_ name: String, _ text: String) -> Bool {
    switch FilePaths.name("/" + name) {
    case "package.json":
      // Folders of the project, and scripts that an installation runs.
      return [
        "\"file:", "\"link:", "\"workspace:", "\"portal:", "\"workspaces\"", "\"preinstall\"",
        "\"install\"", "\"postinstall\"", "\"prepare\"", "\"patchedDependencies\"",
      ].contains { text.contains($0) }
    case "go.mod": return text.contains("=> ./") || text.contains("=> ../")
    case "Gemfile":
      return ["path:", ":path", "gemspec", "eval_gemfile", "require_relative"].contains {
        text.contains($0)
      }
    case "pom.xml": return text.contains("<module>") || text.contains("<relativePath>")
    case "pyproject.toml": return text.contains("path =") || text.contains("path=")
    case let file where file.hasSuffix(".txt"):
      return text.split(whereSeparator: \.isNewline).contains { line in
        let line = line.drop { $0 == " " || $0 == "\t" }
        return ["-r", "--requirement", "-c", "--constraint", "-e", "--editable", ".", "/", "file:"]
          .contains { line.hasPrefix($0) } || line.contains("@ file:")
      }
    default: return false
    }
  }
}
