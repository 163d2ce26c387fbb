public import Host
public import Source

/// The search for the program that a container starts, before it is started.
public enum ProgramSearch {
  /// Why a program cannot be started.
  public struct Problem: Error, Hashable, Sendable {
    /// Why, as a sentence to print.
    public let failure: Failure
    /// The status that a shell and Docker give for it: 126 for what cannot be run, 127 for what is not
    /// there.
    public let status: Int32
  }

  /// Where programs are looked for when nobody says where, as Docker has it.
  public static let usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// Looks for the program and the folder of a plan in the files of a container.
  ///
  /// Files that its mounts bring are not looked at: what is not found where a mount lies is not judged.
  /// - Returns: Why it cannot start; nil where nothing speaks against it.
  /// - Throws: `Failure` when the files cannot be looked at.
  public static func problem(
    of plan: ContainerPlan, in root: OpenFolder
  ) throws(Failure) -> Problem? {
    guard let name = plan.arguments.first, !name.isEmpty else {
      return Problem(
        failure: Failure(
          "cannot start the container", because: ["no program is named"],
          hint: "name a program to run"), status: 127)
    }
    if let status = try root.statusInRoot(plan.directory), status.kind != .folder,
      !isMounted(plan.directory, plan)
    {
      return Problem(
        failure: Failure(
          "cannot start in `\(plan.directory)`", because: ["it is no folder in the image"],
          hint: "name a folder as the working directory"), status: 127)
    }
    let candidates: [String]
    if name.utf8.contains(UInt8(ascii: "/")) {
      candidates = [Paths.join(plan.directory, name)]
    } else {
      let path =
        plan.environment.last { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) }
        ?? usualPath
      candidates = path.split(separator: ":", omittingEmptySubsequences: false).map {
        Paths.join(Paths.join(plan.directory, String($0)), name)
      }
    }
    var refused: String?
    for candidate in candidates {
      if isMounted(candidate, plan) { return nil }
      guard let status = try root.statusInRoot(candidate) else { continue }
      if status.kind == .file, status.mode & 0o111 != 0 { return nil }
      if refused == nil {
        refused =
          status.kind == .folder
          ? "`\(candidate)` is a folder"
          : status.kind == .file
            ? "`\(candidate)` has no permission to be run" : "`\(candidate)` is no regular file"
      }
    }
    if let refused {
      return Problem(
        failure: Failure(
          "cannot run `\(name)`", because: [refused],
          hint: "make it a program with `chmod +x`, or name another"), status: 126)
    }
    return Problem(
      failure: Failure(
        "cannot run `\(name)`",
        because: [
          candidates.count == 1
            ? "there is no such file in the image" : "no folder in PATH of the image holds it"
        ],
        hint: "install it in the image, or name another program"), status: 127)
  }

  private static func isMounted(_ path: String, _ plan: ContainerPlan) -> Bool {
    let path = Paths.normalized(path)
    return plan.mounts.contains { mount in
      let target = Paths.normalized(mount.target)
      return path == target || path.hasPrefix(target == "/" ? "/" : target + "/")
    }
  }
}
