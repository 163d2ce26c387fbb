import Build
import Frontend
import Host
import OCI
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
  var inputs = BuildInputs()

  init(
    _ images: Images, _ sources: BuildSources, _ contexts: [(name: String, place: String)],
    pulls: Bool, _ session: Session
  ) {
    self.images = images
    self.sources = sources
    self.contexts = contexts
    self.pulls = pulls
    self.session = session
  }

  /// Takes in the context of the build and those that are folders.
  func addContexts() throws(Failure) {
    if let folder = sources.folder {
      try inputs.add(context: folder, name: nil, ignoreFile: sources.ignoreFile)
    }
    for (name, place) in contexts where Self.location(place) == nil {
      let opened = try ContextPlace.open(
        place, in: session.folder, store: images.store, http: images.http,
        input: session.inputStream)
      guard let folder = opened.folder else {
        throw Failure("the context `\(name)` is no folder", hint: "Name a folder or an archive")
      }
      let ignore = Paths.join(folder, ".dockerignore")
      try inputs.add(
        context: folder, name: name,
        ignoreFile: Files.isFile(ignore) ? (ignore, try Files.read(ignore, limit: 16 << 20)) : nil)
    }
  }

  func resolve(_ name: BaseName) throws(Failure) -> ResolvedBase {
    switch name {
    case .context(let text, let platform):
      guard let place = contexts.last(where: { $0.name == text })?.place else { return .files }
      guard let location = Self.location(place) else { return .files }
      return try image(location, platform)
    case .image(let text, let platform):
      let reference: ImageReference
      do throws(ImageReferenceProblem) {
        reference = try ImageReference(parsing: text)
      } catch {
        throw Failure("`\(text)` is no name of an image", because: ["\(error)"])
      }
      if pulls, reference.digest == nil {
        return try image(.registry(reference), platform)
      }
      return try image(.bare(text), platform)
    }
  }

  private func image(
    _ location: ImageLocation, _ platform: Platform
  ) throws(Failure) -> ResolvedBase {
    let found = try images.find(location, .one(platform), .everything)
    let image = try images.store.image(found.root, platform)
    let number = inputs.add(image)
    return .image(number, image.config)
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
