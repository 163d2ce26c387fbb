import Foundation
import Source

/// Dockerfiles that experts wrote, where they lie beside the checkout.
enum Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/conformance/dockerfiles").standardizedFileURL

  static let isPresent: Bool = {
    let present = FileManager.default.fileExists(atPath: folder.path)
    if !present { print("skipped: no Dockerfiles at ../shared/conformance/dockerfiles") }
    return present
  }()

  static let files: [SourceText] = {
    let names =
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.contains("/") }.sorted().compactMap { name in
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
      return SourceText(name: name, bytes: Array(data))
    }
  }()
}
