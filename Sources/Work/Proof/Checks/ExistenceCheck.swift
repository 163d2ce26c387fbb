import Documents
import Layers
import Source

/// A file that shall be there or not, with its permissions and owners (`fileExistenceTests`).
struct ExistenceCheck: Sendable {
  var name = ""
  var path = ""
  var shouldExist = true
  /// As Go writes them, as ls does, or in octal digits; empty for any.
  var permissions = ""
  var owner: Int?
  var group: Int?
  var isExecutableBy = ""

  static let keys = [
    "name", "path", "shouldExist", "permissions", "uid", "gid", "isExecutableBy",
  ]

  init(_ node: YAMLNode, _ reader: ProofReader) throws(Failure) {
    for entry in try reader.document.mapping(node, keys: Self.keys) {
      let value = entry.value
      switch entry.key {
      case "name": name = try reader.text(value)
      case "path": path = try reader.text(value)
      case "shouldExist": shouldExist = try reader.flag(value)
      case "permissions":
        permissions = try reader.text(value)
        guard FilePermissions.isReadable(permissions) else {
          throw reader.document.trouble(
            value.range, "`\(permissions)` are no permissions",
            "Write them as in `-rwxr-xr-x` or `0755`")
        }
      // Numbers below 0 are container-structure-test's way to ask nothing.
      case "uid": owner = try reader.number(value)
      case "gid": group = try reader.number(value)
      default:
        isExecutableBy = try reader.text(value)
        guard ["owner", "group", "other", "any", ""].contains(isExecutableBy) else {
          throw reader.document.trouble(
            value.range, "`\(isExecutableBy)` is nobody who could run a file",
            "Write `owner`, `group`, `other` or `any`")
        }
      }
    }
    if name.isEmpty { throw reader.document.trouble(node.range, "it has no `name`", "Add one") }
    if path.isEmpty { throw reader.document.trouble(node.range, "it has no `path`", "Add one") }
  }

  func result(_ image: ProvenImage, _ variables: VariableText) -> ProofResult {
    var result = ProofResult("File Existence Test: \(name)")
    let path = variables.expanded(path)
    guard let file = image.file(path) else {
      if shouldExist { result.add(path, expected: "a file", seen: "nothing") }
      return result
    }
    if !shouldExist {
      result.add(path, expected: "nothing", seen: "a \(file.kind.rawValue)")
      return result
    }
    let seen = FilePermissions(file)
    if !permissions.isEmpty, !seen.matches(permissions) {
      result.add(
        "\(path): permissions", expected: permissions,
        seen: "\(seen.goText) (0\(String(file.mode & 0o7777, radix: 8)))")
    }
    if let owner, owner >= 0, UInt32(exactly: owner) != file.owner {
      result.add("\(path): owner", expected: "\(owner)", seen: "\(file.owner)")
    }
    if let group, group >= 0, UInt32(exactly: group) != file.group {
      result.add("\(path): group", expected: "\(group)", seen: "\(file.group)")
    }
    let bits: UInt32? =
      switch isExecutableBy {
      case "owner": 0o100
      case "group": 0o010
      case "other": 0o001
      case "any": 0o111
      default: nil
      }
    if let bits, file.mode & bits == 0 {
      result.add("\(path): may be run by", expected: isExecutableBy, seen: seen.goText)
    }
    return result
  }
}

/// The kind and permissions of a file in the ways that people write them.
struct FilePermissions {
  private let kind: FileEntry.Kind
  private let mode: UInt32

  init(_ file: FileEntry) {
    kind = file.kind
    mode = file.kind == .symbolicLink ? 0o777 : file.mode
  }

  /// As `FileMode.String` of Go does: a letter for each bit beside the nine.
  var goText: String {
    var text =
      switch kind {
      case .file: ""
      case .folder: "d"
      case .symbolicLink: "L"
      case .characterDevice: "D"
      case .blockDevice: "D"
      case .pipe: "p"
      }
    if mode & 0o4000 != 0 { text += "u" }
    if mode & 0o2000 != 0 { text += "g" }
    if kind == .characterDevice { text += "c" }
    if mode & 0o1000 != 0 { text += "t" }
    return (text.isEmpty ? "-" : text) + nine
  }

  /// As ls(1) does.
  var listText: String { kind.letter + FileEntry.permissions(mode) }

  private var nine: String { FileEntry.permissions(mode & 0o777) }

  func matches(_ text: String) -> Bool {
    if let number = FilePermissions.octal(text) { return number == mode & 0o7777 }
    return text == goText || text == listText
  }

  static func octal(_ text: String) -> UInt32? {
    let isOctal = (3...5).contains(text.utf8.count) && text.allSatisfy { ("0"..."7").contains($0) }
    return isOctal ? UInt32(text, radix: 8) : nil
  }

  /// Whether a text could be permissions at all.
  static func isReadable(_ text: String) -> Bool {
    if text.isEmpty || octal(text) != nil { return true }
    return text.count >= 10
      && text.suffix(9).allSatisfy { "rwx-sStT".contains($0) }
      && text.dropLast(9).allSatisfy { "-daltLTDpSugcbl?".contains($0) }
  }
}
