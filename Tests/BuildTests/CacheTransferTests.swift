import Host
import TestSupport
import Testing

/// Caches that go from one machine to another.
@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct CacheTransferTests {
  static let dockerfile = """
    FROM base AS one
    COPY a.txt /a.txt
    RUN --mount=type=cache,target=/c date +%N > /one.txt && echo first >> /c/log && mkdir /dir && touch /dir/f
    FROM base AS two
    COPY --from=one /one.txt /dir /two/
    RUN date +%N > /last.txt; rm /etc/passwd

    """

  static func workplace() throws -> Workplace {
    let place = try Workplace()
    try place.folder.write("context/Dockerfile", dockerfile)
    try place.folder.write("context/a.txt", "a")
    return place
  }

  /// How one machine writes a cache and another one finds it.
  enum Way: String, CaseIterable {
    case folder, registry, bareName, actionsOne, actionsTwo

    /// The words of the two options, the mode left out.
    func words(_ place: Workplace, _ port: Int) -> (to: String, from: String) {
      switch self {
      case .folder:
        let folder = place.folder.at("cache")
        return ("type=local,dest=\(folder)", "type=local,src=\(folder)")
      case .registry, .bareName:
        let name = "127.0.0.1:\(port)/acme/\(rawValue.lowercased()):cache"
        return ("type=registry,ref=\(name)", self == .bareName ? name : "type=registry,ref=\(name)")
      case .actionsOne, .actionsTwo:
        let text =
          "type=gha,url=http://127.0.0.1:\(port)/job,token=job,scope=\(rawValue),"
          + "version=\(self == .actionsOne ? 1 : 2)"
        return (text, text)
      }
    }

    var script: String? {
      switch self {
      case .folder: nil
      case .registry, .bareName: "registry.py"
      case .actionsOne, .actionsTwo: "actions_cache.py"
      }
    }
  }

  @Test(arguments: Way.allCases, ["min", "max"])
  func aFreshMachineDoesNothing(_ way: Way, _ mode: String) throws {
    let place = try Self.workplace()
    let server = try way.script.map { try ServerProcess($0) }
    let words = way.words(place, server?.port ?? 0)
    let first = try place.build("one", ["--cache-to", "\(words.to),mode=\(mode)"])
    #expect(first.succeeded, "\(first.text)")
    #expect(first.done == 4, "\(first.text)")
    let second = try place.build("two", ["--cache-from", words.from])
    #expect(second.succeeded, "\(second.text)")
    #expect(second.done == 0, "\(second.text)")
    #expect(second.count(" cached") == 5, "\(second.text)")
    // The steps write the time, so equal layers are those of the first machine.
    #expect(try place.layers("two") == place.layers("one"))
    #expect(try place.layers("two").count == 3)
  }

  @Test func stepsGoOnFromTrueTimesAndCacheMounts() throws {
    let place = try Self.workplace()
    let folder = place.folder
    let cache = folder.at("cache")
    let probe = """
      FROM one
      RUN --mount=type=cache,target=/c cat /c/log; stat -c 'time %Y' /one.txt; cat /one.txt
      """
    let first = try place.build("one", ["--cache-to", "type=local,dest=\(cache),mode=max"])
    #expect(first.succeeded, "\(first.text)")
    try folder.write("context/Dockerfile", Self.dockerfile + probe + "\n")
    let here = try place.build("one")
    let there = try place.build("two", ["--cache-from", "type=local,src=\(cache)"])
    #expect(there.succeeded, "\(there.text)")
    #expect(there.done == 1, "\(there.text)")
    func words(_ result: Workplace.Result) -> [String] {
      result.text.split(separator: "\n").filter {
        $0.hasSuffix(" first") || $0.contains(" time ") || $0.split(separator: " ").count == 2
      }.map { String($0.drop { $0 != " " }) }.filter { !$0.contains("cached") }
    }
    #expect(words(there) == words(here))
    #expect(there.text.contains(" first"), "\(there.text)")
    #expect(!there.text.contains("time 315619200"), "\(there.text)")
  }

  @Test func whatAStageLeftIsMadeAgainWhenItIsNeeded() throws {
    let place = try Self.workplace()
    let cache = place.folder.at("cache")
    _ = try place.build("one", ["--cache-to", "type=local,dest=\(cache)"])
    // The copy takes another file of the stage, whose layers a cache of the image alone lacks.
    try place.folder.write(
      "context/Dockerfile",
      Self.dockerfile.replacing("/one.txt /dir", with: "/a.txt /one.txt /dir"))
    let there = try place.build("two", ["--cache-from", "type=local,src=\(cache)"])
    #expect(there.succeeded, "\(there.text)")
    #expect(there.done == 4, "\(there.text)")
  }

  @Test(arguments: ["blobs", "index", "all"])
  func aDamagedCacheCostsTime(_ damage: String) throws {
    let place = try Self.workplace()
    let cache = place.folder.at("cache")
    // Equal layers on every machine.
    try place.folder.write(
      "context/Dockerfile", Self.dockerfile.replacing("date +%N", with: "echo one"))
    _ = try place.build("one", ["--cache-to", "type=local,dest=\(cache),mode=max"])
    try place.folder.python(
      """
      import os, random
      random.seed(3)
      folder = "cache/blobs/sha256"
      for name in os.listdir(folder):
          path = os.path.join(folder, name)
          data = bytearray(open(path, "rb").read())
          isIndex = data.startswith(b"{")
          if "\(damage)" == "index" and not isIndex or "\(damage)" == "blobs" and isIndex:
              continue
          for _ in range(3):
              data[random.randrange(len(data))] ^= 1 << random.randrange(8)
          open(path, "wb").write(data)
      """)
    let there = try place.build("two", ["--cache-from", "type=local,src=\(cache)"])
    #expect(there.succeeded, "\(there.text)")
    #expect(there.done > 0, "\(there.text)")
    #expect(try place.layers("two") == place.layers("one"))
    // What was damaged did not stay in the store.
    let verified = try place.run("two", ["store", "verify"])
    #expect(verified.succeeded, "\(verified.text)")
  }

  @Test func damagedEntriesOfTheServiceCostTime() throws {
    let place = try Self.workplace()
    try place.folder.write(
      "context/Dockerfile", Self.dockerfile.replacing("date +%N", with: "echo one"))
    let server = try ServerProcess("actions_cache.py")
    let words = Way.actionsTwo.words(place, server.port)
    _ = try place.build("one", ["--cache-to", "\(words.to),mode=max"])
    try place.folder.python(
      "import urllib.request; urllib.request.urlopen('http://127.0.0.1:\(server.port)/damage', b'')"
    )
    let there = try place.build("two", ["--cache-from", words.from])
    #expect(there.succeeded, "\(there.text)")
    #expect(there.done == 4, "\(there.text)")
    #expect(try place.layers("two") == place.layers("one"))
  }

  @Test func aFolderKeepsNoBlobsOfEarlierCaches() throws {
    let place = try Self.workplace()
    let cache = place.folder.at("cache")
    for text in ["a", "b", "c"] {
      try place.folder.write("context/a.txt", text)
      _ = try place.build("one", ["--cache-to", "type=local,dest=\(cache),mode=max"])
    }
    let sizes = try place.folder.script("ls cache/blobs/sha256 | wc -l")
    // The manifest, its index, four steps in their true form, two layers of the image, one mount.
    #expect(String(decoding: sizes, as: UTF8.self).filter(\.isNumber) == "9")
  }

  @Test func aCacheThatIsNotThereIsNoFailure() throws {
    let place = try Self.workplace()
    let result = try place.build(
      "one", ["--cache-from", "type=local,src=\(place.folder.at("no"))"])
    #expect(result.succeeded, "\(result.text)")
    #expect(result.text.contains("is not used"), "\(result.text)")
  }

  @Test(arguments: [
    ("--cache-to", "type=inline", "is not supported"),
    ("--cache-from", "type=local", "has no `src=`"),
    ("--cache-to", "type=local,src=x", "has no `dest=`"),
    ("--cache-to", "type=registry,ref=a/b,mode=some", "does not know the mode"),
    ("--cache-to", "type=s3,bucket=x", "has no field `bucket`"),
    ("--cache-from", "type=azblob", "does not know the type"),
    ("--cache-from", "type=registry,ref=UPPER CASE", "is no name of an image"),
  ])
  func refusesWhatItDoesNotUnderstand(_ option: String, _ text: String, _ words: String) throws {
    let place = try Self.workplace()
    let result = try place.build("one", [option, text])
    #expect(!result.succeeded)
    #expect(result.text.contains(words), "\(result.text)")
  }
}
