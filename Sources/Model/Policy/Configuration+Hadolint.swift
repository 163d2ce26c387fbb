import Documents
import Evidence
import Source

extension Configuration {
  /// Reads a `.hadolint.yaml`, all keys of hadolint 2.15 in our terms.
  mutating func readHadolint(_ source: SourceText, rules: RuleIndex) throws(Failure) {
    let root = try YAMLNode(reading: source)
    var reader = SettingsReader(source, rules: rules) { offset in
      .file(path: source.name, line: source.line(at: offset))
    }
    var settings: [ValueSetting] = []
    var levels: [Directive] = []
    var ignored: [Directive] = []
    var never: Setting<Severity?>?
    for entry in reader.mapping(root) {
      let node = entry.value
      let origin = reader.origin(node.range.lowerBound)
      switch entry.key {
      case "failure-threshold":
        failOn = threshold(node, origin, with: &reader) ?? failOn
      case "no-fail":
        if reader.value(node, as: Bool.self) == true { never = Setting(nil, origin) }
      case "ignored": ignored = [.ignore(reader.selectors(node), origin)]
      case "override": levels = overridden(node, with: &reader)
      case "trustedRegistries":
        settings += reader.settings(of: "trusted.registries", node)
      case "label-schema": settings += reader.labelSettings(node)
      case "strict-labels": settings += reader.settings(of: "labels.strict", node)
      case "disable-ignore-pragma":
        if reader.value(node, as: Bool.self) == true { inlineWaivers.isEnabled = false }
      case "no-color":
        if let isPlain = reader.value(node, as: Bool.self) { color = Setting(!isPlain, origin) }
      case "format":
        if let name = reader.value(node, as: String.self) {
          format = Setting(Self.formats[name] ?? name, origin)
        }
      default: reader.reportUnknownKey(entry, of: Self.hadolintKeys)
      }
    }
    // hadolint never fails under no-fail, whatever its threshold.
    failOn = never ?? failOn
    values += settings
    directives += settings.flatMap(\.directives) + levels + ignored
    verdicts.append(Verdict(source: source, findings: reader.findings))
  }

  private static let hadolintKeys = [
    "failure-threshold", "format", "ignored", "override", "trustedRegistries", "label-schema",
    "strict-labels", "no-color", "no-fail", "disable-ignore-pragma",
  ]

  /// Our names of hadolint's formats, where they differ.
  private static let formats = [
    "tty": "human", "codeclimate": "gitlab", "gitlab_codeclimate": "gitlab", "codacy": "json",
  ]

  private func threshold(
    _ node: YAMLNode, _ origin: Origin, with reader: inout SettingsReader
  ) -> Setting<Severity?>? {
    switch node.text {
    case "error": return Setting(.error, origin)
    case "warning": return Setting(.warning, origin)
    case "info", "style": return Setting(.info, origin)
    case "ignore", "none": return Setting(nil, origin)
    default:
      reader.report(
        .expected("one of `error`, `warning`, `info`, `style`, `ignore`, `none`", at: node))
      return nil
    }
  }

  private func overridden(
    _ node: YAMLNode, with reader: inout SettingsReader
  ) -> [Directive] {
    let levels: [String: Level] = [
      "error": .error, "warning": .warning, "info": .info, "style": .info,
    ]
    var directives: [Directive] = []
    for entry in reader.mapping(node) {
      guard let level = levels[entry.key] else {
        reader.reportUnknownKey(entry, of: ["error", "warning", "info", "style"])
        continue
      }
      let origin = reader.origin(entry.value.range.lowerBound)
      for selector in reader.selectors(entry.value) {
        directives.append(
          .rule(
            RuleSetting(selector, level: level, origin: origin, range: entry.value.range)))
      }
    }
    return directives
  }
}
