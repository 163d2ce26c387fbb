import Documents
import Host
import TestSupport
import Testing

@Suite(.enabled(if: PeopleBuild.canRun, "takes the built program, root, busybox, and crun or runc"))
struct PeopleOutputTests {
  @Test(arguments: [
    ("gzip", "application/vnd.oci.image.layer.v1.tar+gzip"),
    ("zstd", "application/vnd.oci.image.layer.v1.tar+zstd"),
    ("uncompressed", "application/vnd.oci.image.layer.v1.tar"),
  ])
  func layersAreCompressedAsAsked(compression: String, type: String) throws {
    let build = try PeopleBuild("FROM \(PeopleBuild.base)\nCOPY .keep /\n")
    for isForced in [false, true] {
      let outcome = try build.build(
        "-o",
        "type=oci,dest=out\(isForced),compression=\(compression),force-compression=\(isForced),"
          + "annotation.a.b=c", "--metadata-file", "meta.json", "--iidfile", "id")
      #expect(outcome.succeeded, "\(outcome.errorText)")
      let index = try build.json("out\(isForced)/index.json")
      let digest = try #require(index["manifests"]?.array?.first?["digest"]?.string)
      let manifest = try build.json(
        "out\(isForced)/blobs/sha256/\(digest.split(separator: ":")[1])")
      let types = (manifest["layers"]?.array ?? []).compactMap { $0["mediaType"]?.string }
      #expect(types.last == type)
      if isForced { #expect(types == [type, type]) }
      #expect(manifest["annotations"]?["a.b"]?.string == "c")
      #expect(
        try build.folder.read("id") == manifest["config"]?["digest"]?.string)
    }
  }

  @Test func unknownWaysAreRefused() throws {
    let build = try PeopleBuild("FROM scratch\nCOPY .keep /\n")
    for (output, word) in [
      ("type=oci,dest=x,compression=lzma", "lzma"), ("type=oci,dest=x,compression-level=77", "77"),
      ("type=oci,dest=x,annotation-index-descriptor.a=b", "annotation-index-descriptor"),
    ] {
      let outcome = try build.build("-o", output)
      #expect(outcome.ending == .exited(3))
      #expect(outcome.errorText.contains(word))
    }
  }

