import Facts
import Shell
import Source

/// A command that fetches something from the network.
struct Download {
  /// The command.
  let use: CommandUse
  /// The address as far as it is known; nil where none is seen.
  let address: CommandUse.Argument?

  /// The download that a command is; nil where it is none.
  init?(_ use: CommandUse) {
    switch use.program {
    case "curl":
      address =
        use.value(of: "--url")
        ?? use.operands(valued: Self.curlValues).first(where: Self.isAddress)
        ?? use.arguments.first(where: Self.isAddress)
    case "wget", "fetch", "aria2c", "axel":
      address = use.arguments.first(where: Self.isAddress)
    default: return nil
    }
    self.use = use
  }

  private static let curlValues: Set<String> = [
    "-o", "--output", "-H", "--header", "-u", "--user", "-d", "--data", "-X", "--request", "-A",
    "--user-agent", "-e", "--referer", "-x", "--proxy", "--retry", "--retry-delay", "-m",
    "--max-time", "--connect-timeout", "--proto", "-w", "--write-out", "--cacert", "-E", "--cert",
    "--key", "-b", "--cookie", "-T", "-F", "--form",
  ]

  private static func isAddress(_ argument: CommandUse.Argument) -> Bool {
    let text = argument.value ?? argument.text
    return text.contains("://") || text.hasPrefix("$") || text.hasPrefix("\"$")
  }

  /// What the address certainly begins with, such as `https://example.com/`.
  var prefix: String { address?.prefix ?? "" }

  /// Whether the address is on the machine that builds, where nobody sits in between.
  var isLocal: Bool { Self.isLocal(prefix) }

  /// Whether an address is on the own machine or the metadata service of a cloud.
  static func isLocal(_ address: String) -> Bool {
    guard let scheme = address.firstRange(of: "://") else { return false }
    let host = address[scheme.upperBound...].prefix { $0 != "/" && $0 != ":" }
    return ["localhost", "127.0.0.1", "0.0.0.0", "169.254.169.254", "host.docker.internal"]
      .contains(String(host)) || host.hasPrefix("$")
  }
}

/// The commands that hold a file against a checksum or a signature.
enum Verification {
  private static let programs: Set<String> = [
    "sha256sum", "sha512sum", "sha384sum", "sha1sum", "md5sum", "shasum", "b2sum", "gpgv", "cosign",
    "minisign", "signify", "rhash", "sha3sum", "cksfv", "slsa-verifier",
  ]

  /// Whether a command is one.
  static func isOne(_ use: CommandUse) -> Bool {
    guard let program = use.program else { return false }
    if programs.contains(program) { return true }
    switch program {
    case "gpg", "gpg2": return use.arguments.contains { $0.best.hasPrefix("--verify") }
    case "openssl": return use.arguments.first.map { $0.best == "dgst" } ?? false
    case "test", "[":
      return use.arguments.contains { $0.text.contains("sum") || $0.text.contains("sha") }
    default: return false
    }
  }

  /// Whether a step holds what it fetched against something.
  static func happens(in step: Step) -> Bool { step.commands.contains(where: isOne) }
}
