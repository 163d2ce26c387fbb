import Archive
import Documents
import Host
import Layers
import Source

/// Licences that shall not be there, as the copyright files of packages tell (`licenseTests`).
struct LicenceCheck: Sendable {
  /// Whether the files of all Debian packages are looked at.
  var isDebian = false
  var files: [String] = []

  private static let unwanted = ["AGPL", "WTFPL"]
  /// Packages whose copyright names such a licence without being under it.
  private static let exempt = ["libgnutls30"]
  private static let folder = "/usr/share/doc"

  init(_ node: YAMLNode, _ reader: ProofReader) throws(Failure) {
    for entry in try reader.document.mapping(node, keys: ["debian", "files"]) {
      switch entry.key {
      case "debian": isDebian = try reader.flag(entry.value)
      default: files = try reader.texts(entry.value)
      }
    }
  }

  /// All files that it looks at.
  func paths(_ image: ProvenImage) -> [String] {
    var paths: [String] = []
    if isDebian, let folder = image.place(Self.folder) {
      for child in image.tree.children(of: folder) {
        let name = String(decoding: child.name.bytes, as: UTF8.self)
        // A folder that is a link is looked at by its own name.
        if image.tree[child.place].kind == .folder, !Self.exempt.contains(name) {
          paths.append("\(Self.folder)/\(name)/copyright")
        }
      }
    }
    return paths + files
  }

  func result(_ image: ProvenImage) -> ProofResult {
    var result = ProofResult("License Test")
    for path in paths(image) {
      do throws(Failure) {
        let text = String(decoding: try image.content(path), as: UTF8.self).uppercased()
        for licence in Self.unwanted where text.contains(licence) {
          result.add(path, expected: "no licence named \(licence)", seen: "\(licence)")
        }
      } catch {
        result.add(
          path, expected: "a file with licences",
          seen: ([error.what] + error.because).joined(separator: ": "))
      }
    }
    return result
  }
}
