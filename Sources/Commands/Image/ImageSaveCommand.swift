import Arguments
import Host
import OCI
import Source
import Store
import Streams
import Terminal
import Transfer

/// `hardstand image save`: images as an archive that Docker and Podman load.
let imageSaveCommand = Command(
  CommandDescription(
    name: "save", abstract: "Save images as an archive that Docker loads",
    discussion: """
      Writes what `docker load` and `podman load` read; without --output to the standard output. The \
      same images make the same bytes.
      """,
    arguments: [imagesArgument],
    options: [outputOption, formatOption] + ImageOptions.reading,
    examples: [
      .init("hardstand image save -o app.tar acme/app:1.4", "Save an image"),
      .init("hardstand image save acme/app:1.4 | docker load", "Hand it to Docker"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "saving")
  defer { work.finish() }
  var items: [ArchiveWriting.Item] = []
  for text in arguments.arguments(imagesArgument) {
    let found = try work.images.find(try work.location(text), .one(work.platform))
    var names = found.name.map { [$0] } ?? []
    if names.isEmpty { names = found.names.compactMap { try? ImageReference(parsing: $0) } }
    items.append(
      .init(
        found.root,
        names: names.filter { $0.digest == nil }.map { $0.with(tag: $0.tag ?? "latest") }))
  }
  let writing = ArchiveWriting(from: work.images.store)
  let platform = work.platform
  let isLayout = arguments.value(formatOption) == "oci"
  if isLayout, items.count > 1 {
    throw UsageError(
      "an archive of OCI holds one image here", hint: "save them one by one, or leave --format out")
  }
  func fill(_ sink: any ByteSink) throws(Failure) {
    if isLayout {
      try writing.writeLayout(
        items[0].descriptor, name: items[0].names.first?.tag, to: sink, observe: work.images.observe
      )
    } else {
      try writing.writeDocker(items, platform, to: sink, observe: work.images.observe)
    }
  }
  if let file = arguments.value(outputOption), file != "-" {
    try work.images.write(session.path(file)) { sink throws(Failure) in try fill(sink) }
  } else {
    try session.requirePipe()
    try fill(OutputSink(session.output))
  }
  return .clean
}

private let imagesArgument = ArgumentDescription(
  "IMAGE", .some, .dynamic("image"), help: "The images")
private let outputOption = OptionDescription.value(
  "output", short: "o", "FILE", .file, help: "The archive [default: the standard output]")
private let formatOption = OptionDescription.value(
  "format", "FORMAT",
  .choices([.init("docker", "As `docker save`"), .init("oci", "An image layout")]),
  default: "docker", help: "The form of the archive")

/// The results of a command as a sink of bytes.
final class OutputSink: ByteSink {
  private let output: TextOutput

  init(_ output: TextOutput) { self.output = output }

  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    output.write(Array(bytes))
    switch output.trouble {
    case nil: break
    case .readerGone:
      throw Failure("cannot write the output", because: ["its reader has gone away"])
    case .refused(let reason): throw Failure("cannot write the output", because: [reason])
    }
  }
}
