import Arguments
import Documents
import Host
import OCI
import Source
import Store
import Streams
import TestSupport
import Testing

@testable import Commands

/// The commands on images, with folders and archives as `skopeo` and Python's `tarfile` write them.
@Suite struct ImageCommandsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StoreCrashTests.archive(folder)
  }

  struct Run {
    let code: ExitCode
    let output: String
    let errors: String

    init(_ folder: TemporaryFolder, _ words: String..., input: String? = nil) {
      self.init(folder, words, input: input)
    }

    init(_ folder: TemporaryFolder, _ words: [String], input: String? = nil) {
      var session = Session(
        folder: folder.path,
        environment: [
          "HARDSTAND_STORE": folder.at("store"), "HOME": folder.path,
          "PATH": System.environment["PATH"] ?? "",
        ], now: { 1_800_000_000 }, processors: 2)
      if let input {
        session.inputStream = { () throws(Failure) -> any ByteStream in try FileStream(input) }
      }
      code = Invocation.run(words, session)
      output = session.output.text
      errors = session.errors.text
    }
  }

  @Test func loadsListsTagsAndRemoves() throws {
    let loaded = Run(folder, "image", "load", "-i", "a.tar")
    #expect(loaded.code == .clean, "\(loaded.errors)")
    #expect(loaded.output.hasPrefix("docker.io/acme/a:1@sha256:"))
    #expect(Run(folder, "tag", "acme/a:1", "localhost:5000/x", "y:2").code == .clean)
    let images = Run(folder, "images").output.split(separator: "\n").map(String.init)
    #expect(images.count == 4)
    #expect(
      images[1].hasPrefix("acme/a ") && images[2].hasPrefix("y ") && images[3].contains("latest"))
    let json = try JSON(reading: Run(folder, "images", "--json", "y").output, name: "out")
    #expect(json["images"]?[0]?["name"]?.string == "docker.io/library/y:2")
    #expect(Run(folder, "rmi", "acme/a:1", "y:2", "localhost:5000/x").code == .clean)
    #expect(Run(folder, "images").output.isEmpty)
    #expect(Run(folder, "rmi", "acme/a:1").code == .failed)
    #expect(Run(folder, "rmi", "-f", "acme/a:1").code == .clean)
    #expect(try ContentStore(folder.at("store")).usage().blobs == 0)
  }

  @Test func findsImagesByTheirDigests() throws {
    _ = Run(folder, "image", "load", "-i", "a.tar")
    let json = try JSON(
      reading: Run(folder, "image", "inspect", "--json", "acme/a:1").output, name: "")
    let digest = try #require(json["digest"]?.string)
    let id = try #require(json["id"]?.string)
    for name in [digest, String(digest.dropFirst(7).prefix(12)), id, "acme/a@\(digest)"] {
      let run = Run(folder, "image", "digest", name)
      #expect(run.output == "\(digest)\n", "\(name): \(run.errors)")
    }
    #expect(Run(folder, "image", "digest", "store:0000").code == .failed)
    #expect(Run(folder, "image", "inspect", "--raw", "acme/a:1").output.utf8.count > 100)
  }

  @Test func readsArchivesThroughAPipeAndCompressed() throws {
    try folder.shell("gzip", "-k", "a.tar")
    let run = Run(folder, "image", "load", input: folder.at("a.tar.gz"))
    #expect(run.output.hasPrefix("docker.io/acme/a:1@"), "\(run.errors)")
  }

  @Test func savesTheSameBytesEachTime() throws {
    _ = Run(folder, "image", "load", "-i", "a.tar")
    _ = Run(folder, "image", "load", "-i", "b.tar")
    for format in ["docker", "oci"] {
      #expect(
        Run(folder, "image", "save", "--format", format, "-o", "1.tar", "acme/a:1").code == .clean)
      #expect(
        Run(folder, "image", "save", "--format", format, "-o", "2.tar", "acme/a:1").code == .clean)
      #expect(try Files.read(folder.at("1.tar")) == Files.read(folder.at("2.tar")))
    }
    let both = Run(folder, "image", "save", "-o", "both.tar", "acme/a:1", "acme/b:1")
    #expect(both.code == .clean, "\(both.errors)")
    _ = Run(folder, "rmi", "acme/a:1", "acme/b:1")
    let again = Run(folder, "image", "load", "-i", "both.tar")
    #expect(again.output.split(separator: "\n").count == 2, "\(again.errors)")
  }

  @Test func keepsDigestsBetweenFoldersAndArchives() throws {
    let first = Run(folder, "image", "copy", "docker-archive:a.tar", "oci:one:v1")
    #expect(first.code == .clean, "\(first.errors)")
    for (source, target) in [
      ("oci:one:v1", "oci-archive:two.tar:v2"), ("oci-archive:two.tar:v2", "acme/app"),
      ("acme/app", "oci:three"), ("oci:three", "docker-archive:four.tar:acme/four:4"),
      ("docker-archive:four.tar:acme/four:4", "store:acme/last:1"),
    ] {
      let run = Run(folder, "image", "copy", source, target)
      #expect(run.output == first.output, "\(source) to \(target): \(run.errors)")
    }
    let zstd = Run(folder, "image", "copy", "--compress", "zstd", "oci:one:v1", "oci:one:v2")
    #expect(zstd.code == .clean && zstd.output != first.output)
    let index = try ImageLayout(folder.at("one")).index()
    #expect(index.manifests.count == 2)
    // Back to what it was: the plain bytes are the same.
    #expect(
      Run(folder, "image", "copy", "--compress", "none", "oci:one:v2", "oci:one:v3").output
        == first.output)
  }

  @Test func speaksTheFormsOfSkopeo() throws {
    guard Spawn.find("skopeo", in: System.environment) != nil else { return }
    _ = Run(folder, "image", "load", "-i", "a.tar")
    for target in ["oci:s1:x", "oci-archive:s2.tar:x", "docker-archive:s3.tar:acme/a:1"] {
      #expect(Run(folder, "image", "copy", "acme/a:1", target).code == .clean)
      let inspected = try folder.shell("skopeo", "inspect", "--config", target)
      #expect(inspected.contains("diff_ids"), "\(target)")
    }
    for target in ["oci:t1:x", "oci-archive:t2.tar:x", "docker-archive:t3.tar:acme/t:1"] {
      try folder.shell("skopeo", "copy", "-q", "docker-archive:b.tar", target)
      let run = Run(folder, "image", "inspect", target)
      #expect(run.code == .clean && run.output.contains("linux/amd64"), "\(target): \(run.errors)")
    }
    let loaded = Run(folder, "image", "load", "-i", "t3.tar")
    #expect(loaded.output.hasPrefix("docker.io/acme/t:1@"), "\(loaded.errors)")
  }

  @Test func makesAndReadsImagesOfFiles() throws {
    try folder.write("files/etc/greeting", "hello\n")
    try folder.write("files/app", "x")
    let words = [
      "image", "import", "--entrypoint", "/app", "--user", "65532", "-e", "A=b", "files",
    ]
    let made = Run(folder, words + ["acme/made:1"])
    #expect(made.code == .clean, "\(made.errors)")
    #expect(Run(folder, "image", "ls", "acme/made:1").output == "/app\n/etc\n")
    #expect(Run(folder, "image", "ls", "-r", "acme/made:1", "/etc").output == "/etc/greeting\n")
    #expect(Run(folder, "image", "cat", "acme/made:1", "etc/greeting").output == "hello\n")
    #expect(Run(folder, "image", "cat", "acme/made:1", "/etc").code == .failed)
    for file in ["1.tar", "2.tar"] {
      #expect(Run(folder, "image", "export", "-o", file, "acme/made:1").code == .clean)
    }
    #expect(try Files.read(folder.at("1.tar")) == Files.read(folder.at("2.tar")))
    // An archive of the same files makes the same layer.
    #expect(Run(folder, words.dropLast() + ["1.tar", "acme/again:1"]).code == .clean)
    #expect(Run(folder, "image", "diff", "acme/made:1", "acme/again:1").code == .clean)
    try folder.write("files/app", "y")
    #expect(Run(folder, words + ["acme/other:1"]).code == .clean)
    let changed = Run(folder, "image", "diff", "acme/made:1", "acme/other:1")
    #expect(changed.code == .findings && changed.output == "~ /app  content\n", "\(changed.output)")
    let analysis = Run(
      folder, "image", "analyse", "--json", "--against", "acme/made:1", "acme/other:1")
    let json = try JSON(reading: analysis.output, name: "out")
    #expect(json["delta"]?["newLayers"]?.int == 1 && json["totals"]?["visibleBytes"]?.int == 7)
  }

  @Test func keepsTheStoreBelowItsCeiling() throws {
    _ = Run(folder, "image", "load", "-i", "a.tar")
    _ = Run(folder, "image", "copy", "docker-archive:b.tar", "oci:b")
    let store = try ContentStore(folder.at("store"))
    #expect(try store.usage().looseBlobs > 0)
    let run = Run(folder, "image", "inspect", "--store-max-size", "1MB", "acme/a:1")
    #expect(run.code == .clean && run.errors.contains("Removed "), "\(run.errors)")
    #expect(try store.usage().looseBlobs == 0)
    #expect(try store.record("docker.io/acme/a:1") != nil)
  }

  @Test(arguments: [
    ["image", "inspect", "acme/none:1", "--insecure-registry", "x"],
    ["image", "inspect", "dir:somewhere"], ["image", "inspect", "oci:absent"],
    ["image", "inspect", "oci:"], ["image", "inspect", "docker-archive:absent.tar"],
    ["image", "inspect", "UPPER/case"], ["image", "copy", "docker-archive:a.tar:no/such:1", "x"],
    ["tag", "acme/a:1", "b@sha256:\(String(repeating: "a", count: 64))"],
    ["image", "save", "-o", ".", "acme/a:1"],
    ["image", "inspect", "--platform", "nonsense!", "acme/a:1"],
    ["image", "inspect", "--platform", "linux/s390x", "oci:two"],
  ])
  func tellsWhatIsWrong(_ words: [String]) throws {
    _ = Run(folder, "image", "load", "-i", "a.tar")
    let session = Session(
      folder: folder.path,
      environment: [
        "HARDSTAND_STORE": folder.at("store"), "HOME": folder.path,
        "https_proxy": "http://127.0.0.1:1",
      ], processors: 2)
    #expect(Invocation.run(words, session) == .failed)
    #expect(session.errors.text.hasPrefix("error: "))
    #expect(try ContentStore(folder.at("store")).records().count == 1)
  }
}
