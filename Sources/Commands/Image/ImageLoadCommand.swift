import Arguments
import Host
import OCI
import Source
import Streams
import Transfer

/// `hardstand image load`: images of an archive into the store.
let imageLoadCommand = Command(
  CommandDescription(
    name: "load", abstract: "Load images from an archive",
    discussion: """
      Reads what `docker save`, `podman save`, `skopeo copy` and `hardstand image save` write, compressed \
      or not; without --input from the standard input. Images get the names that the archive gives them.
      """,
    options: [inputOption, ImageOptions.store],
    examples: [
      .init("hardstand image load -i app.tar", "Load an archive"),
      .init("docker save app | hardstand image load", "Take an image from Docker"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments)
  defer { work.finish() }
  let loaded: [(root: Descriptor, names: [String])]
  if let file = arguments.value(inputOption), file != "-" {
    loaded = try work.images.load(try FileStream(session.path(file)), name: file)
  } else {
    loaded = try work.images.load(try session.inputStream(), name: "the standard input")
  }
  if loaded.isEmpty { session.tell("The archive holds no image.") }
  for (root, names) in loaded {
    if names.isEmpty { session.write("\(root.digest)\n") }
    for name in names { session.write("\(name)@\(root.digest)\n") }
    if names.isEmpty {
      session.tell(
        "The image has no name. Give it one with `hardstand image copy docker-archive:FILE NAME`.")
    }
  }
  return .clean
}

private let inputOption = OptionDescription.value(
  "input", short: "i", "FILE", .file, help: "The archive [default: the standard input]")
