import Foundation

/// The Dockerfile blocks of the requirement documents that lie beside a checkout.
enum Seeds {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/seeds")

  static let isPresent: Bool = {
    let present = FileManager.default.fileExists(atPath: folder.path)
    if !present { print("skipped: no requirement documents at ../shared/seeds") }
    return present
  }()

  /// The blocks tagged `dockerfile`, in any letter case, by document number and place from 0, such as
  /// `002_09`.
  static let blocks: [String: String] = {
    var blocks: [String: String] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() where name.hasSuffix(".txt") {
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else { continue }
      let lines = String(decoding: data, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false)
      var block: [Substring]?
      var count = 0
      for line in lines {
        let text = line.trimmingPrefix { $0 == " " }
        if block != nil, text.hasPrefix("```") {
          let number = count < 10 ? "0\(count)" : "\(count)"
          blocks["\(name.prefix(3))_\(number)"] = (block ?? []).joined(separator: "\n") + "\n"
          block = nil
          count += 1
        } else if block != nil {
          block?.append(line)
        } else if text.hasPrefix("```"), text.dropFirst(3).lowercased().hasPrefix("dockerfile") {
          block = []
        }
      }
    }
    return blocks
  }()
}
