import Documents
import Host
import TestSupport
import Testing

@Suite(.enabled(if: PeopleBuild.canRun, "takes the built program, root, busybox, and crun or runc"))
struct ProvenanceTests {
  static let dockerfile = """
    FROM \(PeopleBuild.base) AS make
    ARG API_TOKEN
    ARG COLOUR
    RUN echo $COLOUR > /colour
    FROM \(PeopleBuild.base)
    COPY --from=make /colour /
    COPY file /
    """

  private func made(_ words: String...) throws -> (PeopleBuild, JSON) {
    let build = try PeopleBuild(Self.dockerfile)
    try build.folder.write("context/file", "x")
    let outcome = try build.run(
      ["build", "-t", "app:1", "-o", "type=oci,dest=out", "--metadata-file", "meta.json"] + words
        + [
          "--build-arg", "API_TOKEN=hunter2-very-long-9f8e7d", "--build-arg", "COLOUR=red",
          "context",
        ])
    #expect(outcome.succeeded, "\(outcome.errorText)")
    let metadata = try build.json("meta.json")
    return (build, metadata)
  }

  private func blob(_ build: PeopleBuild, _ folder: String, _ digest: String?) throws -> JSON {
    let hex = try #require(digest?.split(separator: ":").last)
    return try build.json("\(folder)/blobs/sha256/\(hex)")
  }

  @Test func theStoreKeepsItAndTheDigestStays() throws {
    let (build, metadata) = try made()
    let digest = try #require(metadata["containerimage.digest"]?.string)
    let manifest = try blob(build, "store", digest)
    #expect(manifest["layers"] != nil)
    let hex = try #require(digest.split(separator: ":").last)
    let notes = try Files.list(build.folder.at("store/referrers/\(hex)"))
    #expect(notes.count == 1)
    let note = try build.json("store/referrers/\(hex)/\(notes[0].name)")
    let artifact = try blob(build, "store", note["digest"]?.string)
    #expect(artifact["artifactType"]?.string == "application/vnd.in-toto+json")
    #expect(artifact["subject"]?["digest"]?.string == digest)
    let statement = try blob(build, "store", artifact["layers"]?.array?.first?["digest"]?.string)
    #expect(statement["predicateType"]?.string == "https://slsa.dev/provenance/v1")
    #expect(
      statement["subject"]?.array?.first?["digest"]?["sha256"]?.string == String(hex))
    let definition = try #require(statement["predicate"]?["buildDefinition"])
    let arguments = definition["externalParameters"]?["request"]?["arguments"]
    #expect(arguments?["API_TOKEN"]?.string == "***")
    #expect(arguments?["COLOUR"]?.string == "red")
    let dependencies = (definition["resolvedDependencies"]?.array ?? []).compactMap {
      $0["uri"]?.string
    }
    #expect(
      dependencies == [
        "context:.", "pkg:docker/base.example/busybox@1?platform=linux%2F\(Self.architecture)",
      ])
    let steps = definition["internalParameters"]?["buildConfig"]?["steps"]?.array ?? []
    #expect(
      steps.contains { $0["title"]?.string == "RUN echo $COLOUR > /colour" && $0["line"]?.int == 4 }
    )
    // It stays with the image while that has a name, and goes with it.
    #expect(try build.run("tag", "base.example/busybox:1", "kept:1").succeeded)
    #expect(try build.build("-t", "app:1", "--build-arg", "COLOUR=red").succeeded)
    #expect(try build.run("store", "verify").succeeded)
  }

  static let architecture: String = {
    #if arch(arm64)
      "arm64"
    #else
      "amd64"
    #endif
  }()

  @Test func itIsAttachedWhereThatIsAskedFor() throws {
    let (build, metadata) = try made("--provenance", "max")
    let index = try blob(build, "out", metadata["containerimage.digest"]?.string)
    let entries = try #require(index["manifests"]?.array)
    #expect(entries.count == 2)
    #expect(entries[1]["platform"]?["os"]?.string == "unknown")
    #expect(
      entries[1]["annotations"]?["vnd.docker.reference.digest"]?.string
        == entries[0]["digest"]?.string)
    let manifest = try blob(build, "out", entries[1]["digest"]?.string)
    let statement = try blob(build, "out", manifest["layers"]?.array?.first?["digest"]?.string)
    #expect(
      statement["predicate"]?["buildDefinition"]?["internalParameters"]?["buildConfig"] != nil)
    // Of less, the arguments and steps are not told.
    let (_, less) = try made("--provenance", "min")
    let predicate = try #require(less["buildx.build.provenance"])
    let external = predicate["buildDefinition"]?["externalParameters"]
    #expect(external?["request"]?["arguments"] == nil)
    #expect(external?["configSource"]?["digest"]?["sha256"] != nil)
  }

  @Test func nothingIsKeptWhereThatIsAskedFor() throws {
    let (build, metadata) = try made("--provenance", "false")
    #expect(metadata["buildx.build.provenance"] == nil)
    #expect(!Files.exists(build.folder.at("store/referrers")))
  }
}
