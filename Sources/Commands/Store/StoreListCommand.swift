import Arguments
import Build
import Documents
import Source
import Store
import Terminal

/// `hardstand store ls`: what the store holds.
let storeListCommand = Command(
  CommandDescription(
    name: "ls", abstract: "Show what the store holds",
    discussion: "For the images by their names see `hardstand images`.",
    options: [CommonOptions.json, ImageOptions.store],
    examples: [.init("hardstand store ls", "Show where the store is and what it holds")])
) { session, arguments in
  let store = try ContentStore(try ImageSession.folder(session, arguments))
  let usage = try store.usage()
  let builds = try BuildStorage(store).usage()
  if arguments.flag(CommonOptions.json) {
    let json: JSON = [
      "schema": "hardstand.store/1", "folder": .string(store.root),
      "names": .number(usage.names), "blobs": .number(usage.blobs), "bytes": .number(usage.bytes),
      "loose": .number(usage.looseBlobs), "looseBytes": .number(usage.looseBytes),
      "unfinished": .number(usage.unfinished), "unfinishedBytes": .number(usage.unfinishedBytes),
      "builds": .object(
        BuildStorage.Kind.allCases.map { kind in
          let usage = builds[kind] ?? BuildStorage.Usage()
          return .init(
            kind.rawValue, ["count": .number(usage.count), "bytes": .number(usage.bytes)])
        }),
    ]
    session.write(json.text(.pretty) + "\n")
    return .clean
  }
  session.write("\(store.root)\n")
  var table = TextTable([("WHAT", .left), ("COUNT", .right), ("SIZE", .right)])
  table.add(["names", "\(usage.names)"])
  table.add(["blobs", "\(usage.blobs)", DataSize.text(usage.bytes)])
  table.add(["  that no name needs", "\(usage.looseBlobs)", DataSize.text(usage.looseBytes)])
  table.add(["unfinished", "\(usage.unfinished)", DataSize.text(usage.unfinishedBytes)])
  for (kind, text) in [
    (BuildStorage.Kind.records, "records of build steps"), (.snapshots, "unpacked layers"),
    (.downloads, "downloads of builds"), (.mounts, "cache mounts"),
    (.leftovers, "left by builds that are gone"),
  ] {
    guard let usage = builds[kind] else { continue }
    table.add([text, "\(usage.count)", DataSize.text(usage.bytes)])
  }
  session.write(table.text(session.outputStyle))
  return .clean
}
