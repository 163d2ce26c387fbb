import Documents
import OCI
import Source

/// Finds the images that the services of a compose file take from registries.
struct ComposePlaces {
  let source: SourceText
  private(set) var found = PinPlaces()

  /// The places of the documents of a file.
  init(_ source: SourceText, _ documents: [YAMLNode]) {
    self.source = source
    for document in documents {
      guard let services = document["services"]?.entries else { continue }
      let built = Set(services.filter { builds($0.value, services) }.compactMap { ownImage($0) })
      for service in services { add(service, services, built) }
    }
    found.sort()
  }

  /// The text of the image of a service that this file builds.
  private func ownImage(_ service: YAMLNode.Entry) -> String? { service.value["image"]?.text }

  /// Whether a service is built and not pulled: by itself, by what it merges or by what it extends.
  private func builds(
    _ service: YAMLNode, _ services: [YAMLNode.Entry], depth: Int = 0
  ) -> Bool {
    if service["build"] != nil || service["pull_policy"]?.text == "build" { return true }
    if merged(service).contains(where: { $0["build"] != nil }) { return true }
    guard depth < 16, let name = extended(service),
      let other = services.first(where: { $0.key == name })
    else { return false }
    return builds(other.value, services, depth: depth + 1)
  }

  /// The service of this file that a service extends.
  private func extended(_ service: YAMLNode) -> String? {
    guard let extends = service["extends"] else { return nil }
    if let name = extends.text { return name }
    return extends["file"] == nil ? extends["service"]?.text : nil
  }

  private func merged(_ service: YAMLNode) -> [YAMLNode] {
    guard let merge = service["<<"] else { return [] }
    return merge.items ?? [merge]
  }

  private mutating func add(
    _ service: YAMLNode.Entry, _ services: [YAMLNode.Entry], _ built: Set<String>
  ) {
    let role = PinPlace.Role.service(service.key)
    func leave(_ text: String, _ range: SourceRange, _ reason: String) {
      found.obstacles.append(PinObstacle(role, text, range, reason))
    }
    if isAlias(service.value) {
      if let text = service.value["image"]?.text {
        leave(text, service.value.range, "it is an alias of what stands at its anchor")
      }
      return
    }
    guard let image = service.value["image"], let text = image.text else {
      let other = merged(service.value).compactMap { $0["image"]?.text }.first
      if let other, service.value["build"] == nil {
        leave(
          other, service.value["<<"]?.range ?? service.keyRange,
          "it is merged from elsewhere; pin it there")
      }
      return
    }
    if builds(service.value, services) {
      return leave(text, image.range, "it is the name of what this service builds")
    }
    if built.contains(text) {
      return leave(text, image.range, "another service of the file builds it")
    }
    if service.value["extends"]?["file"] != nil {
      return leave(
        text, image.range, "the service extends one of another file, which may build the image")
    }
    if service.value["pull_policy"]?.text == "never" {
      return leave(text, image.range, "it is never pulled, as `pull_policy` says")
    }
    if isAlias(image) {
      return leave(text, image.range, "it is an alias; pin it at its anchor")
    }
    if text.contains("$") {
      return leave(text, image.range, "the environment replaces variables in it")
    }
    guard let written = written(image, text) else {
      return leave(
        text, image.range, "it is written with escapes or over several lines; write it on one")
    }
    do throws(ImageReferenceProblem) {
      found.places.append(
        PinPlace(
          role, try ImageReference(parsing: text), text: text, range: written.sourceRange,
          written: written, platforms: platforms(service.value["platform"]?.text)))
    } catch {
      leave(text, image.range, error.message.loweredFirst)
    }
  }

  private func platforms(_ text: String?) -> PinPlace.Platforms {
    guard let text else { return .asked }
    return Platform(text).map { .only($0) } ?? .builder
  }

  private func isAlias(_ node: YAMLNode) -> Bool {
    let start = node.range.lowerBound
    return start < source.bytes.count && source.bytes[start] == UInt8(ascii: "*")
  }

  /// The bytes of a scalar without quotes, tag and anchor, where they are its text.
  private func written(_ node: YAMLNode, _ text: String) -> MappedText? {
    guard let scalar = node.scalar else { return nil }
    var end = node.range.upperBound
    switch scalar.style {
    case .literal, .folded: return nil
    case .plain:
      while end > node.range.lowerBound, source.bytes[end - 1] <= 0x20 { end -= 1 }
    case .singleQuoted, .doubleQuoted:
      let quote = UInt8(ascii: scalar.style == .singleQuoted ? "'" : "\"")
      guard end > node.range.lowerBound, source.bytes[end - 1] == quote else { return nil }
      end -= 1
    }
    let start = end - text.utf8.count
    guard start >= node.range.lowerBound, source.bytes[start..<end].elementsEqual(text.utf8) else {
      return nil
    }
    return MappedText(source, SourceRange(start, end))
  }
}
