public import Source

/// How overlayfs marks what hides lower folders (overlayfs.rst, "whiteouts and opaque directories").
extension FileStatus {
  /// Whether it hides what has its name below: the character device 0:0.
  public var isOverlayMark: Bool { kind == .device && !isBlockDevice && device == 0 }
}

extension OpenFolder {
  /// Whether it hides all that lower folders have in it.
  public func isOverlayOpaque() throws(Failure) -> Bool {
    try itself.attributes().contains {
      $0.name.hasSuffix(".overlay.opaque") && $0.value == [UInt8(ascii: "y")]
    }
  }
}
