import Documents
import Foundation
import Host
import TestSupport
import Testing

/// Dockerfiles of one feature each, whose steps assert what the feature means.
@Suite(.enabled(if: BuildYard.isPossible, "needs root, busybox and a container runtime"))
struct ProbeTests {
  struct Probe: Sendable, CustomTestStringConvertible {
    let name: String
    let dockerfile: String
    let files: [String: String]
    let arguments: [String]
    let succeeds: Bool
    var testDescription: String { name }
  }

  static let probes: [Probe] = {
    guard Conformance.isPresent, let bytes = try? Conformance.bytes("builder/probes.json"),
      let json = try? JSON(reading: bytes, name: "probes")
    else { return [] }
    return (json.array ?? []).map { probe in
      var files: [String: String] = [:]
      for member in probe["files"]?.object ?? [] { files[member.key] = member.value.string ?? "" }
      return Probe(
        name: probe["name"]?.string ?? "", dockerfile: probe["dockerfile"]?.string ?? "",
        files: files, arguments: (probe["arguments"]?.array ?? []).compactMap(\.string),
        succeeds: probe["succeeds"]?.bool ?? true)
    }
  }()

  /// What the probes reach for: a secret, a folder, a web server and a Git server.
  private final class Surroundings: Sendable {
    let folder: TemporaryFolder
    let server: ServerProcess
    let replacements: [String: String]

    init(_ yard: BuildYard) throws {
      folder = try TemporaryFolder()
      try folder.write("secret", "sekrit")
      try folder.write("other/x", "x")
      try folder.write("web/f.bin", "filedata\n")
      try folder.script(
        """
        printf 'in\\n' > in.txt; tar -czf web/a.tar.gz in.txt
        export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
        mkdir -p work/sub; echo r > work/README; echo s > work/sub/s.txt
        cd work; git init -q -b main; git add -A; git commit -qm x
        git clone -q --bare . ../web/r.git; cd ../web/r.git; git update-server-info
        """)
      server = try ServerProcess("git.py", [folder.at("web")])
      let sum = try folder.shell("sha256sum", folder.at("web/f.bin")).prefix(64)
      let commit = try folder.shell("git", "-C", folder.at("web/r.git"), "rev-parse", "HEAD")
      replacements = [
        "@SECRET@": folder.at("secret"), "@CONTEXT@": folder.at("other"),
        "@HTTP@": "http://127.0.0.1:\(server.port)", "@GIT@": "http://127.0.0.1:\(server.port)",
        "@SHA@": String(sum), "@COMMIT@": commit.filter { !$0.isWhitespace },
      ]
    }

    func filled(_ text: String) -> String {
      replacements.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
    }
  }

  private static let surroundings: Result<Surroundings, any Error> = Result {
    try Surroundings(BuildYard.shared.get())
  }

  @Test(.enabled(if: Conformance.isPresent), arguments: ProbeTests.probes)
  func behavesAsBuildKitDoes(probe: Probe) throws {
    let yard = try BuildYard.shared.get()
    let around = try Self.surroundings.get()
    let context = try yard.context(
      ["Dockerfile": around.filled(probe.dockerfile)].merging(
        probe.files.filter { $0.value != "TARGZ" }
      ) { first, _ in first })
    for name in probe.files.filter({ $0.value == "TARGZ" }).keys {
      try around.folder.script("cp web/a.tar.gz \(context)/\(name)")
    }
    let outcome = try yard.run(
      ["build", "--progress", "plain"] + probe.arguments.map { around.filled($0) } + [context])
    #expect(outcome.succeeded == probe.succeeds, "\(probe.dockerfile)\n\(outcome.errorText)")
  }
}
