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
import Lint
import OCI
import Policy
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
      named: request.contexts, session, work)
    let syntax = DockerfileSyntax.parse(sources.dockerfile)
    var checked = BuildOptions()
    checked.arguments = request.frontend.arguments
    checked.target = request.frontend.target
    try BuildChecks(syntax, request.frontend.arguments["BUILDKIT_DOCKERFILE_CHECK"])
      .require(syntax, checked, today: Day(secondsSince1970: session.now()))
    var request = request
    if request.settings.created == nil { request.settings.created = sources.commitTime }
    request.settings.dockerfile = sources.dockerfile
    let workshop = try Workshop(
      work.images.store, environment: session.environment,
      project: "\(sources.dockerfile.name)\n\(request.frontend.target ?? "")",
      explains: arguments.flag(BuildArguments.explain), http: work.images.http)
    let caches = BuildCaches(work.images, session)
    let images = try build(syntax, sources, request, workshop, caches)
    if arguments.flag(BuildArguments.verify) {
      return try verify(images.made, images.plans, request, workshop)
    }
    let root = try self.root(images.made)
    try BuildDelivery(session, work, request, arguments).deliver(root, images.made)
    try caches.write(images.made.compactMap(\.cache), to: request.cacheTargets)
    let seconds = Double(System.monotonicNanoseconds &- started) / 1e9
    session.tell("Built \(root.digest.short) in \(Self.text(seconds)).")
    return .clean
  }

  /// What is done for a platform, and with what.
  private struct Plan {
    let definition: BuildDefinition
    let inputs: BuildInputs
    let options: FrontendOptions
  }

  private func build(
    _ syntax: DockerfileSyntax, _ sources: BuildSources, _ request: BuildRequest,
    _ workshop: Workshop, _ caches: BuildCaches
  ) throws(Failure) -> (made: [BuiltImage], plans: [Plan]) {
    var images: [BuiltImage] = []
    var plans: [Plan] = []
    let imported = caches.open(request.cacheSources)
    for platform in request.platforms {
      var options = request.frontend
      options.platform = platform
      let resolver = BuildResolver(
        work.images, sources, request.contexts, pulls: arguments.flag(BuildArguments.pull),
        try configuration(sources.folder ?? session.folder), session)
      try resolver.addContexts()
      resolver.inputs.caches = imported
      let definition = try Frontend.definition(of: syntax, options) {
        name throws(Failure) in try resolver.resolve(name)
      }
      work.progress.finish()
      for name in definition.unusedArguments {
        session.tell("The build argument `\(name)` is declared by no ARG, so it changes nothing.")
      }
      let plan = Plan(definition: definition, inputs: resolver.inputs, options: options)
      images.append(try build(plan, request, workshop))
      plans.append(plan)
    }
    return (images, plans)
  }

  /// What the project says of bases and stand-ins.
  private func configuration(_ folder: String) throws(Failure) -> Configuration {
    guard let path = Configuration.path(governing: folder, in: DiskFiles()) else {
      return Configuration()
    }
    let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)
    return try Configuration(at: path, in: DiskFiles(), rules: rules)
  }

  private func build(
    _ plan: Plan, _ request: BuildRequest, _ workshop: Workshop
  ) throws(Failure) -> BuiltImage {
    let view = try BuildProgressView.make(
      session, arguments.value(BuildArguments.progress) ?? "auto", plan.definition)
    let builder = Builder(workshop, request.settings, control: control) { view.note($0) }
    do throws(Failure) {
      let image = try builder.build(
        plan.definition, plan.inputs, annotations: request.annotations)
      view.finish(nil)
      return image
    } catch {
      view.finish(error)
      throw error
    }
  }

  /// Builds once more, and compares. Nothing is delivered.
  private func verify(
    _ first: [BuiltImage], _ plans: [Plan], _ request: BuildRequest, _ workshop: Workshop
  ) throws(Failure) -> ExitCode {
    let verification = try BuildVerification(session, work.images.store.root)
    defer { verification.finish() }
    var request = request
    request.settings.recordsProvenance = false
    request.settings.exportedCache = nil
    var differences: [BuildComparison.Difference] = []
    for (image, plan) in zip(first, plans) {
      let again = Plan(
        definition: plan.definition.withoutCache,
        inputs: try verification.inputs(like: plan.inputs), options: plan.options)
      let second = try build(again, request, workshop)
      differences += try BuildComparison.differences(image, second, in: work.images.store)
    }
    return verification.report(differences) ? .clean : .findings
  }

  /// The manifest, or an index of several, or of one and where it came from.
  private func root(_ images: [BuiltImage]) throws(Failure) -> Descriptor {
    let mode = request.provenance.attached
    if images.count == 1, request.indexAnnotations.isEmpty, mode == nil {
      return images[0].manifest
    }
    var entries: [Descriptor] = []
    for image in images {
      if let mode {
        entries += try BuildAttestation.entries(
          image, mode, names: request.names.map { Images.key($0) }, in: work.images.store)
      } else {
        entries.append(image.manifest)
      }
    }
    let index = ImageIndex(manifests: entries, annotations: request.indexAnnotations)
    return try work.images.store.put(index.bytes, .index)
  }

  private static func text(_ seconds: Double) -> String {
    let tenths = Int((seconds * 100).rounded())
    return "\(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100) s"
  }
}
