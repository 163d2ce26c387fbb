import Archive
import Documents
import Host
import Layers
import Source

/// Packages that shall be there or not, as the databases of dpkg and apk tell (`packageTests`).
struct PackageCheck: Sendable {
  var name = ""
  var absent: [String] = []
  var present: [String] = []

  /// The files of the databases; distroless images have a file for each package in a folder.
  static let debianFile = "/var/lib/dpkg/status"
  static let debianFolder = "/var/lib/dpkg/status.d"
  static let alpineFiles = ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"]

  init(_ node: YAMLNode, _ reader: ProofReader) throws(Failure) {
    for entry in try reader.document.mapping(node, keys: ["name", "absent", "present"]) {
      switch entry.key {
      case "name": name = try reader.text(entry.value)
      case "absent": absent = try reader.texts(entry.value)
      default: present = try reader.texts(entry.value)
      }
    }
    if absent.isEmpty, present.isEmpty {
      throw reader.document.trouble(node.range, "it names no packages", "Add `absent: [curl]`")
    }
  }

  static func paths(_ image: ProvenImage) -> [String] {
    var paths = [debianFile] + alpineFiles
    if let folder = image.place(debianFolder) {
      paths += image.tree.children(of: folder).map {
        "\(debianFolder)/\(String(decoding: $0.name.bytes, as: UTF8.self))"
      }
    }
    return paths
  }

  /// The packages that an image has, with their versions.
  static func packages(_ image: ProvenImage) -> [String: String] {
    var packages: [String: String] = [:]
    for path in paths(image) where !path.hasSuffix(".md5sums") {
      guard let bytes = try? image.content(path) else { continue }
      let isAlpine = alpineFiles.contains(path)
      var name = ""
      var version = ""
      var isInstalled = true
      func finish() {
        if !name.isEmpty, isInstalled { packages[name] = version }
        (name, version, isInstalled) = ("", "", true)
      }
      for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
        if line.isEmpty {
          finish()
          continue
        }
        let text = String(decoding: line, as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else { continue }
        let value = String(text[text.index(after: colon)...].drop { $0 == " " })
        switch (text[..<colon], isAlpine) {
        case ("Package", false), ("P", true): name = value
        case ("Version", false), ("V", true): version = value
        // What was removed and left its settings is told too.
        case ("Status", false): isInstalled = value.hasSuffix(" installed")
        default: break
        }
      }
      finish()
    }
    return packages
  }

  func result(_ image: ProvenImage) -> ProofResult {
    var result = ProofResult("Package Test" + (name.isEmpty ? "" : ": \(name)"))
    let packages = Self.packages(image)
    for package in absent {
      guard let version = packages[package] else { continue }
      result.add("package \(package)", expected: "not installed", seen: "version \(version)")
    }
    for package in present where packages[package] == nil {
      result.add(
        "package \(package)", expected: "installed",
        seen: packages.isEmpty ? "no database of packages" : "not installed")
    }
    return result
  }
}
