import Containers
import Host
import Source
import TestSupport
import Testing

/// A runner with the files of a small system.
struct TestContainers {
  let folder: TemporaryFolder
  let runner: ContainerRunner
  let lower: String

  init(_ kind: RuntimeProgram.Kind = .crun) throws {
    folder = try TemporaryFolder()
    try TestRoot.make(folder, "root")
    lower = folder.at("root")
    let program = try RuntimeProgram.find(in: ["HARDSTAND_RUNTIME": kind.rawValue])
    runner = try ContainerRunner(program, folder: folder.at("run"))
  }

  func root(_ name: String = "changes") throws -> DetachedMount {
    // Overlayfs takes a folder to work in once.
    try folder.script("mkdir -p \(name)/upper; rm -rf \(name)/work; mkdir \(name)/work")
    return try .overlay(
      DetachedMount.Overlay(
        [lower], changes: .init(upper: folder.at("\(name)/upper"), work: folder.at("\(name)/work"))),
      place: folder.at("run/place"))
  }

  func run(_ plan: ContainerPlan, input: Launch.Input = .nothing, in name: String = "changes")
    throws -> (outcome: ContainerRunner.Outcome, output: String, errors: String)
  {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    let outcome = try runner.run(plan, root: root(name), input: input) { stream, bytes in
      if stream == .output { output += bytes } else { errors += bytes }
    }
    return (
      outcome, String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self)
    )
  }

  func shell(_ script: String) throws -> String {
    let result = try run(ContainerPlan(["sh", "-c", script]))
    return result.output + result.errors
  }
}

@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct ContainerRunnerTests {
  @Test(arguments: [RuntimeProgram.Kind.crun, .runc])
  func runsAProgram(_ kind: RuntimeProgram.Kind) throws {
    let containers = try TestContainers(kind)
    let result = try containers.run(
      ContainerPlan(["sh", "-c", "cat; echo $HOME; echo oops >&2; touch /made; exit 3"]),
      input: .bytes(Array("hello\n".utf8)))
    #expect(result.output == "hello\n/root\n")
    #expect(result.errors == "oops\n")
    #expect(result.outcome.ending == .exited(3))
    #expect(Files.exists(containers.folder.at("changes/upper/made")))
  }

  @Test func runsInAPlainFolder() throws {
    let containers = try TestContainers()
    var output: [UInt8] = []
    let outcome = try containers.runner.run(
      ContainerPlan(["sh", "-c", "cat /etc/group | wc -l; echo x > /made"]),
      root: .folder(containers.lower)
    ) { output += $1 }
    #expect(outcome.succeeded)
    #expect(output == Array("3\n".utf8))
    #expect(try containers.folder.read("root/made") == "x\n")
  }
}
