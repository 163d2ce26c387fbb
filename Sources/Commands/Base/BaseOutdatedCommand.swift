import Archive
import Arguments
import Bases
import Documents
import Host
import Layers
import OCI
import Source
import Store
import Streams

/// `hardstand base outdated`: how old a base is, and what waits for it.
let baseOutdatedCommand = Command(
  CommandDescription(
    name: "outdated", abstract: "Show how old a base is and which packages wait for it",
    discussion: """
      BASE is a specification with a lock, one that is ready, or an image that was built on a base. Ends \
      with status 1 where newer versions of packages wait.
      """,
    arguments: [baseArgument],
    options: [CommonOptions.json] + BaseOptions.archives
      + ImageOptions.reading.filter { $0.long != ImageOptions.mirror.long },
    examples: [
      .init("hardstand base outdated base.yaml", "Ask for the lock of a specification"),
      .init("hardstand base outdated acme/app:1.4", "Ask for the base of an image"),
    ])
) { session, arguments in
  let name = arguments.argument(baseArgument) ?? ""
  let base = try BaseSession(session, arguments)
  var lists: [BasePackages] = []
  if Files.isFile(session.path(name)) || ReadyBases.names.contains(name) {
    let given = try BaseSession.given(name, session)
    guard let text = given.lock else {
      throw Failure(
        "cannot tell how old `\(name)` is", because: ["it has no lock"],
        hint: "write one with `hardstand base lock \(name)`")
    }
    let lock = try BaseLock(text)
    lists = lock.packages.sorted { $0.key < $1.key }.map { architecture, packages in
      BasePackages(
        base: lock.base, date: lock.date, suites: given.spec.suites,
        components: given.spec.components, distribution: given.spec.distribution,
        architecture: architecture, packages: packages)
    }
  } else {
    let work = try ImageSession(session, arguments, progress: "reading", takesMirrors: false)
    defer { work.finish() }
    let image = try work.image(name)
    let layers = image.layerBlobs
    let tree = try FileTree(reading: layers)
    let path = RawPath("/" + BasePackages.path)
    guard try tree.resolve(path) != nil else {
      throw Failure(
        "cannot tell how old the base of `\(name)` is",
        because: ["it was not built on a base of hardstand"],
        hint: "name an image that was made by `hardstand base build`, or built on one")
    }
    let bytes = try tree.content(of: path, in: layers).readAll(limit: 16 << 20, what: "`\(path)`")
    lists = [try BasePackages(bytes)]
  }
  let changes = try LockChanges.waiting(for: lists, base.archives)
  let date = lists.map(\.date).max() ?? 0
  let days = max(0, (session.now() - date) / 86_400)
  if arguments.flag(CommonOptions.json) {
    let json: JSON = [
      "schema": "hardstand.base-outdated/1", "base": .string(lists.first?.base ?? ""),
      "date": .string(Timestamp.text(date)), "days": .number(days),
      "changes": changes.json["changes"] ?? [],
    ]
    session.write(json.text(.pretty) + "\n")
  } else {
    for line in changes.lines { session.write(line + "\n") }
    session.tell(
      "The base `\(lists.first?.base ?? "")` is of \(Timestamp.text(date).prefix(10)), "
        + "\(days) days old; newer versions wait for \(changes.changes.count) packages.")
  }
  return changes.isEmpty ? .clean : .findings
}

private let baseArgument = ArgumentDescription(
  "BASE", .one, .dynamic("base"), help: "A specification, a base that is ready, or an image")
