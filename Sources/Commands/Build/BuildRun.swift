import Arguments
import BaseImages
import Build
import Containers
import Dockerfile
import Documents
import Evidence
import Facts
import Frontend
import HTTP
import Host
import Layers
import OCI
import Source
import Store
import Streams
import Transfer

/// One call of `hardstand build`.
final class BuildRun {
  private let session: Session
  private let arguments: ParsedArguments
  private let request: BuildRequest
  private let work: ImageSession
  private let control = BuildControl()

  init(_ session: Session, _ arguments: ParsedArguments) throws(Failure) {
    self.session = session
    self.arguments = arguments
    request = try BuildRequest(arguments, session)
    work = try ImageSession(session, arguments, progress: "pulling")
  }

  func finish() { work.finish() }

  func build() throws(Failure) -> ExitCode {
    let started = System.monotonicNanoseconds
    let sources = try BuildSources(
      arguments.argument(BuildArguments.context) ?? ".", arguments.value(BuildArguments.file),
      session, work)
    let syntax = DockerfileSyntax.parse(sources.dockerfile)
    var checked = BuildOptions()
    checked.arguments = request.frontend.arguments
    checked.target = request.frontend.target
    try BuildChecks(syntax, request.frontend.arguments["BUILDKIT_DOCKERFILE_CHECK"])
      .require(syntax, checked, today: Day(secondsSince1970: session.now()))
    var request = request
    if request.settings.created == nil { request.settings.created = sources.commitTime }
    let workshop = try Workshop(
      work.images.store, environment: session.environment,
      project: "\(sources.dockerfile.name)\n\(request.frontend.target ?? "")",
      explains: arguments.flag(BuildArguments.explain), http: work.images.http)
    var images: [BuiltImage] = []
    let caches = BuildCaches(work.images, session)
    let imported = caches.open(request.cacheSources)
    for platform in request.platforms {
      var options = request.frontend
      options.platform = platform
      let resolver = BuildResolver(
        work.images, sources, request.contexts, pulls: arguments.flag(BuildArguments.pull), session)
      try resolver.addContexts()
      resolver.inputs.caches = imported
      let definition = try Frontend.definition(of: syntax, options) {
        name throws(Failure) in try resolver.resolve(name)
      }
      work.progress.finish()
      for name in definition.unusedArguments {
        session.tell("The build argument `\(name)` is declared by no ARG, so it changes nothing.")
      }
      let view = try BuildProgressView.make(
        session, arguments.value(BuildArguments.progress) ?? "auto", definition)
      let builder = Builder(workshop, request.settings, control: control) { view.note($0) }
      do throws(Failure) {
        images.append(
          try builder.build(definition, resolver.inputs, annotations: request.annotations))
        view.finish(nil)
      } catch {
        view.finish(error)
        throw error
      }
    }
    let root = try self.root(images)
    try BuildDelivery(session, work, request, arguments).deliver(root, images)
    try caches.write(images.compactMap(\.cache), to: request.cacheTargets)
    let seconds = Double(System.monotonicNanoseconds &- started) / 1e9
    session.tell("Built \(root.digest.short) in \(Self.text(seconds)).")
    return .clean
  }

  /// The manifest, or an index of several.
  private func root(_ images: [BuiltImage]) throws(Failure) -> Descriptor {
    if images.count == 1, request.indexAnnotations.isEmpty { return images[0].manifest }
    let index = ImageIndex(
      manifests: images.map(\.manifest), annotations: request.indexAnnotations)
    return try work.images.store.put(index.bytes, .index)
  }

  private static func text(_ seconds: Double) -> String {
    let tenths = Int((seconds * 100).rounded())
    return "\(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100) s"
  }
}
