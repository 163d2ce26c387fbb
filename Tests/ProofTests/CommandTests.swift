import Containers
import Host
import Layers
import OCI
import Snapshots
import Source
import Streams
import TestSupport
import Testing

@testable import Proof

/// Commands in containers, on a small system.
@Suite(.enabled(if: TestRoot.isPossible, "containers cannot be started here"))
struct CommandTests {
  private struct Bench {
    let folder: TemporaryFolder
    let lease: FileLock
    let lab: CommandLab
    let image: ProvenImage

    init(user: String = "", _ words: [String] = []) throws {
      folder = try TemporaryFolder()
      try TestRoot.make(folder, "base")
      try folder.script("tar -C base -cf base.tar .")
      let bytes = try Files.read(folder.at("base.tar"), limit: 1 << 30)
      let digest = Digest(of: bytes)
      let layer = LayerBlob(
        Descriptor(mediaType: .layer(.none), digest: digest, size: Int64(bytes.count)),
        diffID: digest
      ) { () throws(Failure) in BytesInMemory(bytes) }
      let snapshots = try SnapshotStore(folder.at("snapshots"))
      lease = try snapshots.lease()
      let runner = try ContainerRunner(
        RuntimeProgram.find(in: System.environment), folder: folder.at("run"))
      var lab = CommandLab(runner, snapshots, folders: try snapshots.unpack([layer]))
      lab.environment = ["FOO": "keepitsecret!", "BAR": "keepitsafe!"]
      lab.folder = folder.path
      self.lab = lab
      var runtime = RuntimeConfig()
      runtime.user = user
      runtime.environment = ["GREETING=hello"]
      runtime.entrypoint = words
      image = try ProvenImage(
        [layer], ImageConfig(platform: .host, runtime: runtime, diffIDs: [digest]))
    }

    func results(_ yaml: String, _ version: String = "2.0.0") throws -> [ProofResult] {
      let config = try ProofConfig(
        SourceText(name: "t.yaml", bytes: Array("schemaVersion: \(version)\n\(yaml)".utf8)))
      var prover = Prover(image, lab, threads: 2)
      return try prover.prove([config]).flatMap(\.results)
    }
  }

  @Test func givesVerdictsInOrder() throws {
    let bench = try Bench()
    let results = try bench.results(
      """
      globalEnvVars: [{key: ALL, value: '$GREETING all'}]
      containerRunOptions: {envVars: [FOO, BAR]}
      commandTests:
      - {name: output, command: echo, args: ['$GREETING'], expectedOutput: ['^hello\\n$']}
      - {name: error, command: sh, args: [-c, 'echo no >&2; exit 3'], exitCode: 3, expectedError: [no]}
      - {name: status, command: 'false'}
      - {name: setup, setup: [[touch, /made]], command: ls, args: [/], expectedOutput: [made]}
      - {name: fresh, command: ls, args: [/], excludedOutput: [made]}
      - {name: shell, command: sh, args: [-c, 'x=1; echo v$x $$GREETING'], expectedOutput: ['v1 hello']}
      - {name: own, command: env, envVars: [{key: OWN, value: 'mine'}], expectedOutput: [OWN=mine, ALL=hello all, FOO=keepitsecret!, BAR=keepitsafe!]}
      - {name: absent, command: nothing}
      - {name: absent by status, command: nothing, exitCode: 127}
      - {name: slow, command: sleep, args: ['60'], timeout: 300ms}
      - {name: excluded, command: echo, args: [x], excludedOutput: [x]}
      - {name: root, command: id, args: [-u], expectedOutput: ['^0\\n$']}
      """)
    #expect(results.map(\.name).prefix(2) == ["Command Test: output", "Command Test: error"])
    #expect(
      results.filter { !$0.passed }.map(\.name) == [
        "Command Test: status", "Command Test: absent", "Command Test: slow",
        "Command Test: excluded",
      ], "\(results.flatMap(\.differences))")
    #expect(results[2].differences.first?.sentence == "exit status: expected 0, seen 1")
    #expect(results[0].output == "hello\n" && results[1].errors == "no\n")
  }

  @Test func keepsTheUserAndTheOptions() throws {
    let bench = try Bench(user: "app")
    try bench.folder.write("environment", "FOO=from file\n# no\nBAR\n")
    let results = try bench.results(
      """
      containerRunOptions: {envFile: environment, bindMounts: ['\(bench.folder.path):/mnt/x:ro']}
      commandTests:
      - {name: user, command: id, args: [-u], expectedOutput: ['^10001\\n$']}
      - {name: file, command: env, expectedOutput: [FOO=from file, BAR=keepitsafe!]}
      - {name: mount, command: cat, args: [/mnt/x/environment], expectedOutput: [from file]}
      - {name: fixed, command: touch, args: [/mnt/x/new], exitCode: 1, expectedError: ['(?i)read-only|denied']}
      """)
    #expect(results.allSatisfy { $0.passed }, "\(results.flatMap(\.differences))")
    let first = try bench.results(
      "containerRunOptions: {user: root}\ncommandTests: [{name: a, command: [id, -u], expectedOutput: ['^0']}]",
      "1.0.0")
    #expect(first.allSatisfy { $0.passed } && first.count == 1)
  }

  @Test func leavesNothingOnTheImage() throws {
    let bench = try Bench()
    let before = try bench.folder.script("find snapshots/layers | sort")
    _ = try bench.results(
      "commandTests: [{name: a, command: sh, args: [-c, 'rm /etc/passwd; echo x > /new']}]")
    #expect(try bench.folder.script("find snapshots/layers | sort") == before)
    #expect(try bench.folder.script("ls snapshots/making").isEmpty)
  }

  @Test func provesTheLockOfARunningProgram() throws {
    for (words, passes) in [
      (["sh", "-c", "sleep 0.3; ! touch /x 2> /tmp/e"], true), (["touch", "/x"], false),
      (["nothing"], false), (["false"], true),
    ] {
      let bench = try Bench(user: "app", words)
      var proof = HardeningProof(bench.image, bench.lab, name: "x", forbidsShell: false)
      let result = try #require(try proof.prove().results.last)
      #expect(result.passed == passes, "\(words): \(result)")
      if words.count > 1, passes {
        #expect(result.seen?.contains("the kernel says") == true, "\(result)")
      }
    }
  }
}
