import Documents
import OCI
import Source

extension Configuration {
  /// The keys of `hardstand.yaml`.
  static let keys = [
    "extends", "profile", "rules", "select", "ignore", "fail-on", "values", "overrides",
    "trusted-registries", "label-schema", "inline-waivers", "aliases",
  ]
  static let overrideKeys = ["paths", "profile", "rules", "ignore", "values"]
  static let inlineWaiverKeys = ["enabled", "require-reason", "report-unused"]

  /// Reads the keys of a file; `extends` is followed before.
  ///
  /// Whatever their order in the file, what values ask holds first, then
  /// `select`, then `rules`, then `ignore`.
  mutating func read(
    _ entries: [YAMLNode.Entry], with reader: inout SettingsReader, folder: String
  ) {
    var selected: [Directive] = []
    var settings: [ValueSetting] = []
    var levels: [Directive] = []
    var ignored: [Directive] = []
    for entry in entries {
      let node = entry.value
      switch entry.key {
      case "extends": break
      case "profile": profile = profileSetting(node, with: &reader) ?? profile
      case "rules": levels = reader.ruleSettings(node)
      case "select":
        selected = [.select(reader.selectors(node), reader.origin(node.range.lowerBound))]
      case "ignore":
        ignored = [.ignore(reader.selectors(node), reader.origin(node.range.lowerBound))]
      case "fail-on": failOn = reader.failOn(node) ?? failOn
      case "values": settings += reader.valueSettings(node)
      case "overrides": readOverrides(node, with: &reader, folder: folder)
      case "trusted-registries":
        settings += reader.settings(of: "trusted.registries", node)
      case "label-schema": settings += reader.labelSettings(node)
      case "inline-waivers": readInlineWaivers(node, with: &reader)
      case "aliases": readAliases(node, with: &reader)
      default: reader.reportUnknownKey(entry, of: Self.keys)
      }
    }
    values += settings
    directives += settings.flatMap(\.directives) + selected + levels + ignored
  }

  private func profileSetting(
    _ node: YAMLNode, with reader: inout SettingsReader
  ) -> Setting<String>? {
    guard let name = reader.value(node, as: String.self) else { return nil }
    do {
      _ = try ProfileCatalog.profile(named: name)
    } catch {
      let names = ProfileCatalog.names.map { "`\($0)`" }.joined(separator: ", ")
      reader.report(
        .invalidValue, error.what, at: node.range, help: error.hint ?? "Use one of \(names)")
      return nil
    }
    return Setting(name, reader.origin(node.range.lowerBound))
  }

  private mutating func readOverrides(
    _ node: YAMLNode, with reader: inout SettingsReader, folder: String
  ) {
    guard let items = node.items else {
      if !node.isNull { reader.report(.expected("a list of mappings", at: node)) }
      return
    }
    for item in items {
      let entries = reader.mapping(item)
      let paths = entries.first { $0.key == "paths" }.map { reader.texts($0.value) } ?? []
      if paths.isEmpty {
        reader.report(
          .invalidValue, "this entry names no paths", at: item.range,
          help: "Write the patterns it is for under `paths`")
      }
      var override = Override(folder: folder, patterns: paths.map { PathPattern($0.text) })
      var ignored: [Directive] = []
      for entry in entries {
        switch entry.key {
        case "paths": break
        case "profile": override.profile = profileSetting(entry.value, with: &reader)
        case "rules": override.directives = reader.ruleSettings(entry.value)
        case "ignore":
          ignored = [
            .ignore(reader.selectors(entry.value), reader.origin(entry.value.range.lowerBound))
          ]
        case "values": override.values = reader.valueSettings(entry.value)
        default: reader.reportUnknownKey(entry, of: Self.overrideKeys)
        }
      }
      override.directives =
        override.values.flatMap(\.directives) + override.directives + ignored
      overrides.append(override)
    }
  }

  private mutating func readAliases(_ node: YAMLNode, with reader: inout SettingsReader) {
    for entry in reader.mapping(node) {
      guard let original = reference(entry.key, entry.keyRange, &reader),
        let text = reader.value(entry.value, as: String.self),
        let replacement = reference(text, entry.value.range, &reader)
      else { continue }
      standIns.add(
        StandIns.StandIn(
          original: original, replacement: replacement,
          origin: reader.origin(entry.keyRange.lowerBound)))
    }
  }

  private func reference(
    _ text: String, _ range: SourceRange, _ reader: inout SettingsReader
  ) -> ImageReference? {
    do throws(ImageReferenceProblem) {
      return try ImageReference(parsing: text)
    } catch {
      reader.report(
        .invalidValue, "`\(text)` is no name of an image: \(error.message)", at: range,
        help: "Write it as `FROM` has it, such as `python:3.11-slim`")
      return nil
    }
  }

  private mutating func readInlineWaivers(
    _ node: YAMLNode, with reader: inout SettingsReader
  ) {
    for entry in reader.mapping(node) {
      switch entry.key {
      case "enabled":
        inlineWaivers.isEnabled =
          reader.value(entry.value, as: Bool.self) ?? inlineWaivers.isEnabled
      case "require-reason":
        inlineWaivers.requiresReason =
          reader.value(entry.value, as: Bool.self) ?? inlineWaivers.requiresReason
      case "report-unused":
        inlineWaivers.reportsUnused =
          reader.value(entry.value, as: Bool.self) ?? inlineWaivers.reportsUnused
      default: reader.reportUnknownKey(entry, of: Self.inlineWaiverKeys)
      }
    }
  }
}
