import Glibc

/// The data of others that lies beside the project, where it does.
enum Conformance {
  private static var folder: String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/../shared/conformance"
  }

  /// The bytes of a file; nil where it is absent.
  static func bytes(_ path: String) -> [UInt8]? {
    guard let file = unsafe fopen("\(folder)/\(path)", "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Whether the SARIF schema is there.
  static var hasSARIF: Bool { bytes("schemas/sarif-2.1.0.json") != nil }
}
