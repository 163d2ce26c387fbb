/// The commands that builders note in the history of an image.
enum BuildCommand {
  /// A command without what builders put around it: `#(nop)`, the shell before a RUN, BuildKit's mark.
  static func plain(_ text: String) -> String {
    var text = text[...]
    if text.hasSuffix(" # buildkit") { text = text.dropLast(" # buildkit".count) }
    for prefix in ["/bin/sh -c #(nop) ", "/bin/sh -c #(nop)"] where text.hasPrefix(prefix) {
      return trimmed(text.dropFirst(prefix.count))
    }
    for prefix in ["RUN /bin/sh -c ", "/bin/sh -c "] where text.hasPrefix(prefix) {
      return "RUN " + trimmed(text.dropFirst(prefix.count))
    }
    return trimmed(text)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
