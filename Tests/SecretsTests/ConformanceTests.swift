import FoundationEssentials
import Testing

@testable import Secrets

/// Files written by experts hold no secrets but for those that were looked at by hand.
@Suite struct ConformanceTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/conformance/dockerfiles")
  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

  @Test(.enabled(if: isPresent, "the conformance data is not there"))
  func realDockerfilesAreQuiet() throws {
    let detector = SecretDetector()
    var files = 0
    var hits: [String] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path).sorted() {
      guard let data = FileManager.default.contents(atPath: Self.folder.appending(path: name).path),
        !name.hasSuffix(".tsv")
      else { continue }
      files += 1
      for finding in detector.findings(in: [UInt8](data)) {
        hits.append(
          "\(name): \(finding.kind) \(finding.confidence) \(finding.name ?? "") \(finding.preview)")
      }
    }
    #expect(files > 1000)
    // Chromium's public key and client secret, which are secrets all the same.
    let unexpected = hits.filter { !$0.hasPrefix("jessfraz+dockerfiles/chromium/") }
    #expect(unexpected.isEmpty)
    #expect(hits.count == 2)
  }
}
