import Documents
import Host
import TestSupport
import Testing

/// What builds keep, and how it goes.
@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct CacheCeilingTests {
  static func workplace() throws -> Workplace {
    let place = try Workplace()
    try place.folder.script("head -c 3000000 /dev/urandom > context/noise")
    try place.folder.write(
      "context/Dockerfile",
      """
      FROM base
      COPY noise /noise
      RUN --mount=type=cache,target=/c cat /noise > /c/noise; cat /noise > /again

      """)
    return place
  }

  func usage(_ place: Workplace) throws -> JSON {
    let result = try place.run("one", ["store", "ls", "--json"])
    return try JSON(reading: Array(result.text.utf8), name: "store")
  }

  func total(_ place: Workplace) throws -> Int {
    let usage = try usage(place)
    let builds = (usage["builds"]?.object ?? []).compactMap { $0.value["bytes"]?.int }
    return (usage["bytes"]?.int ?? 0) + builds.reduce(0, +)
  }

  @Test func aBuildEndsBelowTheCeiling() throws {
    let place = try Self.workplace()
    #expect(try place.build("one").succeeded)
    let before = try total(place)
    // Noise five times: a layer and a folder of the copy, both of the command, and the cache mount.
    #expect(before > 15_000_000)
    // The names of the store stay whatever the ceiling is.
    let result = try place.build("one", ["--store-max-size", "12MB"])
    #expect(result.succeeded, "\(result.text)")
    #expect(result.done == 0, "\(result.text)")
    #expect(try total(place) <= 12_000_000)
    // What is needed and gone is made again, and nothing else.
    try place.folder.script("echo 'RUN echo more > /more' >> context/Dockerfile")
    let next = try place.build("one")
    #expect(next.succeeded, "\(next.text)")
  }

  @Test func collectingKeepsTheCacheUnlessAllIsAsked() throws {
    let place = try Self.workplace()
    #expect(try place.build("one").succeeded)
    #expect(try place.run("one", ["rmi", "made"]).succeeded)
    #expect(try place.run("one", ["store", "gc"]).succeeded)
    #expect(try place.build("one").done == 0)
    let all = try place.run("one", ["store", "gc", "--all"])
    #expect(all.succeeded, "\(all.text)")
    for kind in try usage(place)["builds"]?.object ?? [] {
      #expect(kind.value["count"]?.int == 0, "\(kind.key)")
    }
    #expect(try place.build("one").done == 2)
  }

  @Test func aBuildThatGoesOnKeepsWhatItNeeds() async throws {
    let place = try Self.workplace()
    try place.folder.script("echo 'RUN sleep 2; cat /again > /third' >> context/Dockerfile")
    try place.folder.script("ln -s busybox root/bin/sleep && tar -C root -cf base.tar .")
    let folder = place.folder
    #expect(try place.run("one", ["image", "import", folder.at("base.tar"), "base"]).succeeded)
    let store = ["HARDSTAND_STORE": folder.at("one")]
    let words = ["build", "-t", "made", folder.at("context")]
    async let running = Task.detached { try BuiltProgram.spawn(words, store)?.run() }.value
    try await Task.sleep(for: .milliseconds(1200))
    // Another build ends meanwhile and would remove all.
    try folder.write("small/Dockerfile", "FROM base\nCOPY Dockerfile /\n")
    let small = ["build", "--store-max-size", "1kB", folder.at("small")]
    let other = try #require(try BuiltProgram.spawn(small, store)?.run())
    #expect(other.succeeded, "\(other.errorText)")
    let outcome = try #require(try await running)
    #expect(outcome.succeeded, "\(outcome.errorText)")
  }

  @Test func allAndACeilingContradictEachOther() throws {
    let place = try Self.workplace()
    let result = try place.run("one", ["store", "gc", "--all", "--max-size", "1GB"])
    #expect(!result.succeeded)
    #expect(result.text.contains("cannot both be obeyed"), "\(result.text)")
  }
}
