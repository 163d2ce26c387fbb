import Arguments
import Documents
import OCI
import Source
import Store
import Terminal
import Transfer

/// `hardstand images`: the names of the store.
let imagesCommand = Command(
  CommandDescription(
    name: "images", abstract: "List the images of the store",
    discussion: """
      Prints each name with its tag, the digest that it stands for, its age and the bytes of its blobs \
      as they are stored. Blobs that images share are counted with each. `hardstand rmi NAME` takes a \
      name away, and what only it needed.
      """,
    group: "Images", arguments: [patternArgument],
    options: [CommonOptions.json, ImageOptions.store],
    examples: [
      .init("hardstand images", "List all images"),
      .init("hardstand images acme/app", "List the tags of one repository"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments)
  defer { work.finish() }
  let store = work.images.store
  let pattern = try arguments.argument(patternArgument).map { text throws(Failure) in
    try work.reference(text)
  }
  var table = TextTable([
    ("NAME", .left), ("TAG", .left), ("DIGEST", .left), ("AGE", .right), ("SIZE", .right),
  ])
  var list: [JSON] = []
  for record in try store.records() {
    guard let reference = try? ImageReference(parsing: record.name) else { continue }
    if let pattern,
      pattern.repository != reference.repository
        || (pattern.tag != nil && pattern.tag != reference.tag)
    {
      continue
    }
    let blobs = (try? store.blobs(of: record.descriptor)) ?? []
    let size = blobs.reduce(Int64(0)) { $0 + $1.size }
    let age = max(0, session.now() - record.since)
    table.add([
      reference.familiarRepository, reference.tag ?? "-", record.descriptor.digest.short,
      Age.text(seconds: age), DataSize.text(size),
    ])
    list.append([
      "name": .string(record.name), "digest": .string("\(record.descriptor.digest)"),
      "mediaType": .string(record.descriptor.mediaType.rawValue),
      "origin": .string(record.origin.rawValue), "since": .number(record.since),
      "size": .number(size),
    ])
  }
  if arguments.flag(CommonOptions.json) {
    session.write(
      JSON.object([.init("schema", "hardstand.images/1"), .init("images", .array(list))])
        .text(.pretty) + "\n")
  } else if table.isEmpty {
    session.tell(
      "The store has no \(pattern == nil ? "images" : "such image"). Get one with `hardstand pull`."
    )
  } else {
    session.write(table.text(session.outputStyle))
  }
  return .clean
}

private let patternArgument = ArgumentDescription(
  "NAME", .optional, .dynamic("image"), help: "Only the images of this repository, or of this tag")
