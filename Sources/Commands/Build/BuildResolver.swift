import Bases
import Build
import Frontend
import Host
import OCI
import Policy
import Source
import Store
import Transfer

/// Answers what the bases of a build are: images of the store first, then of registries; contexts as
/// the command line names them.
final class BuildResolver {
  private let images: Images
  private let sources: BuildSources
  private let contexts: [(name: String, place: String)]
  private let pulls: Bool
  private let session: Session
  private let configuration: Configuration
  var inputs = BuildInputs()

  init(
    _ images: Images, _ sources: BuildSources, _ contexts: [(name: String, place: String)],
    pulls: Bool, _ configuration: Configuration, _ session: Session
  ) {
    self.configuration = configuration
    self.images = images
    self.sources = sources
    self.contexts = contexts
    self.pulls = pulls
    self.session = session
  }

  /// Takes in the context of the build and those that are folders.
  func addContexts() throws(Failure) {
    if let folder = sources.folder {
      try inputs.add(
        context: folder, name: nil, ignoreFile: sources.ignoreFile, keeper: sources.place)
    }
    for (name, place) in sources.named {
      guard let folder = place.folder else {
        throw Failure("the context `\(name)` is no folder", hint: "Name a folder or an archive")
      }
      let ignore = Paths.join(folder, ".dockerignore")
      try inputs.add(
        context: folder, name: name,
        ignoreFile: Files.isFile(ignore) ? (ignore, try Files.read(ignore, limit: 16 << 20)) : nil,
        keeper: place)
    }
  }

  func resolve(_ name: BaseName) throws(Failure) -> ResolvedBase {
    switch name {
    case .context(let text, let platform):
      guard let place = contexts.last(where: { $0.name == text })?.place else { return .files }
      if place.hasPrefix("base:") { return try made(String(place.dropFirst(5)), platform) }
      guard let location = Self.location(place) else { return .files }
      return try image(location, platform, place)
    case .image(let text, let platform):
      let reference: ImageReference
      do throws(ImageReferenceProblem) {
        reference = try ImageReference(parsing: text)
      } catch {
        throw Failure("`\(text)` is no name of an image", because: ["\(error)"])
      }
      if let standIn = configuration.standIns.standIn(for: reference) {
        session.tell(
          "\(standIn.replacement.familiar) stands in for \(reference.familiar), as "
            + "\(standIn.origin) says.")
        let original = reference.familiar
        if let base = try base(standIn.replacement, platform, original) { return base }
        let key = Images.key(standIn.replacement)
        return try image(.bare(key), platform, key, original)
      }
      if let base = try base(reference, platform) { return base }
      if pulls, reference.digest == nil {
        return try image(.registry(reference), platform, text)
      }
      return try image(.bare(text), platform, text)
    }
  }

  /// A base that the project declares, or one that is ready and not in the store; nil for any other name.
  private func base(
    _ name: ImageReference, _ platform: Platform, _ original: String? = nil
  ) throws(Failure) -> ResolvedBase? {
    if let declared = configuration.bases.base(name) {
      return try made(declared.specification, platform, original)
    }
    guard Images.key(name).hasPrefix("localhost/"), name.digest == nil,
      name.tag ?? "latest" == "latest", try images.stored(Images.key(name)) == nil
    else { return nil }
    let ready = Images.key(name).dropFirst(10).prefix { $0 != ":" }
    guard ReadyBases.names.contains(String(ready)) else { return nil }
    return try made(String(ready), platform, original)
  }

  /// The image of a specification, made where no equal one was made before.
  private func made(
    _ text: String, _ platform: Platform, _ original: String? = nil
  ) throws(Failure) -> ResolvedBase {
    let session = session
    let work = try BaseSession(session)
    let given = try BaseSession.given(text, session)
    guard let lockText = given.lock else {
      throw Failure(
        "cannot build on the base `\(text)`", because: ["it has no lock, so it may change any day"],
        hint: "Write one with `hardstand base lock \(text)`")
    }
    let plan = try BasePlan(
      given.spec, try BaseLock(lockText), platform: platform, aptSources: work.aptSources)
    let maker = Bases(
      store: images.store, archives: work.archives, threads: session.processors)
    let built = try maker.build(plan)
    if !built.isCached {
      session.tell("Made the base `\(given.spec.name)` of \(built.packageCount) packages.")
    }
    let image = try images.store.image(built.manifest, platform)
    let number = inputs.add(
      image, name: "base:\(given.spec.name)", standingInFor: original)
    return .image(number, image.config)
  }

  private func image(
    _ location: ImageLocation, _ platform: Platform, _ name: String, _ original: String? = nil
  ) throws(Failure) -> ResolvedBase {
    let found = try images.find(location, .one(platform), .everything)
    let image = try images.store.image(found.root, platform)
    let number = inputs.add(image, name: name, standingInFor: original)
    return .image(number, image.config)
  }

  /// Whether a place of `--build-context` is that of files, and not an image.
  static func isFiles(_ place: String) -> Bool {
    location(place) == nil && !place.hasPrefix("base:")
  }

  /// The image that a place of `--build-context` names; nil for folders, archives and repositories.
  private static func location(_ place: String) -> ImageLocation? {
    if place.hasPrefix("docker-image://") { return .bare(String(place.dropFirst(15))) }
    if place.hasPrefix("oci-layout://") {
      let rest = place.dropFirst(13)
      if let at = rest.firstIndex(of: "@") {
        return .layout(folder: String(rest[..<at]), name: String(rest[rest.index(after: at)...]))
      }
      let slash = rest.lastIndex(of: "/") ?? rest.startIndex
      if let colon = rest[slash...].firstIndex(of: ":") {
        return .layout(
          folder: String(rest[..<colon]), name: String(rest[rest.index(after: colon)...]))
      }
      return .layout(folder: String(rest), name: nil)
    }
    return nil
  }
}
