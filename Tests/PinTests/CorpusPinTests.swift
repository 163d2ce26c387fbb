import Dockerfile
import Facts
import Foundation
import OCI
import Pin
import Source
import Testing

/// Real Dockerfiles, where they lie beside the checkout.
enum PinCorpus {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/conformance/dockerfiles").path
  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

  static let files: [SourceText] = {
    let names = (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap {
      $0 as? String
    }
    return names.sorted().compactMap { name in
      guard let data = FileManager.default.contents(atPath: folder + "/" + name),
        data.count < 1 << 20
      else { return nil }
      return SourceText(name: "Dockerfile/" + name, bytes: Array(data))
    }
  }()
}

/// Pins of real files, by answers that are made up: all bytes but the digests stay, a second run finds
/// nothing to do, and no plan turns a pin down.
@Suite(.enabled(if: PinCorpus.isPresent, "the Dockerfiles are not beside the checkout"))
struct CorpusPinTests {
  @Test func nothingButDigestsComes() throws {
    let check = try Pinning.check()
    let pinner = Pinner(check: check)
    var pinned = 0
    var reasons: [String: Int] = [:]
    for source in PinCorpus.files {
      let document = try PinDocument(source, check)
      if document.kind != .dockerfile { continue }
      let outcome = pinner.outcome(of: document, Pinning.answers(pinner.queries(for: document)))
      for entry in outcome.entries {
        switch entry.status {
        case .unpinned: pinned += 1
        case .left(let reason):
          let kind = reason.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset.isMultiple(of: 2) ? String($0.element) : "…" }.joined()
          reasons[kind, default: 0] += 1
        default: break
        }
      }
      if !outcome.isChanged { continue }
      let made = Self.withoutDigests(outcome.text)
      #expect(
        made == Self.withoutDigests(String(decoding: source.bytes, as: UTF8.self)),
        "\(source.name)")
      let again = try PinDocument(SourceText(name: source.name, bytes: outcome.bytes), check)
      let second = pinner.outcome(of: again, Pinning.answers(pinner.queries(for: again)))
      #expect(!second.isChanged, "\(source.name)")
    }
    print("\(PinCorpus.files.count) files, \(pinned) images pinned")
    for (reason, count) in reasons.sorted(by: { $0.value > $1.value }) {
      print("left \(count): \(reason)")
    }
    #expect(pinned > 500)
  }

  /// A text without its digests and without the tags that stood for none.
  private static func withoutDigests(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let range = rest.firstRange(of: "@sha256:") {
      var head = rest[..<range.lowerBound]
      if head.hasSuffix(":latest") { head = head.dropLast(7) }
      result += head
      rest = rest[range.upperBound...].drop { $0.isHexDigit }
    }
    return (result + rest).replacing(":latest", with: "")
  }
}
