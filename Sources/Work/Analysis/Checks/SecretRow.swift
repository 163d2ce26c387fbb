import Archive
import Host
public import Layers
import OCI
import Secrets

/// A secret that an image gives away to whoever has it.
public struct SecretRow: Hashable, Sendable {
  /// Where it is.
  public enum Place: Hashable, Sendable {
    /// In a file of a layer, on a line where its content shows it.
    case file(LayerPath, layer: Int, line: Int?)
    /// In a variable of the configuration.
    case variable(String)
    /// In a label of the configuration.
    case label(String)
    /// In a step of the history, from 0.
    case history(Int)
  }

  /// The kind, in kebab case and in words.
  public var kind, title: String
  /// Where it is.
  public var place: Place
  /// How sure it is: `possible`, `likely` or `certain`.
  public var confidence: String
  /// At most the first four characters, and an ellipsis; empty where the file itself is the secret.
  public var preview: String
  /// The layer that deletes or overwrites the file, which hides the secret and does not take it away.
  public var hiddenBy: Int?
}

/// Places where what looks like a secret is an example.
enum SecretPlace {
  static func isDocumentation(_ path: LayerPath) -> Bool {
    let names = path.names.map(\.shown)
    if names.starts(with: ["usr", "share"]), names.count > 2,
      ["doc", "man", "info", "locale", "perl", "zoneinfo"].contains(names[2])
    {
      return true
    }
    return names.dropLast().contains { ["test", "tests", "testdata", "testing"].contains($0) }
  }
}

/// The search for secrets in what was read of an image.
struct SecretSearch {
  let image: AnalyzedImage
  let options: AnalysisOptions

  /// The secrets of the configuration.
  func inConfiguration() -> [SecretRow] {
    let detector = SecretDetector(threshold: .likely)
    var rows: [SecretRow] = []
    func look(_ text: String, _ place: SecretRow.Place) {
      for finding in detector.findings(in: text) { rows.append(row(finding, place)) }
    }
    for variable in image.config.runtime.environment {
      look(variable, .variable(String(variable.prefix { $0 != "=" })))
    }
    for (name, value) in image.config.runtime.labels.sorted(by: { $0.key < $1.key }) {
      look("\(name)=\(value)", .label(name))
    }
    for (number, step) in image.config.history.enumerated() {
      look(step.createdBy ?? "", .history(number))
    }
    return rows
  }

  /// The secrets in a layer.
  /// - Parameters:
  ///   - scan: What was read of it.
  ///   - layer: Its number.
  func inLayer(_ scan: LayerScan, _ layer: Int) -> [SecretRow] {
    var rows: [SecretRow] = []
    for step in scan.steps {
      guard case .put(let entry) = step.action, entry.kind == .file, entry.size > 0 else {
        continue
      }
      let facts = scan.facts[step.ordinal]
      for (finding, line) in facts?.secrets ?? [] {
        rows.append(row(finding, .file(step.path, layer: layer, line: line)))
      }
      if facts?.secrets.isEmpty ?? true, let kind = SecretFile.kind(step.path.raw.text),
        kind.certainty == .definite, !SecretPlace.isDocumentation(step.path),
        kind.id != "shadow" || SecretSearch.hasPassword(facts?.text ?? [])
      {
        rows.append(
          SecretRow(
            kind: kind.id, title: kind.title,
            place: .file(step.path, layer: layer, line: nil), confidence: "likely", preview: ""))
      }
    }
    return rows
  }

  private func row(_ finding: SecretFinding, _ place: SecretRow.Place) -> SecretRow {
    let confidence =
      switch finding.confidence {
      case .possible: "possible"
      case .likely: "likely"
      case .certain: "certain"
      }
    return SecretRow(
      kind: finding.kind, title: finding.title, place: place, confidence: confidence,
      preview: finding.preview)
  }

  /// Whether a file of password hashes has any: most images have the file with locked accounts alone.
  static func hasPassword(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: 10).contains { line in
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      return fields.count > 1 && fields[1].first == UInt8(ascii: "$")
    }
  }
}
