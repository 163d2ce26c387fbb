import Dockerfile
import Host
import Lint

extension Session {
  /// The build context of a Dockerfile, as `check` and `fix` take it: the folder given, else the file's
  /// own where it looks like it.
  ///
  /// - Parameters:
  ///   - file: the path as the user gave it; `-` for the standard input.
  ///   - given: the folder that `--context` names.
  func context(of syntax: DockerfileSyntax, in file: String, given: String?) -> DiskContext? {
    let isFile = file != "-"
    return DiskContext.of(
      syntax, at: isFile ? path(file) : nil, given: given.map { path($0) },
      names: DiskContext.Names(
        folder: given ?? Paths.folder(of: file), dockerfile: isFile ? file : nil))
  }
}
