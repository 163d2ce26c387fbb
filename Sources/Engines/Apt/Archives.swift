import Archive
public import Debian
import Documents
import Host
import OCI
public import Source
import Streams

/// The archives of packages that settings name, and the cache of what was got from them.
///
/// ```
/// releases/…    what suites say, by address and name, as they were signed
/// indexes/…     lists of packages, by the digest of the file that they came in
/// packages/…    packages by their SHA-256
/// partial/…     what is being got
/// ```
public struct Archives: Sendable {
  /// How packages are looked for and got.
  public let settings: AptSettings
  private let client: ArchiveClient

  /// A suite as an archive has it.
  public struct Suite: Sendable {
    /// The name that it was asked for by.
    public let name: String
    /// Where it is.
    public let source: AptSource
    /// What it says of itself.
    public let release: ReleaseFile
  }

  /// Opens the archives; nothing is asked before something is wanted.
  /// - Throws: `Failure` when the folder of the cache cannot be made.
  public init(_ settings: AptSettings) throws(Failure) {
    self.settings = settings
    client = ArchiveClient(settings)
    for folder in ["releases", "indexes", "packages", "partial"] {
      try Files.makeFolder(Paths.join(settings.cache, folder))
    }
  }

  func path(_ name: String) -> String { Paths.join(settings.cache, name) }

  // MARK: Suites

  /// The sources that may have a suite, those that name it first.
  func sources(for suite: String) -> [AptSource] {
    let named = settings.sources.filter { $0.suite == suite || $0.suite == "*" }
    if !named.isEmpty { return named }
    // A machine of another release has the archives too, under other suites: that of the security
    // updates is the one whose suite ends so.
    let kind = suite.drop { $0 != "-" }
    var seen: Set<String> = []
    let others = settings.sources.filter { seen.insert($0.uri).inserted }
    return others.filter { $0.suite.drop { $0 != "-" } == kind }
      + others.filter { $0.suite.drop { $0 != "-" } != kind }
  }

  /// What a suite says of itself, held to its signature.
  /// - Throws: `Failure` when no archive has it, or what the first one has is not to be believed.
  public func suite(_ name: String) throws(Failure) -> Suite {
    let sources = sources(for: name)
    if sources.isEmpty {
      throw Failure(
        "cannot find the suite `\(name)`", because: ["no archive of packages is set up here"],
        hint: "name an archive with --mirror")
    }
    for source in sources {
      guard let (content, told) = try signed(name, source) else { continue }
      let text = SourceText(name: "Release of \(name)", bytes: content)
      let release = try ReleaseFile(text)
      if release.suite != name, release.codename != name,
        !release.suite.isEmpty || !release.codename.isEmpty
      {
        throw Failure(
          "cannot trust the suite `\(name)`",
          because: ["what \(told) has there calls itself `\(release.codename)`"],
          hint: "use another archive, as this one is not what it should be")
      }
      try requireValid(release, name, source)
      return Suite(name: name, source: source, release: release)
    }
    if settings.isOffline {
      throw Failure(
        "cannot find the suite `\(name)`", because: ["it is not in the cache"],
        hint: "run it once without --offline, or use a lock and the packages that it names")
    }
    throw Failure(
      "cannot find the suite `\(name)`",
      because: ["none of the archives has it: " + Archives.listed(sources)],
      hint: "check its name, or name an archive that has it with --mirror")
  }

  private static func listed(_ sources: [AptSource]) -> String {
    var seen: Set<String> = []
    return sources.map(\.uri).filter { seen.insert($0).inserted }.joined(separator: ", ")
  }

  private func requireValid(
    _ release: ReleaseFile, _ name: String, _ source: AptSource
  ) throws(Failure) {
    guard let end = release.validUntil, source.checksValidUntil != false, !settings.allowsExpired,
      settings.now() > end
    else { return }
    throw Failure(
      "cannot trust the suite `\(name)`",
      because: ["it says that it is to be believed until \(Timestamp.text(end)), which is past"],
      hint: "use an archive that is up to date, or take this one with --allow-expired")
  }

