import Archive
import Layers
import OCI
public import Terminal

/// An analysis as a text for people.
public struct AnalysisText {
  private let analysis: ImageAnalysis
  private let gates: [DiveRules.Outcome]
  private let style: Style
  private var text = ""

  /// The text of an analysis, with the gates that it was held against.
  public init(_ analysis: ImageAnalysis, gates: [DiveRules.Outcome] = [], style: Style) {
    self.analysis = analysis
    self.gates = gates
    self.style = style
  }

  /// The whole text, each line ended.
  public static func text(
    _ analysis: ImageAnalysis, gates: [DiveRules.Outcome] = [], style: Style
  ) -> String {
    var writer = AnalysisText(analysis, gates: gates, style: style)
    writer.write()
    return writer.text
  }

  private mutating func write() {
    line(
      style.text(shown(analysis.name), .emphasis) + "  " + analysis.platform.description + "  "
        + style.text(analysis.digest.description, .dim))
    let totals = analysis.totals
    line(
      "\(size(totals.compressed)) to pull, \(size(totals.visible)) visible in "
        + "\(count(totals.paths, "path")), \(count(analysis.layers.count, "layer"))")
    if let delta = analysis.delta {
      line(
        "\(size(delta.newBytes)) to pull for who has \(shown(delta.name)): "
          + "\(count(delta.newLayers, "layer")) new, \(delta.sharedLayers) shared")
    }
    writeLayers()
    writeWaste()
    writeChecks()
    writeFiles("Largest files", analysis.largest.prefix(10))
    writeSecrets()
    writeFiles("Files with privileges", analysis.privileged.prefix(50))
    writeFiles("Writable by everyone", analysis.worldWritable.prefix(50))
    writeGates()
  }

  // MARK: Parts

  private mutating func writeLayers() {
    heading("Layers")
    var table = TextTable([
      ("#", .right), ("pull", .right), ("files", .right), ("content", .right), ("step", .left),
    ])
    let steps = analysis.history.isEmpty || !analysis.history.contains { $0.layer != nil }
    if steps {
      for (number, layer) in analysis.layers.enumerated() {
        table.add(row(number, layer, layer.step ?? ""))
      }
    } else {
      for step in analysis.history {
        if let number = step.layer, number < analysis.layers.count {
          table.add(row(number, analysis.layers[number], step.command))
        } else {
          table.add(["", "", "", "", cut(step.command)])
        }
      }
    }
    text += table.text(style)
  }

  private func row(_ number: Int, _ layer: ImageAnalysis.LayerSize, _ step: String) -> [String] {
    [
      String(number), size(layer.compressed), String(layer.entries), size(layer.content), cut(step),
    ]
  }

  private mutating func writeWaste() {
    heading("Waste")
    let waste = analysis.waste
    if waste.bytes == 0 {
      line(style.text("none", .success))
    } else {
      line("\(size(waste.bytes)), about \(size(waste.compressed)) of what is pulled")
      var table = TextTable([("", .right), ("", .right), ("", .left), ("", .left)])
      for cause in Waste.Cause.allCases {
        guard let sum = waste.sums[cause] else { continue }
        table.add([
          size(sum.bytes), count(sum.paths, "path"), cause.rawValue, cause.advice,
        ])
      }
      text += table.text(style)
      var items = TextTable([("", .right), ("", .left), ("", .left), ("", .left)])
      for item in waste.items.prefix(10) {
        let by = item.causedBy.map { "layer \(item.layer), then \($0)" } ?? "layer \(item.layer)"
        let more = item.others.isEmpty ? "" : " and \(count(item.others.count, "copy", "copies"))"
        items.add([size(item.bytes), item.cause.rawValue, by, shown(item.path.text) + more])
      }
      line("")
      text += items.text(style)
    }
    let efficiency = analysis.efficiency
    line(
      "dive's score is \(DiveRules.percent(efficiency.score)), "
        + "with \(size(efficiency.wastedBytes)) in paths of several layers")
  }

