import Host
import Source
import Testing

/// The script that holds the package to its layers, fed with packages that break them.
@Suite(.enabled(if: Spawn.find("python3", in: System.environment) != nil, "python3 is needed"))
struct LayersTests {
  private static let root = Paths.normalized(#filePath + "/../../..")

  /// A module as `swift package describe` tells of it.
  private func module(_ path: String, _ dependencies: String...) -> String {
    let list = dependencies.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      {"name": "\(Paths.name(of: path))", "path": "\(path)", "type": "library",
       "target_dependencies": [\(list)]}
      """
  }

  /// What the script says of a package with these modules, manifest lines and further folders.
  private func verdict(
    _ modules: [String], manifest: String = "", folders: [String] = []
  ) throws -> (status: Spawn.Ending, lines: [String]) {
    let folder = "/tmp/hardstand-layers-\(UInt64.random(in: 0...UInt64.max))"
    try Files.makeFolder(folder)
    defer { _ = try? Spawn("rm", ["-rf", folder]).run() }
    for name in folders { try Files.makeFolder(Paths.join(folder, name)) }
    let json = "{\"targets\": [\(modules.joined(separator: ","))]}"
    try Files.write(Array(json.utf8), to: folder + "/package.json")
    try Files.write(Array(manifest.utf8), to: folder + "/Package.swift")
    let outcome = try Spawn(
      "python3", [Self.root + "/.ci/layers", "--json", folder + "/package.json", "--root", folder]
    ).run()
    return (outcome.ending, outcome.outputText.split(separator: "\n").map(String.init))
  }

  @Test func acceptsArrowsDownwards() throws {
    let result = try verdict([
      module("Sources/hardstand", "Commands"), module("Sources/Commands", "Lint", "Host"),
      module("Sources/Work/Lint", "Facts", "Source"), module("Sources/Model/Facts", "Source"),
      module("Sources/Ground/Host", "Source", "CLinux"), module("Sources/Ground/Source"),
      module("Sources/C/CLinux"),
    ])
    #expect(result.lines == ["7 modules, 8 arrows: all point down"])
    #expect(result.status == .exited(0))
  }

  @Test func refusesArrowsUpwards() throws {
    let result = try verdict([
      module("Sources/Model/Facts", "Lint"), module("Sources/Work/Lint"),
    ])
    #expect(result.lines == ["Facts (Model) points up to Lint (Work)"])
    #expect(result.status == .exited(1))
  }

  @Test func sidewaysNeedsAReasonThatNamesTheNeighbour() throws {
    let modules = [
      module("Sources/Model/Facts", "BaseImages"), module("Sources/Model/BaseImages"),
    ]
    let silent = try verdict(modules, manifest: "  module(\"Model\", \"Facts\", [\"BaseImages\"]),")
    #expect(silent.status == .exited(1))
    #expect(silent.lines.count == 1)
    #expect(silent.lines.first?.hasPrefix("Facts points sideways to BaseImages (Model)") == true)
    let other = try verdict(
      modules, manifest: "// Facts are facts.\nmodule(\"Model\", \"Facts\", [\"BaseImages\"]),")
    #expect(other.status == .exited(1))
    let elsewhere = try verdict(
      modules,
      manifest: "// Base images.\nmodule(\"Model\", \"Other\"),\nmodule(\"Model\", \"Facts\"),")
    #expect(elsewhere.status == .exited(1))
    let told = try verdict(
      modules,
      manifest: """
        // Facts are what a Dockerfile
        // and its base images say.
        module(
          "Model", "Facts", ["BaseImages"]),
        """)
    #expect(told.status == .exited(0))
  }

  @Test func refusesCircles() throws {
    let result = try verdict(
      [module("Sources/Model/Left", "Right"), module("Sources/Model/Right", "Left")],
      manifest: """
        // Left needs Right.
        module("Model", "Left", ["Right"]),
        // Right needs Left.
        module("Model", "Right", ["Left"]),
        """)
    #expect(result.lines == ["a circle: Left -> Right -> Left"])
    #expect(result.status == .exited(1))
  }

  @Test func refusesFoldersThatAreNoTarget() throws {
    let result = try verdict(
      [module("Sources/Model/Facts"), module("Elsewhere/Thing")],
      folders: [
        "Sources/Model/Facts", "Sources/Model/Lost", "Sources/Stray", "Tests/LostTests",
        "Tests/Fixtures",
      ])
    #expect(
      result.lines == [
        "Thing lies in Elsewhere/Thing, which is no layer", "Sources/Model/Lost is no target",
        "Sources/Stray is neither a target nor a layer", "Tests/LostTests is no target",
      ])
  }

  @Test func saysWhenItCannotRead() throws {
    let outcome = try Spawn("python3", [Self.root + "/.ci/layers", "--json", "/dev/null"]).run()
    #expect(outcome.ending == .exited(3))
    #expect(outcome.errorText.hasPrefix("error: cannot read the package: "))
  }
}
