import Archive
import Crypto
import Host
import Layers
import Secrets
import Source
import Streams

/// What one layer says, and what is to be known of the content of its files.
struct LayerScan: Sendable {
  var steps: [LayerReader.Step] = []
  /// The digests of the content of files by the number of their entry.
  var hashes: [Int: ContentHash] = [:]
  var facts: [Int: ContentLook.Facts] = [:]
  var compression = ""
  var compressed: Int64 = 0
  var plain: Int64 = 0
  var content: Int64 = 0
  var marks = 0

  static func read(_ layer: LayerBlob, _ options: AnalysisOptions) -> Result<LayerScan, Failure> {
    do throws(Failure) {
      return .success(try LayerScan(layer, options))
    } catch {
      return .failure(error)
    }
  }

  private init(_ layer: LayerBlob, _ options: AnalysisOptions) throws(Failure) {
    let reader = try LayerReader(layer, limits: options.limits)
    let detector = SecretDetector(threshold: .likely, looksAtAssignments: false)
    var secretCount = 0
    while let step = try reader.next() {
      if steps.count >= options.limits.entries {
        throw Failure(
          "cannot hold the files of \(layer.name)",
          because: ["there are more than \(options.limits.entries)"],
          hint: "use an image with fewer files")
      }
      if case .put(let entry) = step.action {
        if entry.kind == .file {
          var hash = SHA256()
          var look = ContentLook(
            isWanted: WantedFile.isWanted(step.path),
            secretBytes: options.looksForSecrets && secretCount < options.secretCount
              && !SecretPlace.isDocumentation(step.path) ? options.secretBytes : 0)
          while let piece = try reader.read() {
            hash.add(piece)
            look.add(piece)
            content += Int64(piece.count)
          }
          hashes[step.ordinal] = ContentHash(hash)
          let found = look.finish(detector)
          secretCount += found.secrets.count
          if !found.isEmpty { facts[step.ordinal] = found }
        }
      } else {
        marks += 1
      }
      steps.append(step.withoutRecords)
    }
    compression = reader.compression.rawValue
    compressed = reader.compressedCount
    plain = reader.plainCount
  }
}

/// The files whose whole content the analysis reads.
enum WantedFile {
  static func isWanted(_ path: LayerPath) -> Bool {
    guard path.names.count <= 3, let first = path.names.first,
      first.bytes.elementsEqual("etc".utf8)
    else { return false }
    let text = path.raw.text
    return names.contains(text) || text.hasPrefix("etc/ld.so.conf.d/")
      || text.hasPrefix("etc/ld-musl-")
  }

  private static let names: Set = ["etc/passwd", "etc/group", "etc/shadow", "etc/ld.so.conf"]
}

extension LayerReader.Step {
  /// The step without the raw records of its entry, which take memory and are of no more use.
  fileprivate var withoutRecords: LayerReader.Step {
    guard case .put(var entry) = action, !entry.records.isEmpty else { return self }
    entry.records = []
    return replacing(.put(entry))
  }
}
