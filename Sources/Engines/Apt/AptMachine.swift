public import Debian
import Host
public import Source

/// How the apt of a machine is set up.
public struct AptMachine: Sendable {
  /// The places that packages come from.
  public var sources: [AptSource] = []
  /// The settings.
  public var configuration = AptConfiguration()
  /// The files with keys that every archive may be signed with.
  public var keyrings: [String] = []

  /// A machine on which nothing is set up.
  public init() {}

  /// What the files below `/etc/apt` say, and the keyrings of the distributions.
  /// - Parameter root: The root of the system; `/` but in tests.
  /// - Throws: `Failure` when a file cannot be read or understood.
  public init(root: String) throws(Failure) {
    let folder = Paths.join(root, "etc/apt")
    for file in AptMachine.files(Paths.join(folder, "apt.conf.d"), [""]) {
      configuration.add(try Files.read(file, limit: 1 << 20))
    }
    let main = Paths.join(folder, "apt.conf")
    if Files.isFile(main) { configuration.add(try Files.read(main, limit: 1 << 20)) }
    let list = Paths.join(folder, "sources.list")
    if Files.isFile(list) { sources += try AptMachine.sources(list) }
    for file in AptMachine.files(Paths.join(folder, "sources.list.d"), [".list", ".sources"]) {
      sources += try AptMachine.sources(file)
    }
    let single = Paths.join(folder, "trusted.gpg")
    if Files.isFile(single) { keyrings.append(single) }
    keyrings += AptMachine.files(Paths.join(folder, "trusted.gpg.d"), [".gpg", ".asc"])
    keyrings += AptMachine.distributionKeyrings(root: root)
  }

  /// The sources of a file, which its ending tells how to read.
  public static func sources(_ file: String) throws(Failure) -> [AptSource] {
    let text = SourceText(name: file, bytes: try Files.read(file, limit: 4 << 20))
    return file.hasSuffix(".sources")
      ? try AptSource.parse(paragraphs: text) : try AptSource.parse(list: text)
  }

  /// The keyrings that packages such as `debian-archive-keyring` bring.
  private static func distributionKeyrings(root: String) -> [String] {
    let folder = Paths.join(root, "usr/share/keyrings")
    return ["debian-archive-keyring", "ubuntu-archive-keyring"].flatMap { name in
      [".pgp", ".gpg"].map { Paths.join(folder, name + $0) }.filter(Files.isFile).prefix(1)
    }
  }

  /// The files of a folder that apt would read, in the order of their names.
  private static func files(_ folder: String, _ endings: [String]) -> [String] {
    guard let entries = try? Files.list(folder) else { return [] }
    return entries.filter { entry in
      endings.contains { entry.name.hasSuffix($0) } && !entry.name.hasPrefix(".")
        && !entry.name.hasSuffix("~")
        && !(endings == [""] && entry.name.contains(".") && !entry.name.hasSuffix(".conf"))
    }.map { Paths.join(folder, $0.name) }
  }
}
