import Documents
import OCI
import Store
import Streams
import Terminal

/// An image as `image inspect` shows it.
struct ImageDescription {
  private let image: StoredImage
  private let name: String
  private let platforms: [Platform]

  init(_ image: StoredImage, name: String, platforms: [Platform]) {
    self.image = image
    self.name = name
    self.platforms = platforms
  }

  private var runtime: RuntimeConfig { image.config.runtime }

  func text(_ style: Style) -> String {
    var text = ""
    func line(_ title: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      let label = title + String(repeating: " ", count: max(1, 14 - title.count))
      text += style.text(label, .dim) + Visible.text(value, style) + "\n"
    }
    func list(_ title: String, _ values: [String]) {
      for (index, value) in values.enumerated() { line(index == 0 ? title : "", value) }
    }
    line("name", name)
    line("digest", "\(image.root.digest)")
    if image.root.digest != image.manifest.digest { line("manifest", "\(image.manifest.digest)") }
    line("id", "\(image.manifest.config.digest)")
    line("type", image.root.mediaType.rawValue)
    line("platform", "\(image.config.platform)")
    list("platforms", platforms.map(\.description))
    line("created", image.config.created)
    line("author", image.config.author)
    line("user", runtime.user.isEmpty ? "root (none is set)" : runtime.user)
    line("directory", runtime.workingDirectory)
    line("entrypoint", runtime.entrypoint.map(Self.words))
    line("command", runtime.command.map(Self.words))
    list("environment", runtime.environment)
    list("ports", runtime.exposedPorts)
    list("volumes", runtime.volumes)
    line("stop signal", runtime.stopSignal)
    line(
      "health check",
      runtime.healthcheck?["Test"]?.array.map { Self.words($0.compactMap(\.string)) })
    list("labels", runtime.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    list(
      "annotations",
      image.manifest.annotations.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    line("size", DataSize.text(image.manifest.blobsSize) + " as stored")
    text += "\n"
    var table = TextTable([
      ("LAYER", .left), ("SIZE", .right), ("FORM", .left), ("MADE BY", .left),
    ])
    for (layer, step) in zip(image.manifest.layers, image.config.stepsOfLayers) {
      table.add([
        layer.digest.short, DataSize.text(layer.size), layer.mediaType.compression?.rawValue ?? "?",
        Self.step(step, columns: max(30, (style.columns ?? 100) - 34), style),
      ])
    }
    return text + table.text(style)
  }

  private static func words(_ words: [String]) -> String {
    JSON.array(words.map { .string($0) }).text()
  }

  private static func step(
    _ step: ImageConfig.History?, columns: Int, _ style: Style
  ) -> String {
    let text = (step?.createdBy ?? "").split { $0.isWhitespace }.joined(separator: " ")
    let plain = Visible.text(text, style)
    return plain.count > columns ? plain.prefix(columns - 1) + style.symbol(.ellipsis) : plain
  }

  var json: JSON {
    var members: [JSON.Member] = [
      .init("schema", "hardstand.image-inspect/1"), .init("name", .string(name)),
      .init("digest", .string("\(image.root.digest)")),
      .init("mediaType", .string(image.root.mediaType.rawValue)),
      .init("manifest", .string("\(image.manifest.digest)")),
      .init("id", .string("\(image.manifest.config.digest)")),
      .init("platform", .string("\(image.config.platform)")),
      .init("platforms", .array(platforms.map { .string($0.description) })),
      .init("created", image.config.created.map { .string($0) } ?? .null),
      .init("size", .number(image.manifest.blobsSize)),
      .init("config", runtime.json),
      .init(
        "annotations",
        .object(
          image.manifest.annotations.sorted { $0.key < $1.key }
            .map { .init($0.key, .string($0.value)) })),
    ]
    let layers = zip(
      zip(image.manifest.layers, image.config.diffIDs), image.config.stepsOfLayers)
    members.append(
      .init(
        "layers",
        .array(
          layers.map { pair, step in
            [
              "digest": .string("\(pair.0.digest)"), "diffID": .string("\(pair.1)"),
              "mediaType": .string(pair.0.mediaType.rawValue), "size": .number(pair.0.size),
              "createdBy": step?.createdBy.map { .string($0) } ?? .null,
            ]
          })))
    members.append(.init("history", image.config.json["history"] ?? []))
    return .object(members)
  }
}