  @Test func platformsWithoutCommandsGoIntoAnIndex() throws {
    let build = try PeopleBuild("FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /it\n")
    for name in ["amd64", "arm64", "s390x"] { try build.folder.write("context/\(name)", name) }
    let outcome = try build.build(
      "--platform", "linux/amd64,linux/arm64,linux/s390x", "-o", "type=oci,dest=out", "-o",
      "type=local,dest=files", "--metadata-file", "meta.json")
    #expect(outcome.succeeded, "\(outcome.errorText)")
    let root = try #require(try build.json("meta.json")["containerimage.digest"]?.string)
    let index = try build.json("out/blobs/sha256/\(root.split(separator: ":")[1])")
    #expect(
      (index["manifests"]?.array ?? []).compactMap { $0["platform"]?["architecture"]?.string }
        == ["amd64", "arm64", "s390x"])
    #expect(try build.folder.read("files/linux_arm64/it") == "arm64")
  }

  @Test func commandsOfAnotherProcessorAreRefusedOrRun() throws {
    let build = try PeopleBuild("FROM scratch\nCOPY .keep /\nRUN true\n")
    let outcome = try build.build("--platform", "linux/mips64le")
    #expect(outcome.ending == .exited(3))
    #expect(outcome.errorText.contains("cannot run commands for linux/mips64le"))
    #expect(outcome.errorText.contains("qemu"))
  }

  @Test func aSecondBuildNamesWhatDiffers() throws {
    let build = try PeopleBuild(
      """
      FROM \(PeopleBuild.base)
      COPY . /src
      RUN mkdir -p /var/log && date > /var/log/it.log && head -c 9 /dev/urandom > /etc/machine-id
      RUN date > /when; cat /proc/sys/kernel/random/uuid > /id; echo same > /same
      """)
    try build.folder.write("context/a/b", "x")
    let outcome = try build.build("--verify-reproducible")
    #expect(outcome.ending == .exited(1), "\(outcome.errorText)")
    let text = outcome.outputText
    #expect(text.contains("/var/log/it.log: content"))
    #expect(text.contains("/etc/machine-id: content"))
    #expect(text.contains("id of the machine is random"))
    #expect(text.contains("/id: content"))
    #expect(!text.contains("  /same:"))
    #expect(!text.contains("  /src"))
    try build.folder.write(
      "context/Dockerfile", "FROM \(PeopleBuild.base)\nCOPY . /src\nRUN echo a > /b\n")
    let same = try build.build("--verify-reproducible")
    #expect(same.succeeded, "\(same.outputText)\(same.errorText)")
    #expect(try Files.list(build.folder.at("store/build/verify")).isEmpty)
  }

  @Test func enginesThatDoNotAnswerAreRefused() throws {
    let build = try PeopleBuild("FROM scratch\nCOPY .keep /\n")
    for engine in ["docker", "buildkit://127.0.0.1:1", "podman"] {
      let outcome = try build.build(
        "--engine", engine, environment: ["DOCKER_HOST": "tcp://127.0.0.1:1"])
      #expect(outcome.ending == .exited(3))
      #expect(outcome.errorText.contains("try:"), "\(outcome.errorText)")
    }
  }

  /// A stand-in for the client shows what it is called with.
  @Test func anEngineGetsTheSameOptions() throws {
    let build = try PeopleBuild("FROM scratch\nCOPY .keep /\n")
    try build.folder.write("bin/docker", "#!/bin/sh\necho \"$@\" >> \"$LOG\"\n")
    try build.folder.script("chmod 755 bin/docker")
    let environment = [
      "PATH": build.folder.at("bin") + ":/usr/bin:/bin", "LOG": build.folder.at("log"),
    ]
    let words = [
      "build", "-t", "a:1", "--build-arg", "A=b c", "--platform", "linux/arm64", "--no-cache",
      "--cache-from", "type=local,src=a", "--cache-to", "type=local,dest=a,mode=max", "-o",
      "type=oci,dest=x.tar", "--provenance", "max", "context",
    ]
    #expect(
      try build.run(words + ["--engine", "docker"], environment: environment).succeeded)
    #expect(
      try build.run(words + ["--engine", "buildkit://host:1234"], environment: environment)
        .succeeded)
    let log = try build.folder.read("log").split(separator: "\n").map(String.init)
    let common =
      "--tag a:1 --build-arg A=b c --cache-from type=local,src=a "
      + "--cache-to type=local,dest=a,mode=max --output type=oci,dest=x.tar --platform linux/arm64 "
      + "--provenance mode=max --no-cache --progress auto context"
    #expect(log.contains("buildx build \(common)"))
    #expect(
      log.contains {
        $0.hasPrefix("buildx create") && $0.hasSuffix("remote --bootstrap tcp://host:1234")
      })
    #expect(
      log.contains { $0.hasPrefix("buildx build --builder hardstand-") && $0.hasSuffix(common) })
    #expect(log.last?.hasPrefix("buildx rm hardstand-") == true)
  }

  /// What the engine cannot do is said, and not left out in silence.
  @Test(arguments: [
    ["--verify-reproducible"], ["--explain-cache"], ["--tag-local"], ["--ca", "file"],
    ["--timestamps", "keep"], ["--mirror", "docker.io=a.example"], ["--insecure-registry", "a"],
    ["--store-max-size", "1GB"],
  ])
  func optionsOfNoEngineAreRefused(_ words: [String]) throws {
    let build = try PeopleBuild("FROM scratch\nCOPY .keep /\n")
    try build.folder.write("bin/docker", "#!/bin/sh\nexit 0\n")
    try build.folder.script("chmod 755 bin/docker")
    let outcome = try build.run(
      ["build", "--engine", "docker"] + words + ["context"],
      environment: ["PATH": build.folder.at("bin") + ":/usr/bin:/bin"])
    #expect(outcome.ending == .exited(3))
    #expect(
      outcome.errorText.contains("`docker` has nothing like `\(words[0])`"), "\(outcome.errorText)")
  }
}
