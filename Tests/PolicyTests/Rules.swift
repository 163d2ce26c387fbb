import Evidence
import Policy
import Source

/// Rules for tests: those that profiles name, and a few with aliases.
enum Rules {
  static let drivenByPolicy = [
    "curl-pipe-shell", "eol-base", "plain-http", "tofu", "git-clone-branch",
    "secret-mount-missing",
    "healthcheck-missing", "user-uid-low", "user-not-numeric", "base-not-digest-pinned",
    "base-untagged", "base-latest", "label-missing", "package-unpinned-apt",
    "package-unpinned-apk", "package-unpinned-rpm", "pip-unpinned", "npm-unpinned", "gem-unpinned",
    "go-install-unpinned", "untrusted-registry", "dev-variant-in-final", "base-family",
    "copy-after-user", "copy-chmod", "chmod-recursive-exec",
    "writable-code", "healthcheck-client-tool", "stopsignal-missing", "no-multi-stage",
    "healthcheck-timing-missing", "pid1-no-init", "shell-form-command",
    "user-login-shell", "home-missing", "signal-shell-pid1", "recommends-installed", "sudo-used",
    "platform-constant", "label-values", "env-undocumented", "latest-tag",
    "source-before-dependencies", "lock-file-unused", "npm-cache-kept", "python-musl",
  ]

  static let aliases: [String: [String]] = [
    "base-untagged": ["DL3006", "CKV_DOCKER_7", "DS-0001"],
    "base-latest": ["DL3007", "DS-0001"],
    "package-unpinned-apt": ["DL3008"],
    "healthcheck-missing": ["DL3057", "CKV_DOCKER_2", "DS-0026"],
    "sudo-used": ["DL3004", "DS-0010", "CKV2_DOCKER_1"],
    "untrusted-registry": ["DL3026"],
    "command-shell-form": ["JSONArgsRecommended", "DL3025"],
    "user-root": ["DL3002", "AVD-DS-0002", "CKV_DOCKER_8", "last-user-is-root"],
    "unquoted-variable": ["SC2086"],
    "unreachable-stage": ["tally/no-unreachable-stages"],
  ]

  static let all: [RuleDescription] =
    (drivenByPolicy + ["command-shell-form", "user-root", "unquoted-variable", "unreachable-stage"])
    .map { name in
      RuleDescription(
        name: name, family: name.hasPrefix("base-") ? "BaseImage" : "Other", severity: .warning,
        aliases: aliases[name] ?? [], summary: "Finds \(name).", why: "It matters.")
    } + ConfigurationRule.descriptions

  static let index = RuleIndex(all)

  static func named(_ name: String) -> RuleDescription {
    all.first { $0.name == name } ?? all[0]
  }
}

/// Files in memory.
struct Table: ConfigurationFiles {
  var files: [String: String]
  var folders: Set<String> = []

  func bytes(at path: String) throws(Failure) -> [UInt8]? { files[path].map { Array($0.utf8) } }
  func exists(_ path: String) -> Bool { files[path] != nil || folders.contains(path) }
}

func configuration(_ text: String, at path: String = "/r/hardstand.yaml") throws -> Configuration {
  try Configuration(at: path, in: Table(files: [path: text]), rules: Rules.index)
}

extension Configuration {
  var findings: [Finding] { verdicts.flatMap(\.findings) }
}
