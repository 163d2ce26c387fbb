import Dockerfile
import Facts
import Secrets
import Shell
import Source

/// A command that leaves credentials in the layer that it makes.
struct CredentialWrite {
  /// Where the command names them.
  let range: SourceRange
  /// What is left, as the end of a sentence that begins with the command.
  let what: String
  /// The file that holds them; nil where it is not known.
  let file: String?

  /// What a command leaves; nil where it leaves nothing that is certain.
  static func of(_ use: CommandUse, in step: Step) -> CredentialWrite? {
    written(use) ?? copied(use, step) ?? configured(use) ?? addressed(use)
  }

  private static let writing: Set<Redirect.Operator> = [.write, .append, .clobber]

  /// Files of logins that a redirection writes.
  private static func written(_ use: CommandUse) -> CredentialWrite? {
    for redirect in use.command?.redirects ?? [] where writing.contains(redirect.operator) {
      guard let target = redirect.target else { continue }
      let path = target.literal ?? target.unquotedText
      guard let kind = SecretFile.kind(path), files.contains(kind.id) else { continue }
      let content =
        use.arguments.map(\.text) + (use.command?.redirects.compactMap { $0.heredoc?.text } ?? [])
      let isLogin =
        kind.certainty == .definite
        ? content.contains { $0.contains("$") || $0.utf8.count > 12 }
        : content.contains { holdsLogin($0) }
      guard isLogin else { continue }
      return CredentialWrite(
        range: target.range, what: "writes \(kind.title) to `\(path)`", file: path)
    }
    return nil
  }

  private static let files: Set<String> = [
    "npm-credentials", "pypi-credentials", "netrc", "git-credentials", "docker-credentials",
    "aws-credentials", "cargo-credentials", "rubygems-credentials", "composer-credentials",
    "maven-credentials", "github-credentials", "terraform-credentials", "database-credentials",
  ]

  /// Whether a text of a configuration holds a login.
  private static func holdsLogin(_ text: String) -> Bool {
    let lower = text.lowercased()
    return ["_auth", "_password", "authtoken", "<password>", "github-oauth", "password ="]
      .contains { lower.contains($0) } || hasLoginInAddress(text)
  }

  /// The file of a secret mount that is copied out of it.
  private static func copied(_ use: CommandUse, _ step: Step) -> CredentialWrite? {
    guard case .run(let run)? = step.instruction.body else { return nil }
    for mount in run.mounts where mount.type == "secret" {
      guard let path = mount.secretPath else { continue }
      switch use.program {
      case "cp", "install", "mv":
        let operands = use.operands(valued: ["-m", "-o", "-g", "--mode", "-t"])
        guard operands.count > 1, operands.dropLast().contains(where: { $0.value == path }),
          let last = operands.last, !isElsewhere(last.best)
        else { continue }
        return CredentialWrite(
          range: use.range, what: "copies the secret `\(path)` to `\(last.best)`", file: last.best)
      case "cat":
        guard use.arguments.contains(where: { $0.value == path }),
          use.context?.output == .redirected,
          let target = use.command?.redirects.first(where: { writing.contains($0.operator) })?
            .target, !isElsewhere(target.unquotedText)
        else { continue }
        return CredentialWrite(
          range: use.range.union(target.range),
          what: "copies the secret `\(path)` to `\(target.unquotedText)`",
          file: target.unquotedText)
      default: continue
      }
    }
    return nil
  }

  private static func isElsewhere(_ path: String) -> Bool {
    path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
  }

  private static let configuring: Set<String> = [
    "npm", "pnpm", "yarn", "docker", "podman", "buildah", "nerdctl", "helm", "aws", "poetry",
    "composer", "pip", "pip3", "git",
  ]

  /// Logins that a program keeps in its own configuration.
  private static func configured(_ use: CommandUse) -> CredentialWrite? {
    guard let program = use.program, configuring.contains(program) else { return nil }
    func has(_ word: String) -> Bool { use.arguments.contains { $0.best == word } }
    func holding(_ parts: String...) -> CommandUse.Argument? {
      use.arguments.first { argument in
        let text = argument.text.lowercased()
        return parts.contains { text.contains($0) }
      }
    }
    let found: CommandUse.Argument?
    switch program {
    case "npm", "pnpm", "yarn":
      found =
        has("set") ? holding(":_auth", "_authtoken", ":_password", "npmauthtoken") : nil
    case "docker", "podman", "buildah", "nerdctl", "helm":
      found = has("login") ? use.arguments.first { $0.best == "login" } : nil
    case "aws": found = has("configure") && has("set") ? holding("secret_access_key") : nil
    case "poetry": found = has("config") ? holding("http-basic.", "pypi-token.") : nil
    case "composer": found = has("config") ? holding("github-oauth", "http-basic.") : nil
    case "pip", "pip3":
      found = has("config") ? use.arguments.first { hasLoginInAddress($0.text) } : nil
    case "git":
      found = has("config") ? use.arguments.first { hasLoginInAddress($0.text) } : nil
    default: found = nil
    }
    return found.map {
      CredentialWrite(
        range: $0.range, what: "keeps the login in its configuration", file: nil)
    }
  }

  /// Logins in the address of a repository, which git keeps beside the files.
  private static func addressed(_ use: CommandUse) -> CredentialWrite? {
    guard use.program == "git" else { return nil }
    let verb = use.subcommand?.best
    guard verb == "clone" || verb == "remote",
      let argument = use.arguments.first(where: { hasLoginInAddress($0.text) })
    else { return nil }
    return CredentialWrite(
      range: argument.range, what: "keeps the login of the address in `.git/config`", file: ".git")
  }

  /// Whether an address has a password or a token before its host: `https://name:secret@host`, or a
  /// variable there.
  static func hasLoginInAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let scheme = bytes.firstRange(of: Array("://".utf8)) else { return false }
    let authority = bytes[scheme.upperBound...].prefix {
      $0 != UInt8(ascii: "/") && $0 > 0x20
    }
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let login = authority[..<at]
    guard let colon = login.firstIndex(of: UInt8(ascii: ":")) else {
      return login.contains(UInt8(ascii: "$"))
    }
    return colon + 1 < login.endIndex
  }
}

extension Mount {
  /// Where a secret appears; nil where it appears as a variable only, or the place is not known.
  var secretPath: String? {
    if let target { return target.contains("$") ? nil : target }
    if has("env") { return nil }
    guard let id, !id.contains("$") else { return nil }
    return "/run/secrets/\(id)"
  }
}
