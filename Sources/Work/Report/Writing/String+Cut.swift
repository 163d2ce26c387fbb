import Terminal

extension String {
  /// The text cut to `width` columns, `ellipsis` (one column) in place of what is gone.
  func cut(to width: Int, ellipsis: String) -> String {
    if utf8.count <= width || DisplayWidth.of(self) <= width { return self }
    var result = ""
    var column = 0
    for scalar in unicodeScalars {
      let next = column + DisplayWidth.of(scalar)
      if next > width - 1 { break }
      result.unicodeScalars.append(scalar)
      column = next
    }
    return result + ellipsis
  }
}
