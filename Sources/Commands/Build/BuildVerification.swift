import Build
import Frontend
import Host
import Source
import Terminal

/// The second build of `--verify-reproducible`: from a copy of the context at another path, with other
/// times, and nothing from the cache.
struct BuildVerification {
  private let session: Session
  private let folder: String

  /// - Parameter workshop: Where the copies go.
  init(_ session: Session, _ root: String) throws(Failure) {
    self.session = session
    let name = Files.freshName
    folder = Paths.join(root, "build/verify/\(name)")
    try Files.makeFolder(folder)
  }

  /// Inputs that differ from others in nothing that a build may hang on.
  func inputs(like inputs: BuildInputs) throws(Failure) -> BuildInputs {
    // Clocks count whole seconds in many formats, and the second build must read another one.
    System.sleep(milliseconds: 1100)
    return try inputs.copied(to: folder)
  }

  /// Removes the copies.
  func finish() {
    guard let name = RawName(Array(Paths.name(of: folder).utf8)) else { return }
    try? OpenFolder(Paths.folder(of: folder)).remove(name)
  }

  /// Tells of what differs.
  /// - Returns: Whether nothing does.
  func report(_ differences: [BuildComparison.Difference]) -> Bool {
    if differences.isEmpty {
      session.tell("Built twice, from two folders and without the cache: nothing differs.")
      return true
    }
    let style = session.outputStyle
    var step: String?
    for difference in differences {
      if let title = difference.step, title != step {
        session.write(style.text(Visible.text(title, style), .heading) + "\n")
        step = title
      }
      session.write(
        "  " + style.text(Visible.text(difference.what, style), .path) + ": "
          + difference.aspects.joined(separator: ", ") + "\n")
      if let cause = difference.cause { session.write("    likely: \(cause)\n") }
    }
    let count = differences.count
    session.write("\(count == 1 ? "1 difference" : "\(count) differences") between two builds.\n")
    return false
  }
}
