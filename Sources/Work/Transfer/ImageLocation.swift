import Host
public import OCI
public import Source

/// Where an image is or goes, as a user names it.
///
/// | form | place |
/// |---|---|
/// | `NAME` | the store where it has the name, else the registry |
/// | `store:NAME` | the store |
/// | `docker://NAME` | the registry |
/// | `oci:DIR[:TAG]` | a folder of images |
/// | `oci-archive:FILE[:TAG]` | such a folder as a tar archive |
/// | `docker-archive:FILE[:NAME]` | what `docker save` writes |
/// | `docker-daemon:NAME` | the images of a Docker daemon |
public enum ImageLocation: Hashable, Sendable {
  /// Nothing but a name, or the beginning of a digest.
  case bare(String)
  /// A name of the store, or the beginning of a digest.
  case store(String)
  /// An image of a registry.
  case registry(ImageReference)
  /// An image of a folder, by its name in the index.
  case layout(folder: String, name: String?)
  /// An image of an archive of OCI.
  case layoutArchive(file: String, name: String?)
  /// An image of an archive of Docker.
  case dockerArchive(file: String, name: String?)
  /// An image of a Docker daemon.
  case dockerDaemon(String)

  private static let others = [
    "dir", "containers-storage", "ostree", "sif", "tarball", "containerd", "docker-image", "http",
    "https", "file",
  ]

  /// Understands what a user wrote.
  /// - Parameters:
  ///   - text: The words.
  ///   - folder: What relative paths start at.
  /// - Throws: `Failure` when it is no place that hardstand knows, or a name is not well-formed.
  public init(parsing text: String, folder: String) throws(Failure) {
    func path(_ rest: Substring) throws(Failure) -> (String, String?) {
      let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = parts.first, !first.isEmpty else {
        throw Failure(
          "cannot understand `\(text)`", because: ["it names no file"],
          hint: "write the path after the colon")
      }
      let name = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
      return (Paths.join(folder, String(first)), name)
    }
    let scheme = text.prefix { $0 != ":" }
    let rest = text.dropFirst(scheme.count + 1)
    switch scheme {
    case "docker" where rest.hasPrefix("//"):
      self = .registry(try ImageLocation.reference(String(rest.dropFirst(2))))
    case "store" where text.contains(":"): self = .store(try ImageLocation.name(String(rest)))
    case "oci" where text.contains(":"):
      let (folder, name) = try path(rest)
      self = .layout(folder: folder, name: name)
    case "oci-archive":
      let (file, name) = try path(rest)
      self = .layoutArchive(file: file, name: name)
    case "docker-archive":
      let (file, name) = try path(rest)
      self = .dockerArchive(file: file, name: name)
    case "docker-daemon": self = .dockerDaemon(try ImageLocation.name(String(rest)))
    default:
      // A number after the colon is the port of a registry that happens to have such a name.
      if ImageLocation.others.contains(String(scheme)), text.contains(":"),
        rest.first.map({ !$0.isNumber }) ?? true
      {
        throw Failure(
          "cannot understand `\(text)`", because: ["`\(scheme):` is no place that hardstand knows"],
          hint: "use docker://, store:, oci:, oci-archive:, docker-archive: or docker-daemon:")
      }
      self = .bare(try ImageLocation.name(text))
    }
  }

  /// A name in full.
  /// - Throws: `Failure` that says what is wrong with it.
  public static func reference(_ text: String) throws(Failure) -> ImageReference {
    do throws(ImageReferenceProblem) {
      return try ImageReference(parsing: text)
    } catch {
      throw Failure("cannot understand the image name `\(text)`", because: [error.message])
    }
  }

  /// A name, or the beginning of a digest.
  private static func name(_ text: String) throws(Failure) -> String {
    if !isDigestPrefix(text) { _ = try reference(text) }
    return text
  }

  /// Whether a text may be the beginning of a digest: `sha256:` or nothing, and four hexadecimal digits
  /// or more.
  static func isDigestPrefix(_ text: String) -> Bool {
    let hex = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
    return (4...64).contains(hex.utf8.count)
      && hex.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

extension ImageLocation: CustomStringConvertible {
  /// The place as a user writes it.
  public var description: String {
    func with(_ name: String?) -> String { name.map { ":\($0)" } ?? "" }
    return switch self {
    case .bare(let name): name
    case .store(let name): "store:\(name)"
    case .registry(let reference): "docker://\(reference.familiar)"
    case .layout(let folder, let name): "oci:\(folder)\(with(name))"
    case .layoutArchive(let file, let name): "oci-archive:\(file)\(with(name))"
    case .dockerArchive(let file, let name): "docker-archive:\(file)\(with(name))"
    case .dockerDaemon(let name): "docker-daemon:\(name)"
    }
  }
}