  private mutating func writeChecks() {
    heading("Start")
    let program = analysis.program
    if let path = program.path {
      line("\(shown(program.arguments.first ?? "")) is \(shown(path.text)), \(shown(program.kind))")
      if !program.needs.isEmpty {
        let missing = program.needs.count { $0.path == nil }
        line("\(count(program.needs.count, "file")) needed, \(missing) missing")
      }
    }
    for problem in program.problems + analysis.user.problems {
      line(style.text("error", .error) + ": " + shown(problem))
    }
    for unknown in program.unknowns { line(style.text("note", .info) + ": " + shown(unknown)) }
    let user = analysis.user
    let name = user.name.map { " (\(shown($0)))" } ?? ""
    line(
      "runs as "
        + (user.isSuperuser
          ? style.text("the superuser", .warning)
          : "\(shown(user.text))\(user.text == user.name ? "" : name)"))
    line("shells: " + list(analysis.shells))
    line("package managers: " + list(analysis.packageManagers))
  }

  private mutating func writeFiles(
    _ title: String, _ rows: ArraySlice<ImageAnalysis.FileRow>
  ) {
    if rows.isEmpty { return }
    heading(title)
    var table = TextTable([("", .right), ("", .right), ("", .left), ("", .left)])
    for row in rows {
      table.add([
        size(row.file.size), String(row.file.mode, radix: 8), "layer \(row.file.layer)",
        shown(row.path.text) + (row.file.kind == .folder ? "/" : ""),
      ])
    }
    text += table.text(style)
  }

  private mutating func writeSecrets() {
    if analysis.secrets.isEmpty { return }
    heading("Secrets")
    for secret in analysis.secrets.prefix(50) {
      let place: String
      switch secret.place {
      case .file(let path, let layer, let number):
        let hidden =
          secret.hiddenBy.map { ", hidden by layer \($0) and still there to be read" } ?? ""
        place = "\(shown(path.text))\(number.map { ":\($0)" } ?? "") in layer \(layer)\(hidden)"
      case .variable(let name): place = "the variable \(shown(name))"
      case .label(let name): place = "the label \(shown(name))"
      case .history(let number): place = "step \(number + 1) of the history"
      }
      let preview = secret.preview.isEmpty ? "" : " \(shown(secret.preview))"
      line(style.text(secret.title, .error) + preview + " in " + place)
    }
    if analysis.secrets.count > 50 { line("and \(analysis.secrets.count - 50) more") }
    line("revoke them, and build the image anew with secret mounts")
  }

  private mutating func writeGates() {
    if gates.isEmpty { return }
    heading("Gates")
    var table = TextTable([("", .left), ("", .left), ("", .right), ("", .left)])
    for gate in gates {
      table.add([
        gate.isHeld ? "held" : "failed", gate.gate, gate.value, "limit \(gate.limit)",
      ])
    }
    text += table.text(style)
  }

  // MARK: Words

  private mutating func line(_ line: String) { text += line + "\n" }

  private mutating func heading(_ title: String) {
    text += "\n" + style.text(title, .heading) + "\n"
  }

  private func size(_ bytes: Int64) -> String { DataSize.text(bytes) }

  private func count(_ number: Int, _ noun: String, _ nouns: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : nouns ?? noun + "s")"
  }

  private func list(_ paths: [String]) -> String {
    if paths.isEmpty { return style.text("none", .success) }
    let more = paths.count > 8 ? ", and \(paths.count - 8) more" : ""
    return paths.prefix(8).joined(separator: ", ") + more
  }

  private func shown(_ text: String) -> String { Visible.text(text, style) }

  private func cut(_ text: String) -> String {
    let columns = max(24, (style.columns ?? 100) - 44)
    let line = text.replacing("\n", with: " ").replacing("\t", with: " ")
    let shown = shown(String(line.prefix(columns * 2)))
    return shown.count <= columns
      ? shown : String(shown.prefix(columns - 1)) + (style.usesUnicode ? "…" : "~")
  }
}
