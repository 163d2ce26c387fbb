import Documents
import Foundation
import Host
import TestSupport
import Testing

@testable import Proof

/// A store with some of the bases that hardstand brings.
enum ReadyBaseStore {
  /// A store with bases in it; nil where they cannot be made.
  static let folder: TemporaryFolder? = {
    guard let folder = try? TemporaryFolder() else { return nil }
    for name in ["static", "busybox", "python3"] {
      guard run(folder, ["base", "build", name])?.succeeded == true else { return nil }
    }
    return folder
  }()

  static func run(_ folder: TemporaryFolder, _ words: [String]) -> Spawn.Outcome? {
    try? BuiltProgram.spawn(words, ["HARDSTAND_STORE": folder.at("store")])?.run()
  }
}

/// The bases that hardstand brings, held to their own tests and to those of distroless images.
@Suite(
  .serialized, .enabled(if: TestRoot.isPossible, "containers cannot be started here"),
  .enabled(if: ReadyBaseStore.folder != nil, "needs an archive with bookworm"))
struct ReadyBaseTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: ["static", "busybox", "python3"])
  func passTheirOwnTests(_ name: String) throws {
    let file = Self.root.appending(path: "bases/\(name).test.yaml").path
    let folder = try #require(ReadyBaseStore.folder)
    let run = try #require(
      ReadyBaseStore.run(folder, ["test", "localhost/\(name)", "--config", file]))
    #expect(run.succeeded, "\(run.outputText)")
  }

  /// Each row: a file of distroless, a base, and what must fail because the base is another one.
  static let rows: [(file: String, base: String, failures: [String])] = [
    ("python3/python3.yaml", "python3", []),
    ("python3/debian13.yaml", "python3", ["Command Test: version", "Command Test: symlink"]),
    (
      "base/base.yaml", "python3",
      [
        "File Content Test: known groups", "File Content Test: /usr/lib/os-release pretty name",
        "File Content Test: /etc/os-release pretty name",
      ]
    ),
    ("base/debug.yaml", "static", ["Command Test: busybox", "File Existence Test: busybox"]),
    ("static/static.yaml", "static", ["Command Test: certs"]),
    ("static/debian13.yaml", "static", ["File Content Test: os-release contents"]),
    ("nodejs/check_headers.yaml", "static", []),
    ("java/java_base.yaml", "static", ["File Existence Test: certs"]),
  ]

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: ConfigTests.folder.path),
      "the conformance data is not there"), arguments: rows.indices)
  func giveTheVerdictsOfDistroless(_ row: Int) throws {
    let (file, base, failures) = Self.rows[row]
    let path = ConfigTests.folder.appending(path: "distroless/\(file)").path
    let folder = try #require(ReadyBaseStore.folder)
    let run = try #require(
      ReadyBaseStore.run(
        folder, ["test", "localhost/\(base)", "--config", path, "--output", "json"]))
    let json = try JSON(reading: run.outputText, name: "out")
    let failed = (json["Results"]?.array ?? []).filter { $0["Pass"]?.bool == false }
    #expect(failed.compactMap { $0["Name"]?.string } == failures, "\(file)")
    #expect(run.succeeded == failures.isEmpty)
  }
}
