import Documents
import Evidence
import Source

/// The table of artifacts of a SARIF run: each input once, however often it was given.
struct SARIFArtifacts {
  /// The name that relative addresses stand under.
  static let root = "%SRCROOT%"

  private var inputs: [Verdict] = []
  private var indices: [String: Int] = [:]

  init(_ report: CheckReport) {
    for verdict in report.verdicts {
      let address = FileName(verdict.name).uri
      if indices[address] != nil { continue }
      indices[address] = inputs.count
      inputs.append(verdict)
    }
  }

  /// Writes the artifacts.
  func write(into writer: inout JSONWriter) {
    for verdict in inputs {
      writer.object {
        $0.object("location") { write(address: FileName(verdict.name), into: &$0) }
        if let source = verdict.source {
          $0.member("length", source.bytes.count)
          $0.member("sourceLanguage", "dockerfile")
        }
        $0.member("roles", ["analysisTarget"])
      }
    }
  }

  /// Writes where an input is, and its place in the table.
  func write(location name: String, into writer: inout JSONWriter) {
    let file = FileName(name)
    writer.object("artifactLocation") {
      write(address: file, into: &$0)
      if let index = indices[file.uri] { $0.member("index", index) }
    }
  }

  private func write(address file: FileName, into writer: inout JSONWriter) {
    writer.member("uri", file.uri)
    if !file.isAbsolute { writer.member("uriBaseId", Self.root) }
  }
}
