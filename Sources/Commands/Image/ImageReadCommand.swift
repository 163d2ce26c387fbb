import Archive
import Arguments
import Layers
import Source
import Store
import Streams

/// `hardstand image cat`: a file of an image.
let imageReadCommand = Command(
  CommandDescription(
    name: "cat", abstract: "Print files of an image",
    discussion: "Prints the content of files as a container would find them, links followed.",
    arguments: [imageArgument, pathsArgument], options: ImageOptions.reading,
    examples: [.init("hardstand image cat debian:12 /etc/os-release", "Print a file")])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "reading")
  defer { work.finish() }
  let image = try work.image(arguments.argument(imageArgument) ?? "")
  let layers = image.layerBlobs
  let tree = try FileTree(reading: layers)
  for text in arguments.arguments(pathsArgument) {
    let path = RawPath(text.hasPrefix("/") ? text : "/" + text)
    try tree.content(of: path, in: layers).copy(to: OutputSink(session.output))
  }
  return .clean
}

private let imageArgument = ArgumentDescription("IMAGE", .one, .dynamic("image"), help: "The image")
private let pathsArgument = ArgumentDescription("PATH", .some, help: "The files")
