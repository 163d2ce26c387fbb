import Archive
public import Documents
import Layers
import OCI

/// An analysis as a document of the format `hardstand.image-analyze/1`.
public enum AnalysisJSON {
  /// The name of the format and its version, which each document bears as `schema`.
  public static let name = "hardstand.image-analyze/1"

  /// The document of an analysis, with the gates that it was held against.
  public static func document(_ analysis: ImageAnalysis, gates: [DiveRules.Outcome] = []) -> JSON {
    [
      "schema": .string(name),
      "image": [
        "name": .string(analysis.name), "digest": .string(analysis.digest.description),
        "platform": .string(analysis.platform.description), "created": text(analysis.created),
      ],
      "totals": [
        "compressedBytes": .number(analysis.totals.compressed),
        "plainBytes": .number(analysis.totals.plain),
        "contentBytes": .number(analysis.totals.content),
        "visibleBytes": .number(analysis.totals.visible),
        "paths": .number(analysis.totals.paths),
      ],
      "layers": .array(analysis.layers.enumerated().map { layer($0, $1) }),
      "history": .array(
        analysis.history.map { step in
          [
            "command": .string(step.command), "created": text(step.created),
            "layer": number(step.layer),
          ]
        }),
      "waste": waste(analysis.waste),
      "dive": efficiency(analysis.efficiency),
      "gates": .array(
        gates.map { gate in
          [
            "gate": .string(gate.gate), "limit": .string(gate.limit), "value": .string(gate.value),
            "held": .bool(gate.isHeld),
          ]
        }),
      "largest": files(analysis.largest),
      "privileged": files(analysis.privileged),
      "worldWritable": files(analysis.worldWritable),
      "secrets": .array(analysis.secrets.map(secret)),
      "shells": .array(analysis.shells.map { .string($0) }),
      "packageManagers": .array(analysis.packageManagers.map { .string($0) }),
      "program": program(analysis.program),
      "user": [
        "text": .string(analysis.user.text), "user": number(analysis.user.user),
        "group": number(analysis.user.group), "name": text(analysis.user.name),
        "superuser": .bool(analysis.user.isSuperuser),
        "problems": .array(analysis.user.problems.map { .string($0) }),
      ],
      "delta": analysis.delta.map { delta in
        [
          "name": .string(delta.name), "sharedLayers": .number(delta.sharedLayers),
          "sharedBytes": .number(delta.sharedBytes), "newLayers": .number(delta.newLayers),
          "newBytes": .number(delta.newBytes),
        ]
      } ?? .null,
    ]
  }

  private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  private static func number(_ number: (some BinaryInteger)?) -> JSON {
    number.map { .number($0) } ?? .null
  }

  private static func layer(_ number: Int, _ layer: ImageAnalysis.LayerSize) -> JSON {
    [
      "index": .number(number), "digest": .string(layer.digest.description),
      "compression": .string(layer.compression), "compressedBytes": .number(layer.compressed),
      "plainBytes": .number(layer.plain), "contentBytes": .number(layer.content),
      "entries": .number(layer.entries), "deletions": .number(layer.marks),
      "step": text(layer.step),
    ]
  }

  private static func waste(_ waste: Waste) -> JSON {
    [
      "bytes": .number(waste.bytes), "hiddenBytes": .number(waste.hiddenBytes),
      "compressedEstimate": .number(waste.compressed),
      "causes": .array(
        Waste.Cause.allCases.compactMap { cause in
          guard let sum = waste.sums[cause] else { return nil }
          return [
            "cause": .string(cause.rawValue), "bytes": .number(sum.bytes),
            "compressedEstimate": .number(sum.compressed), "paths": .number(sum.paths),
            "advice": .string(cause.advice),
          ]
        }),
      "items": .array(
        waste.items.map { item in
          [
            "cause": .string(item.cause.rawValue), "path": .string(item.path.text),
            "others": .array(item.others.prefix(100).map { .string($0.text) }),
            "bytes": .number(item.bytes), "layer": .number(item.layer),
            "causedBy": number(item.causedBy),
          ]
        }),
    ]
  }

  private static func efficiency(_ efficiency: Efficiency) -> JSON {
    let share = efficiency.userWastedShare
    return [
      "efficiencyScore": .number(efficiency.score),
      "wastedBytes": .number(efficiency.wastedBytes),
      "userBytes": .number(efficiency.userBytes),
      "userWastedShare": share.isFinite ? .number(share) : .null,
      "paths": .array(
        efficiency.paths.map { path in
          [
            "path": .string(path.path.text), "count": .number(path.count),
            "bytes": .number(path.bytes),
          ]
        }),
    ]
  }

  private static func files(_ rows: [ImageAnalysis.FileRow]) -> JSON {
    .array(
      rows.map { row in
        [
          "path": .string(row.path.text), "kind": .string(row.file.kind.rawValue),
          "bytes": .number(row.file.size), "mode": .string(String(row.file.mode, radix: 8)),
          "owner": .number(row.file.owner), "group": .number(row.file.group),
          "layer": .number(row.file.layer),
          "capabilities": .bool(row.file.attributes.contains { $0.key == "security.capability" }),
        ]
      })
  }

  private static func secret(_ secret: SecretRow) -> JSON {
    var place: JSON
    switch secret.place {
    case .file(let path, let layer, let line):
      place = [
        "kind": "file", "path": .string(path.text), "layer": .number(layer), "line": number(line),
      ]
    case .variable(let name): place = ["kind": "variable", "name": .string(name)]
    case .label(let name): place = ["kind": "label", "name": .string(name)]
    case .history(let step): place = ["kind": "history", "step": .number(step)]
    }
    return [
      "kind": .string(secret.kind), "title": .string(secret.title), "place": place,
      "confidence": .string(secret.confidence), "preview": .string(secret.preview),
      "hiddenBy": number(secret.hiddenBy),
    ]
  }

  private static func program(_ program: ProgramCheck) -> JSON {
    [
      "arguments": .array(program.arguments.map { .string($0) }),
      "path": text(program.path?.text), "kind": .string(program.kind),
      "canStart": .bool(program.canStart),
      "needs": .array(
        program.needs.map { need in
          [
            "name": .string(need.name), "path": text(need.path?.text),
            "askedBy": .string(need.askedBy.text),
          ]
        }),
      "problems": .array(program.problems.map { .string($0) }),
      "unknowns": .array(program.unknowns.map { .string($0) }),
    ]
  }
}
