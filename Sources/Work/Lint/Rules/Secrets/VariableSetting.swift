import Dockerfile
import Facts
import Source

/// A variable that ENV or ARG sets, also where the frontend refuses the instruction as a whole.
struct VariableSetting {
  /// The name of the variable.
  let name: String
  /// Where the name stands.
  let nameRange: SourceRange
  /// The value as written; nil for an ARG without default.
  let value: Argument?
  /// Where name and value stand.
  let range: SourceRange
}

extension Instruction {
  /// The instruction that runs in the end: that of an ONBUILD, else itself.
  var executed: Instruction {
    if case .onbuild(let trigger)? = body { trigger } else { self }
  }

  /// The variables that an ENV or ARG sets.
  var settings: [VariableSetting] {
    if !pairs.isEmpty || problem == nil {
      return pairs.map {
        VariableSetting(
          name: $0.key.value, nameRange: $0.key.range, value: $0.value, range: $0.range)
      }
    }
    return refusedSettings
  }

  /// The words of a refused instruction that set a variable, up to what looks like a comment.
  private var refusedSettings: [VariableSetting] {
    let bytes = rest.bytes
    var result: [VariableSetting] = []
    var start = 0
    while start < bytes.count {
      if bytes[start] <= 0x20 {
        start += 1
        continue
      }
      if bytes[start] == UInt8(ascii: "#") { break }
      let end = bytes[start...].firstIndex { $0 <= 0x20 } ?? bytes.count
      if let equals = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")), equals > start {
        result.append(
          VariableSetting(
            name: rest.text(start..<equals), nameRange: rest.source(of: start..<equals),
            value: Argument(made: rest.text(equals + 1..<end)),
            range: rest.source(of: start..<end)))
      }
      start = end
    }
    return result
  }
}
