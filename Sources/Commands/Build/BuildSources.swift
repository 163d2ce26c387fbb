import Build
import Host
import Source
import Transfer

/// The Dockerfile of a build and the folder of its context, wherever they come from.
final class BuildSources {
  /// The Dockerfile.
  let dockerfile: SourceText
  /// The context.
  let place: ContextPlace
  /// The folder; nil where there is none, as with a Dockerfile alone on the standard input.
  var folder: String? { place.folder }
  /// The named contexts that are files: folders, archives and repositories.
  let named: [(name: String, place: ContextPlace)]
  /// The ignore file, where there is one.
  let ignoreFile: (name: String, bytes: [UInt8])?
  /// When the commit was made that is checked out, in seconds since 1970; nil outside of Git.
  let commitTime: Int64?

  init(
    _ context: String, _ file: String?, named contexts: [(name: String, place: String)],
    _ session: Session, _ work: ImageSession
  ) throws(Failure) {
    func open(_ text: String) throws(Failure) -> ContextPlace {
      try ContextPlace.open(
        text, in: session.folder, store: work.images.store, http: work.images.http,
        input: session.inputStream)
    }
    let place = try open(context)
    self.place = place
    var named: [(name: String, place: ContextPlace)] = []
    for (name, text) in contexts where BuildResolver.isFiles(text) {
      named.append((name, try open(text)))
    }
    self.named = named
    if let text = place.dockerfile {
      dockerfile = SourceText(name: "Dockerfile", bytes: text)
    } else if file == "-" {
      dockerfile = SourceText(
        name: "<stdin>", bytes: try session.input(16 << 20))
    } else {
      // A file of a context that was fetched lies in it; that of a folder is a path of the user.
      let name = file ?? "Dockerfile"
      let path: String
      if let folder = place.folder, file == nil || place.isFetched {
        path = Paths.join(folder, name)
      } else {
        path = session.path(name)
      }
      guard Files.exists(path) else {
        throw Failure(
          "there is no `\(file ?? Paths.join(context, name))`",
          hint: "Name the Dockerfile with `--file`, or make one with `hardstand init`")
      }
      let shown = place.isFetched ? name : file ?? Paths.join(context, name)
      dockerfile = SourceText(name: shown, bytes: try Files.read(path, limit: 16 << 20))
    }
    try SourceReader.requireText(dockerfile)
    ignoreFile = try Self.ignoreFile(
      place.folder, place.dockerfile == nil && file != "-" ? dockerfile.name : nil, place.isFetched,
      session)
    commitTime = place.folder.flatMap {
      place.isFetched ? nil : GitCommit.time(of: $0, work.images.store)
    }
  }

  /// The ignore file: that beside the Dockerfile by its name, else that of the context.
  private static func ignoreFile(
    _ folder: String?, _ dockerfile: String?, _ isFetched: Bool, _ session: Session
  ) throws(Failure) -> (name: String, bytes: [UInt8])? {
    var candidates: [String] = []
    if let dockerfile {
      let path =
        isFetched ? Paths.join(folder ?? "", dockerfile) : session.path(dockerfile)
      candidates.append(path + ".dockerignore")
    }
    if let folder { candidates.append(Paths.join(folder, ".dockerignore")) }
    for path in candidates where Files.isFile(path) {
      return (path, try Files.read(path, limit: 16 << 20))
    }
    return nil
  }
}
