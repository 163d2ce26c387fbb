import Host
import TestSupport
import Testing

/// Every way to name the files of a build, each tried as the context and as a named one.
@Suite(.enabled(if: BuiltProgram.path != nil, "takes the built program"))
struct ContextPlaceTests {
  enum Way: String, CaseIterable {
    case folder, archive, compressedArchive, standardInput, webArchive, repository, branch, part
  }

  static let dockerfile = "FROM scratch\nCOPY a folder/b /got/\n"

  /// A folder with the same files in every form.
  static func workplace() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("context/Dockerfile", dockerfile)
    try folder.write("context/a", "one")
    try folder.write("context/folder/b", "two")
    try folder.script(
      """
      tar -C context -cf it.tar . && gzip -k it.tar
      mkdir -p web work && cp it.tar.gz web/it.tgz && cp -r context work/part && cp -r context/. work
      cd work && git init -q -b main && git add -A
      git -c user.name=a -c user.email=a@b commit -qm x && git branch other
      git clone -q --bare . ../web/r.git && cd ../web/r.git && git update-server-info
      """)
    return folder
  }

  static func words(_ way: Way, _ folder: TemporaryFolder, _ port: Int) throws -> (
    place: String, input: [UInt8]
  ) {
    let web = "http://127.0.0.1:\(port)"
    return switch way {
    case .folder: (folder.at("context"), [])
    case .archive: (folder.at("it.tar"), [])
    case .compressedArchive: (folder.at("it.tar.gz"), [])
    case .standardInput: ("-", try Files.read(folder.at("it.tar.gz")))
    case .webArchive: ("\(web)/it.tgz", [])
    case .repository: ("\(web)/r.git", [])
    case .branch: ("\(web)/r.git#other", [])
    case .part: ("\(web)/r.git#main:part", [])
    }
  }

  @Test(arguments: Way.allCases, [false, true])
  func filesArriveFromAnywhere(_ way: Way, isNamed: Bool) throws {
    let folder = try Self.workplace()
    let server = try ServerProcess("git.py", [folder.at("web")])
    let (place, input) = try Self.words(way, folder, server.port)
    var words = ["build", "-o", "type=local,dest=\(folder.at("out"))", "--platform", "linux/amd64"]
    if isNamed {
      try folder.write("small/Dockerfile", "FROM scratch\nCOPY --from=it a folder/b /got/\n")
      words += ["--build-context", "it=\(place)", folder.at("small")]
    } else {
      words.append(place)
    }
    let store = ["HARDSTAND_STORE": folder.at("store")]
    var spawn = try #require(BuiltProgram.spawn(words, store))
    spawn.input = .bytes(input)
    let outcome = try spawn.run()
    #expect(outcome.succeeded, "\(outcome.errorText)")
    #expect(try folder.read("out/got/a") == "one")
    #expect(try folder.read("out/got/b") == "two")
    // What was unpacked on the way is gone.
    for place in ["store/build/spool", "store/ingest"] where Files.isFolder(folder.at(place)) {
      #expect(try Files.list(folder.at(place)).map(\.name) == [])
    }
  }

  /// A named context that is read once serves every platform.
  @Test func oneInputForManyPlatforms() throws {
    let folder = try Self.workplace()
    try folder.write("small/Dockerfile", "FROM scratch\nCOPY --from=it a /\n")
    var spawn = try #require(
      BuiltProgram.spawn(
        [
          "build", "--platform", "linux/amd64,linux/arm64", "--build-context", "it=-", "-o",
          "type=local,dest=\(folder.at("out"))", folder.at("small"),
        ], ["HARDSTAND_STORE": folder.at("store")]))
    spawn.input = .bytes(try Files.read(folder.at("it.tar")))
    let outcome = try spawn.run()
    #expect(outcome.succeeded, "\(outcome.errorText)")
    for platform in ["linux_amd64", "linux_arm64"] {
      #expect(try folder.read("out/\(platform)/a") == "one")
    }
  }

  /// Archives that a step unpacks leave nothing behind.
  @Test func unpackedArchivesAreNotKept() throws {
    let folder = try Self.workplace()
    try folder.write("small/Dockerfile", "FROM scratch\nADD it.tar.gz /got/\n")
    try folder.script("cp it.tar.gz small")
    let out = "type=local,dest=\(folder.at("out"))"
    let spawn = try #require(
      BuiltProgram.spawn(
        ["build", "-o", out, folder.at("small")], ["HARDSTAND_STORE": folder.at("store")]))
    let outcome = try spawn.run()
    #expect(outcome.succeeded, "\(outcome.errorText)")
    #expect(try folder.read("out/got/folder/b") == "two")
    #expect(try Files.list(folder.at("store/build/spool")).map(\.name) == [])
  }
}
