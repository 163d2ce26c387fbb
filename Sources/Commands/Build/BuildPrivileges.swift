import Arguments
import Host
import Source

/// What an ordinary user needs to build: a user namespace where commands are run, and nothing else where
/// they are not, since files are then read from the archives of layers and written into those of others.
enum BuildPrivileges {
  /// Must be called before any thread is started.
  /// - Throws: `Failure` where commands are to be run, and the machine lets users have no namespaces.
  static func take(_ session: Session, _ arguments: ParsedArguments) throws(Failure) {
    if System.isSuperuser { return }
    guard try runsCommands(session, arguments) else { return }
    if case .single = try UserNamespace.enter(in: session.environment) {
      session.tell(
        "This user is lent no other users' numbers, so files of steps belong to root alone, and "
          + "`chown` and `USER` fail in them; /etc/subuid and /etc/subgid can lend some.")
    }
  }

  /// Whether a Dockerfile has a command to run, as far as that can be told before anything is fetched.
  private static func runsCommands(
    _ session: Session, _ arguments: ParsedArguments
  ) throws(Failure) -> Bool {
    let context = arguments.argument(BuildArguments.context) ?? "."
    let file = arguments.value(BuildArguments.file)
    let folder = session.path(context)
    // What comes from elsewhere is not known yet.
    guard context != "-", file != "-", file != nil || Files.isFolder(folder) else { return true }
    let path = file.map { session.path($0) } ?? Paths.join(folder, "Dockerfile")
    guard Files.exists(path) else { return false }
    let text = String(decoding: try Files.read(path, limit: 16 << 20), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).contains { line in
      let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace).map { $0.lowercased() }
      return words.first == "run" || words.prefix(2) == ["onbuild", "run"]
    }
  }
}
