import Arguments
import Build
import HTTP
import Host
import OCI
import Policy
import Registry
import Source
import Store
import Terminal
import Transfer

/// What a command needs to work on images: the store in use, the registries, and what is shown of it.
final class ImageSession {
  let images: Images
  let platform: Platform
  let progress: TransferProgressView
  private var lease: FileLock?
  private let ceiling: Int64?
  private let session: Session

  /// - Parameter takesMirrors: Whether `--mirror` names mirrors of registries, and not of archives of
  ///   packages.
  init(
    _ session: Session, _ arguments: ParsedArguments, progress verb: String = "moving",
    takesMirrors: Bool = true
  ) throws(Failure) {
    self.session = session
    let store = try ContentStore(try ImageSession.folder(session, arguments))
    lease = try store.lease()
    ceiling = try ImageSession.size(arguments.value(ImageOptions.ceiling))
    platform = try ImageSession.platform(arguments)
    progress = TransferProgressView(session, verb)
    var client = try ImageSession.client(session, arguments, takesMirrors: takesMirrors)
    let view = progress
    client.progress = { view.note($0) }
    var images = Images(
      store: store, client: client, http: client.settings.http, environment: session.environment,
      threads: session.processors, now: session.now)
    images.observe = { view.note($0) }
    self.images = images
  }

  /// Ends the use of the store, cleans it where that was asked for, and shows no more progress.
  func finish() {
    progress.finish()
    lease = nil
    guard let ceiling else { return }
    do {
      // Whoever uses the store now cleans it when it is done.
      let storage = BuildStorage(images.store)
      let report = try images.store.collectIfFree(.init(ceiling: ceiling)) { () throws(Failure) in
        try storage.companions(isNeeded: false, isCandidate: true)
      }
      guard let report, report.removedBlobs > 0 else { return }
      session.tell(
        "Removed \(report.removedBlobs) files from the store, \(DataSize.text(report.removedBytes))."
      )
    } catch {
      session.report(error)
    }
  }

  /// The bytes that an option names.
  static func size(_ text: String?) throws(Failure) -> Int64? {
    guard let text else { return nil }
    if let size = ByteCount(text) { return Int64(size.bytes) }
    throw Failure("cannot understand the size `\(text)`", hint: "write it as in `20GB` or `512MiB`")
  }

  static func folder(_ session: Session, _ arguments: ParsedArguments) throws(Failure) -> String {
    if let given = arguments.value(ImageOptions.store), !given.isEmpty {
      return session.path(given)
    }
    return try ContentStore.folder(in: session.environment)
  }

  static func platform(_ arguments: ParsedArguments) throws(Failure) -> Platform {
    guard let text = arguments.value(ImageOptions.platform) else { return .host }
    if let platform = Platform(text) { return platform }
    throw Failure(
      "cannot understand the platform `\(text)`", hint: "write it as in `linux/amd64` or `arm64`")
  }

  /// Which images of an index a command takes.
  func choice(_ arguments: ParsedArguments) -> PlatformChoice {
    arguments.flag(ImageOptions.allPlatforms) ? .all : .one(platform)
  }

  func location(_ text: String) throws(Failure) -> ImageLocation {
    try ImageLocation(parsing: text, folder: session.folder)
  }

  /// An image of one platform, wherever it is, brought into the store as far as it is asked for.
  func image(_ text: String, _ depth: Images.Depth = .everything) throws(Failure) -> StoredImage {
    let found = try images.find(try location(text), .one(platform), depth)
    progress.finish()
    return try images.store.image(found.root, platform)
  }

  /// A client of registries with the credentials of the user.
  static func client(
    _ session: Session, _ arguments: ParsedArguments, takesMirrors: Bool = true
  ) throws(Failure) -> RegistryClient {
    let credentials = CredentialStore(environment: session.environment)
    let settings = try registrySettings(session, arguments, takesMirrors: takesMirrors)
    return RegistryClient(settings) { registry, path throws(Failure) in
      try credentials.credential(for: registry, path: path)
    }
  }

  static func registrySettings(
    _ session: Session, _ arguments: ParsedArguments, takesMirrors: Bool = true
  ) throws(Failure) -> RegistrySettings {
    var http = HTTPSettings(environment: session.environment)
    http.userAgent = "hardstand/\(Version.number)"
    let authorities = arguments.list(ImageOptions.authorities).map { session.path($0) }
    for path in authorities where !Files.exists(path) {
      throw Failure(
        "cannot read the certificates of `\(path)`", because: ["there is no such file"],
        hint: "check --registry-ca for a typo")
    }
    http.security.authorities = authorities
    for host in arguments.list(ImageOptions.insecure) {
      http.plainHosts.insert(host)
      var security = HTTPSettings.Security()
      security.authorities = authorities
      security.isVerified = false
      http.hosts[host] = security
    }
    var settings = RegistrySettings(http: http)
    for text in takesMirrors ? arguments.list(ImageOptions.mirror) : [] {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw Failure(
          "cannot understand the mirror `\(text)`",
          hint: "write it as in `docker.io=harbor.example/proxy`")
      }
      settings.mirrors[parts[0], default: []].append(parts[1])
    }
    return settings
  }
}
