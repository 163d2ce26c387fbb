import Archive
import Debian

/// What maintainer scripts of packages would do to a system, done as data.
struct Effect: Sendable {
  /// What an effect works with.
  struct Context {
    let spec: BaseSpec
    /// Debian's name of the architecture.
    let architecture: String
    let packages: [DebFile]
    /// When the base is dated, in seconds since 1970-01-01T00:00:00Z.
    let date: Int64
    /// The entries of the machine's sources for apt, where the specification asks for them.
    let aptSources: String?
    /// What a person should know.
    var notes: [String] = []

    /// A package of the base; nil where it is not one.
    func package(_ name: String) -> DebFile? { packages.first { $0.name == name } }

    /// The triplet of folders of libraries, such as `x86_64-linux-gnu`.
    var triplet: String {
      switch architecture {
      case "amd64": "x86_64-linux-gnu"
      case "arm64": "aarch64-linux-gnu"
      case "armhf": "arm-linux-gnueabihf"
      case "i386": "i386-linux-gnu"
      case "ppc64el": "powerpc64le-linux-gnu"
      default: "\(architecture)-linux-gnu"
      }
    }
  }

  /// The packages whose scripts do it, as far as it is bound to packages.
  let packages: Set<String>
  /// Does it.
  let apply: @Sendable (inout BaseTree, inout Context) -> Void

  /// All effects, in the order in which they are done.
  static let all: [Effect] = [
    standardFolders, accounts, nameServices, certificateBundle, openSSLFolder, javaKeyStore,
    javaFiles,
    timeZone, sharedLibraries, pythonFiles, alternatives, shells, pluggableAuthentication,
    shellFiles,
    busyboxLinks, deadScripts, packageDatabase,
    undoneScripts,
  ]
}
