extension String {
  /// Whether a text occurs in this one, byte for byte.
  ///
  /// It stands in for the search of the standard library, which compares characters and is many
  /// times slower; names and paths of files and programs are bytes anyway.
  public func contains(_ text: String) -> Bool {
    occurs(text.utf8.span, in: utf8.span)
  }
}

extension Substring {
  /// Whether a text occurs in this one, byte for byte.
  public func contains(_ text: String) -> Bool {
    occurs(text.utf8.span, in: utf8.span)
  }
}

private func occurs(_ needle: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
  guard needle.count > 0 else { return true }
  guard bytes.count >= needle.count else { return false }
  let first = needle[0]
  for start in 0...(bytes.count - needle.count) where bytes[start] == first {
    var length = 1
    while length < needle.count, bytes[start + length] == needle[length] { length += 1 }
    if length == needle.count { return true }
  }
  return false
}