  /// The text of `Release` after its signature was checked; nil where the archive has none.
  private func signed(
    _ suite: String, _ source: AptSource
  ) throws(Failure) -> (content: [UInt8], told: String)? {
    let base = "dists/\(suite)"
    let kept = path("releases/\(Digest(of: Array("\(source.uri) \(suite)".utf8)).hex)")
    let told = "`\(source.uri)`"
    if settings.isOffline {
      // It was checked when it was kept, and only this user can have changed it since.
      return Files.isFile(kept) ? (try Files.read(kept), told) : nil
    }
    let what = "the suite `\(suite)` of \(told)"
    var content: [UInt8]
    var signature: [UInt8]?
    if let bytes = try client.get("\(base)/InRelease", of: source.uri, limit: 32 << 20) {
      let text = SourceText(name: "InRelease of \(suite)", bytes: bytes)
      if case .anybody = source.trust, !bytes.starts(with: "-----BEGIN PGP".utf8) {
        content = bytes
      } else {
        let signed = try ClearSignedText(text)
        (content, signature) = (signed.content, signed.signature)
      }
    } else if let bytes = try client.get("\(base)/Release", of: source.uri, limit: 32 << 20) {
      content = bytes
      signature = try client.get("\(base)/Release.gpg", of: source.uri, limit: 1 << 20)
    } else {
      return nil
    }
    if source.trust != .anybody {
      guard let signature else {
        throw Failure(
          "cannot trust \(what)", because: ["it is not signed"], hint: "use an archive that is")
      }
      var keyrings: [String] = []
      var inline: String?
      switch source.trust {
      case .machine, .anybody: keyrings = settings.keyrings
      case .files(let files): keyrings = files
      case .inline(let text): inline = text
      }
      try SignatureCheck(environment: settings.environment, folder: path("partial")).require(
        content, signedBy: signature, keyrings: keyrings, inlineKeys: inline, what)
    }
    try Files.write(content, to: kept)
    return (content, told)
  }

  // MARK: Indexes

  /// The packages of a component of a suite for an architecture.
  /// - Throws: `Failure` when the suite does not have them, or they are not what it vouches for.
  public func index(
    _ suite: Suite, component: String, architecture: String
  ) throws(Failure) -> [PackageIndex] {
    let release = suite.release
    let what = "cannot get the packages of `\(component)` in `\(suite.name)`"
    let known = release.components.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    if !known.isEmpty, !known.contains(component) {
      throw Failure(
        what, because: ["the suite has no such component, only \(known.joined(separator: ", "))"],
        hint: "correct `components` in the specification")
    }
    if !release.architectures.isEmpty, !release.architectures.contains(architecture) {
      throw Failure(
        what,
        because: [
          "the suite is not made for \(architecture), only for "
            + release.architectures.joined(separator: ", ")
        ], hint: "leave that platform out")
    }
    let origin = PackageOrigin(suite: suite.name, component: component)
    let names = release.listsAllWithEach ? [architecture] : [architecture, "all"]
    var indexes: [PackageIndex] = []
    for name in names {
      let base = "\(component)/binary-\(name)/Packages"
      guard
        let found = [".xz", ".gz", ".zst", ""].first(where: { release.files[base + $0] != nil }),
        let entry = release.files[base + found]
      else {
        throw Failure(
          what, because: ["the suite vouches for no list of packages for \(name)"],
          hint: "use an archive that is complete")
      }
      let bytes = try reduced(suite, base + found, entry, what)
      indexes.append(PackageIndex(bytes, origin: origin, architecture: architecture))
    }
    return indexes
  }

  private func reduced(
    _ suite: Suite, _ file: String, _ entry: ReleaseFile.Entry, _ what: String
  ) throws(Failure) -> [UInt8] {
    let kept = path("indexes/\(entry.sha256).1")
    if Files.isFile(kept) { return try Files.read(kept, limit: 1 << 30) }
    if settings.isOffline {
      throw Failure(
        what, because: ["they are not in the cache"], hint: "run it once without --offline")
    }
    let folder = "dists/\(suite.name)/"
    let plain = folder + file
    let byHash = folder + (Paths.folder(of: file)) + "/by-hash/SHA256/" + entry.sha256
    var bytes: [UInt8]?
    let limit = Int(min(entry.size + 1, 1 << 30))
    if suite.release.hasByHash {
      bytes = try? client.get(byHash, of: suite.source.uri, limit: limit)
    }
    if bytes == nil { bytes = try client.get(plain, of: suite.source.uri, limit: limit) }
    guard let bytes else {
      throw Failure(
        what, because: ["`\(suite.source.uri)` does not have `\(plain)`"],
        hint: "try again in some minutes, as the archive may be in the middle of a change")
    }
    let digest = Digest(of: bytes).hex
    if Int64(bytes.count) != entry.size || digest != entry.sha256 {
      let reason =
        Int64(bytes.count) == entry.size
        ? "the SHA-256 of `\(file)` is \(digest) and not \(entry.sha256)"
        : "`\(file)` has \(bytes.count) bytes and not the \(entry.size) that it should have"
      throw Failure(
        what, because: [reason],
        hint: "try again in some minutes, as the archive may be in the middle of a change")
    }
    let stream = try Decompressor(
      BytesInMemory(bytes), what: "`\(file)` of `\(suite.name)`", limits: .init(bytes: 1 << 30))
    let result = PackageIndex.reduced(try stream.readAll(limit: 1 << 30, what: "`\(file)`"))
    try Files.write(result, to: kept)
    return result
  }

