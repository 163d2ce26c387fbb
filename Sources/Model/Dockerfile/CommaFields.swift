/// Splits comma-separated values as RFC 4180 has them, the form of `--mount`.
public enum CommaFields {
  /// The fields of one record; nil where quotes do not match.
  public static func split(_ text: String) -> [String]? {
    var fields: [String] = []
    let bytes = Array(text.utf8)
    var position = 0
    while true {
      var field: [UInt8] = []
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        position += 1
        var closed = false
        while position < bytes.count {
          if bytes[position] == UInt8(ascii: "\"") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
              field.append(UInt8(ascii: "\""))
              position += 1
              continue
            }
            closed = true
            break
          }
          field.append(bytes[position])
          position += 1
        }
        if !closed || (position < bytes.count && bytes[position] != UInt8(ascii: ",")) {
          return nil
        }
      } else {
        while position < bytes.count, bytes[position] != UInt8(ascii: ",") {
          if bytes[position] == UInt8(ascii: "\"") { return nil }
          field.append(bytes[position])
          position += 1
        }
      }
      fields.append(String(decoding: field, as: UTF8.self))
      if position >= bytes.count { return fields }
      position += 1
    }
  }
}
