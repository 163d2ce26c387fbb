import Documents
import Foundation
import Host
import TestSupport

/// A store with images to begin from, and folders to build: what the tests of builds share.
final class BuildYard: Sendable {
  let folder: TemporaryFolder
  private let environment: [String: String]

  /// Whether builds that run commands can be tried here.
  static let isPossible = TestRoot.isPossible && BuiltProgram.path != nil

  /// One store for all tests; each test has its own folders.
  static let shared: Result<BuildYard, any Error> = Result { try BuildYard() }

  private init() throws {
    folder = try TemporaryFolder()
    var environment = System.environment
    environment["HARDSTAND_STORE"] = folder.at("store")
    environment["SOURCE_DATE_EPOCH"] = nil
    for name in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"] { environment[name] = "a" }
    for name in ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"] { environment[name] = "a@example.org" }
    self.environment = environment
    // The stand-ins of the conformance data have every command of busybox, and these accounts.
    try folder.script(
      """
      mkdir -p root/bin root/tmp root/etc root/root root/proc root/sys root/dev
      cp "$(command -v busybox)" root/bin/busybox
      for command in $(busybox --list); do
        [ "$command" = busybox ] || ln -sf busybox "root/bin/$command"
      done
      printf 'root:x:0:0:root:/root:/bin/sh\\nnobody:x:65534:65534:nobody:/:/bin/sh\\n' \
        > root/etc/passwd
      printf 'root:x:0:\\nnogroup:x:65534:\\n' > root/etc/group
      printf '12.0\\n' > root/etc/debian_version
      printf 'ID=busybox\\n' > root/etc/os-release
      chmod 1777 root/tmp
      tar --sort=name --mtime=@1767225600 --owner=0 --group=0 --numeric-owner -C root -cf root.tar .
      """)
    let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    try require([
      "image", "import", "-e", path, "--cmd", #"["sh"]"#, folder.at("root.tar"), "busybox:latest",
    ])
    for name in ["alpine:latest", "busybox:late"] {
      try require(["tag", "busybox:latest", name])
    }
    try require([
      "image", "import", "-e", path, "--cmd", #"["bash"]"#, folder.at("root.tar"),
      "debian:bookworm-slim",
    ])
  }

  /// Runs the program.
  func run(
    _ words: [String], in place: String? = nil, variables: [String: String] = [:],
    input: Spawn.Input = .nothing, timeout: Duration = .seconds(120)
  ) throws -> Spawn.Outcome {
    guard
      var spawn = BuiltProgram.spawn(
        words, environment.merging(variables) { _, new in new })
    else { throw ServerTrouble(text: "the program is not built") }
    spawn.folder = place
    spawn.input = input
    spawn.timeout = timeout
    return try spawn.run()
  }

  /// Runs the program, which must succeed.
  @discardableResult
  func require(_ words: [String], in place: String? = nil) throws -> String {
    let outcome = try run(words, in: place)
    guard outcome.succeeded else {
      throw ServerTrouble(text: "\(words.joined(separator: " ")): \(outcome.errorText)")
    }
    return outcome.outputText
  }

  /// A new folder with files, to build from.
  func context(_ files: [String: String]) throws -> String {
    let name = "context-\(UInt64.random(in: 0...UInt64.max))"
    try Files.makeFolder(folder.at(name))
    for (file, text) in files { try folder.write("\(name)/\(file)", text) }
    return folder.at(name)
  }

  /// Builds a Dockerfile with files beside it.
  func build(
    _ dockerfile: String, _ files: [String: String] = [:], _ arguments: [String] = [],
    variables: [String: String] = [:]
  ) throws -> Spawn.Outcome {
    let context = try context(files.merging(["Dockerfile": dockerfile]) { _, new in new })
    return try run(["build", "--progress", "plain"] + arguments + [context], variables: variables)
  }

  /// Builds, and gives the settings of the image.
  func settings(
    _ dockerfile: String, _ files: [String: String] = [:], _ arguments: [String] = []
  ) throws -> JSON {
    let name = "test-\(UInt64.random(in: 0...UInt64.max)):1"
    let outcome = try build(dockerfile, files, ["-t", name] + arguments)
    guard outcome.succeeded else { throw ServerTrouble(text: outcome.errorText) }
    let text = try require(["image", "inspect", "--json", name])
    return try JSON(reading: Array(text.utf8), name: "inspect")
  }
}
