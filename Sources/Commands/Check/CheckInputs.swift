import Dockerfile
import Host
import Source

/// The Dockerfiles that paths of the command line lead to.
struct CheckInputs {
  /// The files, as paths to show.
  var files: [String] = []
  /// What could not be looked at.
  var failures: [(name: String, failure: Failure)] = []

  /// Follows the paths: files as they are, folders to every Dockerfile below, or to what else is
  /// wanted by its name.
  init(
    _ paths: [String], _ session: Session,
    where isWanted: (String) -> Bool = DockerfileName.matches
  ) {
    for path in paths.isEmpty ? ["."] : paths {
      guard path != "-", Files.isFolder(session.path(path)) else {
        files.append(path)
        continue
      }
      let outcome = TreeWalk().files(below: session.path(path), where: isWanted)
      let root = session.path(path)
      for file in outcome.files { files.append(shown(file, below: root, as: path)) }
      for failure in outcome.failures { failures.append((path, failure)) }
    }
    var seen: Set<String> = []
    files.removeAll { !seen.insert($0).inserted }
  }

  /// The path as it follows from the one that the user gave.
  private func shown(_ file: String, below root: String, as path: String) -> String {
    let relative = Paths.relative(file, to: root)
    return path == "." ? relative : Paths.join(path, relative)
  }
}
