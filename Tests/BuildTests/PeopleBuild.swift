import Documents
import Host
import Source
import TestSupport
import Testing

/// A store with a small base and a context, and the built program to build with.
final class PeopleBuild {
  let folder: TemporaryFolder
  let environment: [String: String]
  /// The name of the base.
  static let base = "base.example/busybox:1"

  /// What needs no command of an image.
  static let canBuild = BuiltProgram.path != nil && TemporaryFolder.has("busybox")
  /// What runs commands.
  static let canRun = canBuild && TestRoot.isPossible

  init(_ dockerfile: String? = nil) throws {
    folder = try TemporaryFolder()
    environment = ["HARDSTAND_STORE": folder.at("store"), "HOME": folder.at("home")]
    try folder.write("context/.keep")
    if let dockerfile { try folder.write("context/Dockerfile", dockerfile) }
    try TestRoot.make(folder, "base")
    try folder.script("tar -C base --numeric-owner --owner=0 --group=0 -cf base.tar .; rm -r base")
    let outcome = try run("image", "import", folder.at("base.tar"), PeopleBuild.base)
    #expect(outcome.succeeded, "\(outcome.errorText)")
  }

  /// The program with these words.
  @discardableResult
  func run(_ words: String..., environment more: [String: String] = [:]) throws -> Spawn.Outcome {
    try run(words, environment: more)
  }

  @discardableResult
  func run(
    _ words: [String], environment more: [String: String] = [:]
  ) throws -> Spawn.Outcome {
    try spawn(words, environment: more).run()
  }

  func spawn(_ words: [String], environment more: [String: String] = [:]) throws -> Spawn {
    let environment = environment.merging(more) { $1 }
    var spawn = try #require(BuiltProgram.spawn(words, environment))
    spawn.folder = folder.path
    return spawn
  }

  /// A build of the context.
  @discardableResult
  func build(
    _ words: String..., environment more: [String: String] = [:]
  ) throws -> Spawn.Outcome {
    try run(["build"] + words + [folder.at("context")], environment: more)
  }

  func json(_ file: String) throws -> JSON {
    try JSON(reading: Files.read(folder.at(file)), name: file)
  }
}
