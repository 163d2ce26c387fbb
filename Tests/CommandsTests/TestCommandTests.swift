import Documents
import Host
import TestSupport
import Testing

@testable import Commands

/// `hardstand test`, with the words of container-structure-test.
@Suite struct TestCommandTests {
  typealias Run = ImageCommandsTests.Run
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.script(
      "mkdir -p files/etc; echo hello > files/etc/motd; chmod 600 files/etc/motd; "
        + "tar -C files --owner=7:7 --group=8:8 -cf files.tar .")
    let made = Run(
      folder, "image", "import", "--user", "10001", "--cmd", #"["/x"]"#, "files.tar", "x:1")
    try #require(made.code == .clean, "\(made.errors)")
    try folder.write(
      "good.yaml",
      """
      schemaVersion: 2.0.0
      fileExistenceTests: [{name: motd, path: /etc/motd, uid: 7, gid: 8, permissions: '-rw-------'}]
      fileContentTests: [{name: motd, path: /etc/motd, expectedContents: ['^hello\\n$']}]
      metadataTest: {user: '10001', cmd: [/x], entrypoint: []}
      """)
    try folder.write(
      "bad.json",
      #"{"schemaVersion": "2.0.0", "fileExistenceTests": [{"name": "b", "path": "/none"}]}"#)
    try folder.write("empty.yaml", "schemaVersion: 2.0.0\n")
    try folder.write("wrong.yaml", "schemaVersion: 2.0.0\nfileTests: []\n")
  }

  @Test func passesAndFailsWithTheStatusOfItsPeer() throws {
    let good = Run(folder, "test", "--image", "x:1", "--config", "good.yaml", "--no-color")
    #expect(good.code == .clean, "\(good.errors)\(good.output)")
    #expect(good.output.contains("=== RUN: Metadata Test\n--- PASS\n"))
    #expect(good.output.hasSuffix("Total tests: 3\n\nPASS\n"))
    let both = Run(folder, "test", "x:1", "-c", "good.yaml", "-c", "bad.json", "-o", "json")
    #expect(both.code == .findings)
    let json = try JSON(reading: both.output, name: "out")
    #expect(json["Pass"]?.int == 3 && json["Fail"]?.int == 1)
    #expect(json["Results"]?[3]?["File"]?.string == "bad.json")
    #expect(Run(folder, "test", "x:1", "-c", "empty.yaml").code == .findings)
    #expect(Run(folder, "--quiet", "test", "x:1", "-c", "good.yaml").output.isEmpty)
    #expect(Run(folder, "test", "x:1", "-c", "good.yaml", "--save", "-f").code == .clean)
  }

  @Test func refusesWhatItCannotDo() {
    for (words, code) in [
      (["x:1", "-c", "wrong.yaml"], ExitCode.failed), (["x:1", "-c", "none.yaml"], .failed),
      (["x:1"], .usage), (["-c", "good.yaml"], .usage),
      (["x:1", "-i", "x:1", "-c", "good.yaml"], .usage),
      (["x:1", "-c", "good.yaml", "--driver", "host"], .usage),
      (["store:none", "-c", "good.yaml"], .failed),
    ] {
      let run = Run(folder, ["test"] + words)
      #expect(run.code == code && run.output.isEmpty, "\(words): \(run.errors)")
    }
    #expect(Run(folder, "test", "x:1", "-c", "wrong.yaml").errors.contains("wrong.yaml:2:1"))
  }

  @Test func takesArchivesAndLayoutsAndWritesReports() throws {
    let saved = Run(folder, "image", "save", "--format", "docker", "-o", "x.tar", "x:1")
    #expect(saved.code == .clean, "\(saved.errors)")
    let archive = Run(
      folder, "test", "-i", "x.tar", "-d", "tar", "-c", "good.yaml", "--test-report", "r.json")
    #expect(archive.code == .clean && archive.output.isEmpty, "\(archive.errors)")
    #expect(try JSON(reading: folder.read("r.json"), name: "r")["Total"]?.int == 3)
    let copied = Run(folder, "image", "copy", "x:1", "oci:layout")
    #expect(copied.code == .clean, "\(copied.errors)")
    let layout = Run(
      folder, "test", "--image-from-oci-layout", "layout", "-c", "good.yaml", "-o", "junit",
      "--junit-suite-name", "mine")
    #expect(layout.code == .clean && layout.output.contains("<testsuite name=\"mine\">"))
  }

  @Test(.enabled(if: TestRoot.isPossible, "containers cannot be started here"))
  func provesHardening() throws {
    let run = Run(folder, "test", "--hardening", "x:1", "-o", "json")
    let json = try JSON(reading: run.output, name: "out")
    // There is no /x in the image.
    #expect(run.code == .findings && json["Fail"]?.int == 1)
    #expect(json["Results"]?[6]?["Name"]?.string == "Runs locked down")
    #expect(Run(folder, "test", "--hardening", "-p", "none", "x:1").code == .failed)
  }
}
