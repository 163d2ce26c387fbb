public import Debian
public import HTTP
import Host
public import Source

/// How packages are looked for and got.
public struct AptSettings: Sendable {
  /// The places that packages come from, in the order in which they are asked.
  public var sources: [AptSource]
  /// The files with keys that an archive may be signed with, where its source names none.
  public var keyrings: [String]
  /// How requests are made. The hosts of the sources may be asked without TLS, as all that comes from
  /// them is held to a signature.
  public var http: HTTPSettings
  /// The folder of what was got, which many processes share.
  public var cache: String
  /// Whether only what is in the cache is used.
  public var isOffline = false
  /// Whether an archive may be believed that says its time is over.
  public var allowsExpired = false
  /// Seconds since 1970-01-01T00:00:00Z.
  public var now: @Sendable () -> Int64
  /// The environment that programs are looked up in.
  public var environment: [String: String]
  /// How many files are got at once.
  public var threads = 6

  /// Settings of a machine.
  /// - Parameters:
  ///   - machine: How its apt is set up.
  ///   - environment: The environment, for proxies and the home folder.
  ///   - cache: The folder of what was got.
  ///   - now: The clock.
  public init(
    _ machine: AptMachine, environment: [String: String], cache: String,
    now: @escaping @Sendable () -> Int64
  ) {
    sources = machine.sources
    keyrings = machine.keyrings
    http = HTTPSettings(environment: environment)
    let configuration = machine.configuration
    if let proxy = configuration["Acquire::http::Proxy"], !proxy.isEmpty {
      http.proxies.plain = proxy == "DIRECT" ? nil : proxy
    }
    if let proxy = configuration["Acquire::https::Proxy"] ?? configuration["Acquire::http::Proxy"],
      !proxy.isEmpty
    {
      http.proxies.secure = proxy == "DIRECT" ? nil : proxy
    }
    allowsExpired = configuration.flag("Acquire::Check-Valid-Until") == false
    self.cache = cache
    self.environment = environment
    self.now = now
  }

  /// Where packages are kept when nobody names a folder: `HARDSTAND_CACHE`, else below the folder where
  /// this system keeps what programs can get again.
  /// - Throws: `Failure` when the environment names no home folder.
  public static func cacheFolder(in environment: [String: String]) throws(Failure) -> String {
    if let folder = environment["HARDSTAND_CACHE"], !folder.isEmpty {
      return Paths.join(folder.hasPrefix("/") ? "" : Files.currentFolder, folder) + "/packages"
    }
    guard let caches = UserFolder.cache.path(in: environment) else {
      throw Failure(
        "cannot tell where packages are kept", because: ["HOME is not set"],
        hint: "set HARDSTAND_CACHE to a folder")
    }
    return Paths.join(caches, "hardstand/packages")
  }

  /// A source that a user names as a mirror: an address or folder, which any suite may be of, or an
  /// entry `deb URI SUITE COMPONENT…`.
  /// - Throws: `Failure` when it is neither.
  public static func mirror(_ text: String, folder: String) throws(Failure) -> [AptSource] {
    if text.hasPrefix("deb ") {
      return try AptSource.parse(list: SourceText(name: "--mirror", text: text))
    }
    if text.contains("://") { return [AptSource(uri: text, suite: "*", components: [])] }
    let path = Paths.join(folder, text)
    guard Files.isFolder(path) else {
      throw Failure(
        "cannot use the mirror `\(text)`",
        because: ["it is neither an address nor a folder"],
        hint: "give an address, a folder, or an entry as in sources.list")
    }
    return [AptSource(uri: "file:" + path, suite: "*", components: [])]
  }
}
