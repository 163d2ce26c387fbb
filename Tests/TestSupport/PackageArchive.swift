import Foundation
import Host
import Source

/// Archives of Debian packages for tests, signed with a key that is made for them.
public final class PackageArchive: Sendable {
  /// Whether this machine has what making one takes.
  public static var isPossible: Bool {
    ["gpg", "gpgv", "python3"].allSatisfy(TemporaryFolder.has)
  }

  private static let keys: Result<KeyFolder, any Error> = Result { try KeyFolder() }

  private let folder: TemporaryFolder

  /// The root of the archive.
  public var path: String { folder.at("archive") }
  /// The keyring with the key that it is signed with.
  public let keyring: String
  /// A keyring with another key.
  public let otherKeyring: String

  /// An archive of the suites that a JSON text tells of, as `Tests/Fixtures/archive.py` takes it.
  public init(_ suites: String) throws {
    folder = try TemporaryFolder()
    let keys = try PackageArchive.keys.get()
    keyring = keys.folder.at("key.gpg")
    otherKeyring = keys.folder.at("other.gpg")
    try add(suites)
  }

  /// Adds suites, or replaces those of the same name.
  public func add(_ suites: String) throws {
    let keys = try PackageArchive.keys.get()
    let script = Paths.folder(of: Paths.folder(of: #filePath)) + "/Fixtures/archive.py"
    try folder.run(
      "python3", [script, path, keys.folder.path], input: Array(suites.utf8))
  }

  /// The path of a file of the archive.
  public func at(_ file: String) -> String { folder.at("archive/\(file)") }

  /// Changes a file of the archive.
  public func change(_ file: String, _ body: (inout [UInt8]) -> Void) throws {
    var bytes = try Files.read(at(file))
    body(&bytes)
    try Files.write(bytes, to: at(file))
  }

  /// A folder with keys, whose agent is stopped when it goes away.
  private final class KeyFolder: Sendable {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      try folder.run("chmod", ["700", "."])
      let gpg = [
        "--homedir", folder.path, "--batch", "--pinentry-mode", "loopback", "--passphrase", "",
      ]
      try folder.run("gpg", gpg + ["--quick-gen-key", "other@example.org", "ed25519", "sign", "0"])
      try folder.run("gpg", gpg + ["-o", folder.at("other.gpg"), "--export"])
      try folder.run("gpg", gpg + ["--quick-gen-key", "test@example.org", "ed25519", "sign", "0"])
      try folder.run("gpg", gpg + ["-o", folder.at("key.gpg"), "--export", "test@example.org"])
      // gpg signs with the first key unless told otherwise.
      try folder.write("gpg.conf", "default-key test@example.org\n")
    }

    deinit { _ = try? folder.run("gpgconf", ["--homedir", folder.path, "--kill", "all"]) }
  }
}
