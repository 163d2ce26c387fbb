/// The names of variables.
enum VariableName {
  /// Whether a byte may stand in a name: a letter, a digit or `_`.
  static func holds(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
