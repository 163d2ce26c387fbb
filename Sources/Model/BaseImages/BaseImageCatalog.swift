import CBaseImages
import Documents
public import OCI
import Synchronization

/// What is known of public base images.
///
/// The data are JSON files inside of the program, one for each group of
/// images, of which only what is asked for is read. Each row names its sources
/// and the day on which they were read.
public final class BaseImageCatalog: Sendable {
  /// The catalogue that is built in.
  public static let shared = BaseImageCatalog()

  private let values = Mutex<[[String]: JSON?]>([:])
  private let rows = Mutex<[String: ImageRow]>([:])
  private let known = Mutex<[ImageReference: BaseImageFacts]>([:])

  /// A catalogue of the built-in data.
  init() {}

  /// What is certain of the image that a reference names; nil where its
  /// repository is not in the catalogue.
  public func facts(for reference: ImageReference) -> BaseImageFacts? {
    if let facts = known.withLock({ $0[reference] }) { return facts }
    guard let row = row(for: reference) else { return nil }
    let facts = FactsAssembly(reference: reference, row: row, catalog: self).facts()
    known.withLock {
      // Few images stand in the files of one run; a flood of them must not stay in memory.
      if $0.count >= 2_048 { $0.removeAll() }
      $0[reference] = facts
    }
    return facts
  }

  /// Whether the tag of a reference is published, as far as the data tell.
  public func tagVerdict(for reference: ImageReference) -> TagVerdict {
    guard let row = row(for: reference) else {
      guard reference.isOfficial, let replacement = replacement(for: reference) else {
        return .unknown
      }
      return .notPublished(nearest: replacement)
    }
    guard !reference.isScratch, let tag = reference.effectiveTag else { return .unknown }
    let verdict = TagGrammar(row: row, words: value("words", "words")).verdict(tag)
    // Beside a digest the tag is not looked up, so a wrong one does no harm.
    return reference.digest != nil && verdict != .exists ? .unknown : verdict
  }

  /// The repositories that the catalogue has rows for, in order.
  public var repositories: [String] {
    let index = Self.file("index")
    let official = (index["official"]?.object ?? []).map { Self.officialPrefix + $0.key }
    return (official + (index["others"]?.object ?? []).map(\.key)).sorted()
  }

  func row(for reference: ImageReference) -> ImageRow? {
    let name = reference.isScratch ? "scratch" : Self.canonicalRepository(reference)
    if let row = rows.withLock({ $0[name] }) { return row }
    guard let file = fileName(of: name) else { return nil }
    let json = Self.file("images-\(file)")
    guard
      let found = json["images"]?.array?.first(where: { image in
        image["repositories"]?.array?.contains { $0.string == name } ?? false
      }), let row = ImageRow(found, shared: json["shared"], repository: name)
    else { return nil }
    rows.withLock { $0[name] = row }
    return row
  }

  private static let officialPrefix = "docker.io/library/"

  private func fileName(of repository: String) -> String? {
    if repository.hasPrefix(Self.officialPrefix) {
      let name = String(repository.dropFirst(Self.officialPrefix.utf8.count))
      return value("index", "official", name)?.string
    }
    return value("index", "others", repository)?.string
  }

  /// The value that keys lead to in the data file of a name; nil where there is none.
  func value(_ file: String, _ keys: String...) -> JSON? { value(file, keys) }

  func value(_ file: String, _ keys: [String]) -> JSON? {
    let place = [file] + keys
    if let known = values.withLock({ $0[place] }) { return known }
    let value = Self.read(file, keys)
    values.withLock {
      // Names from Dockerfiles are asked for as well.
      if $0.count >= 2_048 { $0.removeAll() }
      $0[place] = .some(value)
    }
    return value
  }

  private static func read(_ file: String, _ keys: [String]) -> JSON? {
    guard let data = unsafe data(of: file) else { return nil }
    return unsafe JSON(in: data.span, at: keys)
  }

  /// The parsed data file of a name; `null` where there is none.
  static func file(_ name: String) -> JSON {
    guard let data = unsafe data(of: name) else { return .null }
    return (try? JSON(reading: unsafe [UInt8](data), name: "\(name).json")) ?? .null
  }

  /// What people mean by an official image that does not exist.
  private func replacement(for reference: ImageReference) -> String? {
    let name = String(reference.path.dropFirst("library/".count))
    return value("index", "missing", "repositories", name)?.string
  }

  /// The repository under which the catalogue lists an image that is
  /// published under more than one name.
  static func canonicalRepository(_ reference: ImageReference) -> String {
    let path = reference.path
    switch reference.registry {
    case "docker.io":
      let owners = [
        "amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "mips64le", "ppc64le",
        "riscv64", "s390x", "winamd64",
      ]
      let parts = path.split(separator: "/")
      if parts.count == 2, owners.contains(String(parts[0])) {
        return "docker.io/library/\(parts[1])"
      }
    case "public.ecr.aws" where path.hasPrefix("docker/library/"):
      return "docker.io/\(path.dropFirst("docker/".count))"
    case "mirror.gcr.io":
      return "docker.io/\(path)"
    case "ubuntu.azurecr.io" where path == "ubuntu":
      return "docker.io/library/ubuntu"
    default: break
    }
    return reference.repository
  }

  /// The names of the data files, in order.
  static var fileNames: [String] {
    var names: [String] = []
    while let name = unsafe base_images_name(names.count) {
      names.append(unsafe String(cString: name))
    }
    return names
  }

  private static func data(of name: String) -> UnsafeBufferPointer<UInt8>? {
    var count = 0
    guard let start = unsafe base_images_data(name, &count) else { return nil }
    return unsafe UnsafeBufferPointer(start: start, count: count)
  }
}
