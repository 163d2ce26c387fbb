import Frontend
import Host
import OCI
import Source

/// Repositories for ADD and contexts, fetched by the `git` of the machine.
struct GitSource {
  private let environment: [String: String]
  private let folder: String

  init(_ solver: Solver) { self.init(folder: solver.workshop.folder) }

  init(folder: String) {
    self.folder = Paths.join(folder, "git")
    var environment = System.environment
    // Nobody is there to answer, and the settings of a user must not change what is fetched.
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["GIT_SSH_COMMAND"] = environment["GIT_SSH_COMMAND"] ?? "ssh -oBatchMode=yes"
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"] {
      environment[name] = nil
    }
    self.environment = environment
  }

  private func git(_ words: [String], in place: String? = nil) throws(Failure) -> String {
    guard let program = Spawn.find("git", in: environment) else {
      throw Failure(
        "cannot fetch a repository", because: ["`git` is not installed"], hint: "Install git")
    }
    var spawn = Spawn(
      program, ["-c", "protocol.ext.allow=never", "-c", "core.hooksPath=/dev/null"] + words,
      environment: environment, folder: place)
    spawn.timeout = .seconds(1800)
    let outcome = try spawn.run()
    guard outcome.succeeded else {
      let text = outcome.errorText.split(separator: "\n").last.map(String.init) ?? "git failed"
      throw Failure(
        "cannot fetch the repository", because: ["`git \(words.first ?? "")`: \(text)"],
        hint: "Check the address, the reference and your right to read it")
    }
    return outcome.outputText
  }

  /// Finds the commit that a reference names.
  func resolve(_ reference: GitReference, checksum: String?) throws(Failure) -> FetchedSource {
    var commit = ""
    if let ref = reference.ref, ref.count == 40, ref.utf8.allSatisfy(\.isLowerHexDigit) {
      commit = ref
    } else {
      let wanted = reference.ref ?? "HEAD"
      let list = try git(
        ["ls-remote", "--", reference.remote] + (wanted == "HEAD" ? ["HEAD"] : []))
      var found: [String: String] = [:]
      for line in list.split(separator: "\n") {
        let parts = line.split(separator: "\t")
        if parts.count == 2 { found[String(parts[1])] = String(parts[0]) }
      }
      // An annotated tag is an object of its own; what it points to is the commit.
      for name in [wanted, "refs/heads/\(wanted)", "refs/tags/\(wanted)"] {
        if let hash = found["\(name)^{}"] ?? found[name] {
          commit = hash
          break
        }
      }
      if commit.isEmpty {
        throw Failure(
          "`\(reference.remote)` has no `\(wanted)`", hint: "Name a branch, a tag or a commit")
      }
    }
    if let wanted = checksum ?? reference.checksum, !commit.hasPrefix(wanted) {
      throw Failure(
        "`\(reference.remote)` is not at the commit that its checksum says",
        because: ["it is at \(commit), and \(wanted) was wanted"],
        hint: "Find out what changed; if it is right, write the new commit")
    }
    let keeps = reference.keepsGitFolder == true
    return FetchedSource(
      path: "", mark: "\(commit) \(reference.folder ?? "") \(keeps) \(reference.takesSubmodules)",
      modified: nil)
  }

  /// Checks a commit out.
  /// - Returns: The folder of the files, which stays for later builds.
  func checkOut(_ reference: GitReference, _ fetched: FetchedSource) throws(Failure) -> String {
    let commit = String(fetched.mark.prefix { $0 != " " })
    let name = Digest(of: Array("\(reference.remote)\n\(fetched.mark)".utf8)).hex
    let final = Paths.join(folder, "trees/\(name)")
    try Files.makeFolder(Paths.join(folder, "trees"))
    let lock = try FileLock.wait(Paths.join(folder, "trees/\(name).lock"), .exclusive)
    defer { withExtendedLifetime(lock) {} }
    Files.touch(Paths.join(folder, "trees/\(name).lock"))
    // Cleaned as an absolute path, so that no `..` leads out.
    let inner =
      reference.folder.map { Paths.join(final, String(Paths.normalized("/\($0)").dropFirst())) }
      ?? final
    if Files.isFolder(final) { return try checked(inner, reference) }
    let random = Files.freshName
    let fresh = Paths.join(folder, "trees/new-\(random)")
    try Files.makeFolder(fresh)
    _ = try git(["init", "--quiet", "--initial-branch=main"], in: fresh)
    _ = try git(["remote", "add", "origin", "--", reference.remote], in: fresh)
    do throws(Failure) {
      _ = try git(["fetch", "--quiet", "--depth=1", "origin", commit], in: fresh)
    } catch {
      // Not every server gives a commit by its hash, or at a depth.
      _ = try git(
        ["fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", "--tags"], in: fresh)
    }
    _ = try git(["checkout", "--quiet", "--detach", commit], in: fresh)
    if reference.takesSubmodules {
      _ = try git(
        ["submodule", "--quiet", "update", "--init", "--recursive", "--depth=1"], in: fresh)
    }
    if reference.keepsGitFolder != true {
      if let name = RawName(Array(".git".utf8)) { try OpenFolder(fresh).remove(name) }
    }
    try Files.move(fresh, to: final)
    return try checked(inner, reference)
  }

  private func checked(_ path: String, _ reference: GitReference) throws(Failure) -> String {
    guard Files.statusOfLink(path)?.kind == .folder else {
      throw Failure(
        "`\(reference.remote)` has no folder `\(reference.folder ?? "")`",
        hint: "Check the part after the colon")
    }
    return path
  }
}

extension UInt8 {
  fileprivate var isLowerHexDigit: Bool {
    (0x30...0x39).contains(self) || (0x61...0x66).contains(self)
  }
}
