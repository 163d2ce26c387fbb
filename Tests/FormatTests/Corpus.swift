import Foundation
import Source

/// Real Dockerfiles that lie beside a checkout.
enum Corpus {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared")

  static let isPresent: Bool = {
    let present = FileManager.default.fileExists(
      atPath: shared.appending(path: "conformance/dockerfiles").path)
    if !present { print("skipped: no Dockerfiles at ../shared/conformance/dockerfiles") }
    return present
  }()

  /// The files of the projects that are read for their Dockerfiles.
  static let files = sources("conformance/dockerfiles") { $0.contains("/") }
  /// The files that show what a good Dockerfile looks like.
  static let golden = sources("design/golden") { $0.hasSuffix(".Dockerfile") }

  private static func sources(_ path: String, _ isWanted: (String) -> Bool) -> [SourceText] {
    let folder = shared.appending(path: path)
    let names =
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter(isWanted).sorted().compactMap { name in
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
      return SourceText(name: name, bytes: Array(data))
    }
  }
}
