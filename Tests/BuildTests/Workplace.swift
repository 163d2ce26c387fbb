import Documents
import Host
import Source
import TestSupport

/// A context and as many stores as a test wants, each as on a machine of its own.
final class Workplace {
  let folder: TemporaryFolder
  private var machines: Set<String> = []

  init() throws {
    folder = try TemporaryFolder()
    try folder.script(
      """
      mkdir -p root/bin root/etc root/tmp context
      cp /bin/busybox root/bin/
      for name in sh cat date echo mkdir rm stat touch; do ln -s busybox root/bin/$name; done
      echo 'root:x:0:0:root:/root:/bin/sh' > root/etc/passwd
      tar -C root -cf base.tar .
      """)
  }

  /// What a build did.
  struct Result {
    let succeeded: Bool
    let text: String

    /// The numbers of the lines that say something.
    func count(_ word: String) -> Int {
      text.split(separator: "\n").count { $0.hasPrefix("#") && $0.hasSuffix(word) }
    }

    /// How many steps were done, and not found.
    var done: Int { text.split(separator: "\n").count { $0.contains(" done in ") } }
  }

  /// Calls the program on a machine.
  func run(
    _ machine: String, _ words: [String], _ environment: [String: String] = [:]
  ) throws -> Result {
    var all = ["HARDSTAND_STORE": folder.at(machine)]
    all.merge(environment) { $1 }
    if machines.insert(machine).inserted, !words.starts(with: ["image", "import"]) {
      let imported = try run(machine, ["image", "import", folder.at("base.tar"), "base"])
      if !imported.succeeded { throw Failure(imported.text) }
    }
    guard let spawn = BuiltProgram.spawn(words, all) else {
      throw Failure("the program is not built")
    }
    let outcome = try spawn.run()
    return Result(succeeded: outcome.succeeded, text: outcome.outputText + outcome.errorText)
  }

  /// Builds the context on a machine.
  func build(
    _ machine: String, _ options: [String] = [], _ environment: [String: String] = [:]
  ) throws -> Result {
    try run(
      machine, ["build", "-t", "made", "--progress", "plain"] + options + [folder.at("context")],
      environment)
  }

  /// The digests of the layers of what was built.
  func layers(_ machine: String) throws -> [String] {
    let result = try run(machine, ["image", "inspect", "made", "--json"])
    let json = try JSON(reading: Array(result.text.utf8), name: "inspect")
    return (json["layers"]?.array ?? []).compactMap { $0["digest"]?.string }
  }
}