  // MARK: Packages

  /// The files of packages, from the cache or from the archives, each held to its digest.
  /// - Parameters:
  ///   - packages: The packages.
  ///   - observe: Is told of each one that had to be got.
  /// - Returns: Their paths, in the same order.
  /// - Throws: `Failure` of the first that cannot be had.
  public func obtain(
    _ packages: [PackageFile], observe: @escaping @Sendable (PackageFile) -> Void = { _ in }
  ) throws(Failure) -> [String] {
    let first = FirstError<Failure>()
    let missing = packages.filter { !Files.isFile(path(of: $0)) }
    if settings.isOffline, let package = missing.first {
      let more = missing.count > 1 ? ", and \(missing.count - 1) more are not" : ""
      throw Failure(
        "cannot get the package `\(package.name)` \(package.version)",
        because: ["it is not in the cache\(more)"], hint: "run it once without --offline")
    }
    // The largest first, so that no thread is left alone with it at the end.
    _ = Parallel.map(missing.sorted { $0.size > $1.size }, threads: settings.threads) { package in
      if first.error != nil { return }
      do throws(Failure) {
        try self.get(package)
        observe(package)
      } catch {
        first.note(error)
      }
    }
    if let failure = first.error { throw failure }
    return packages.map(path(of:))
  }

  private func path(of package: PackageFile) -> String { path("packages/\(package.sha256).deb") }

  private func get(_ package: PackageFile) throws(Failure) {
    let what = "cannot get the package `\(package.name)` \(package.version)"
    var reasons: [String] = []
    var seen: Set<String> = []
    let sources =
      sources(for: package.origin.suite)
      + settings.sources.filter { $0.suite != package.origin.suite }
    for source in sources where seen.insert(source.uri).inserted {
      let name = Files.freshName
      do throws(Failure) {
        let file = try WritableFile.create(path("partial/\(name)"), mode: 0o644, isTemporary: true)
        let sink = DigestingSink(into: file)
        guard try client.get(package.file, of: source.uri, into: sink, limit: package.size + 1)
        else { continue }
        let digest = sink.digest.hex
        if sink.count != package.size {
          reasons.append(
            "`\(source.uri)` has \(sink.count) bytes of it and not \(package.size)")
        } else if digest != package.sha256 {
          reasons.append(
            "its SHA-256 at `\(source.uri)` is \(digest) and not \(package.sha256)")
        } else {
          try file.move(to: path(of: package), mode: 0o444)
          return
        }
      } catch {
        throw Failure(what, because: [error.what] + error.because, hint: error.hint)
      }
    }
    if !reasons.isEmpty {
      throw Failure(
        what, because: reasons,
        hint: "use another archive with --mirror, as this one gives what nobody signed")
    }
    throw Failure(
      what,
      because: [
        sources.isEmpty
          ? "no archive of packages is set up here"
          : "no archive has `\(package.file)` any more: " + Archives.listed(sources)
      ],
      hint: sources.isEmpty
        ? "name an archive with --mirror"
        : "take the versions of today with `hardstand base lock --update`, or name an archive "
          + "that keeps old ones with --mirror")
  }
}

/// A package as a file of an archive.
public struct PackageFile: Hashable, Sendable {
  /// The name of the package.
  public let name: String
  /// Its version.
  public let version: String
  /// The SHA-256 in hexadecimal.
  public let sha256: String
  /// The bytes.
  public let size: Int64
  /// The path below the root of the archive.
  public let file: String
  /// Where it is from.
  public let origin: PackageOrigin

  /// A file from its parts.
  public init(
    name: String, version: String, sha256: String, size: Int64, file: String, origin: PackageOrigin
  ) {
    self.name = name
    self.version = version
    self.sha256 = sha256
    self.size = size
    self.file = file
    self.origin = origin
  }
}
