import Crypto
import Documents
import Host
import Source

/// Rules for system calls as the kernel takes them, compiled once and kept.
///
/// Compilation takes longer than all the rest of the start of a container.
struct SeccompFilter {
  /// The folder that filters are kept in.
  let folder: String

  /// The compiled form of rules; nil where libseccomp is missing or does not take them, and the runtime
  /// must compile them itself.
  func compiled(_ rules: SeccompRules) -> [UInt8]? {
    guard let version = SystemCallFilter.version else { return nil }
    var hash = SHA256()
    hash.add(Array("1 \(version) \(rules.json.text())".utf8)[...])
    let name = hash.finish().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      .joined()
    let path = Paths.join(folder, name + ".bpf")
    if let bytes = try? Files.read(path, limit: 1 << 20), !bytes.isEmpty, bytes.count % 8 == 0 {
      return bytes
    }
    guard let bytes = compile(rules) else { return nil }
    // Without the file the next start compiles again, which is right, only slower.
    try? Files.makeFolder(folder)
    try? Files.write(bytes, to: path, mode: 0o600)
    return bytes
  }

  private func compile(_ rules: SeccompRules) -> [UInt8]? {
    guard let filter = SystemCallFilter(otherwise: rules.defaultAction.kernelValue) else {
      return nil
    }
    for architecture in rules.architectures
    where !filter.add(architecture: architecture.lowercased()) { return nil }
    for rule in rules.rules where rule.action != rules.defaultAction {
      let arguments = rule.arguments.compactMap(\.libraryForm)
      if arguments.count != rule.arguments.count { return nil }
      for call in rule.calls
      where !filter.add(call: call, action: rule.action.kernelValue, arguments) { return nil }
    }
    return try? filter.compiled()
  }
}

extension SeccompProfile.Action {
  /// As the kernel writes it (seccomp(2)).
  var kernelValue: UInt32 {
    switch self {
    case .allow: 0x7FFF_0000
    case .errno(let number): 0x0005_0000 | number & 0xFFFF
    case .kill: 0x8000_0000
    case .log: 0x7FFC_0000
    }
  }
}

extension SeccompProfile.Argument {
  var libraryForm: SystemCallFilter.Argument? {
    typealias Argument = SystemCallFilter.Argument
    return switch self {
    case .different(let index, let value): Argument(index, .different, value)
    case .less(let index, let value): Argument(index, .less, value)
    case .lessOrEqual(let index, let value): Argument(index, .lessOrEqual, value)
    case .equal(let index, let value): Argument(index, .equal, value)
    case .greaterOrEqual(let index, let value): Argument(index, .greaterOrEqual, value)
    case .greater(let index, let value): Argument(index, .greater, value)
    case .masked(let index, let mask, let value): Argument(index, .masked, mask, value)
    }
  }
}
