import Archive
import Arguments
import Host
import Layers
import Source
import Store
import Streams
import Terminal
import Transfer

/// `hardstand image export`: the root file system of an image as an archive.
let imageExportCommand = Command(
  CommandDescription(
    name: "export", abstract: "Write the files of an image as one archive",
    discussion: """
      Writes what a container would find as a tar archive, layers merged; without --output to the \
      standard output. The same image makes the same bytes.
      """,
    arguments: [imageArgument], options: [outputOption] + ImageOptions.reading,
    examples: [.init("hardstand image export app | tar t", "List the files with tar")])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "reading")
  defer { work.finish() }
  let image = try work.image(arguments.argument(imageArgument) ?? "")
  let layers = image.layerBlobs
  let tree = try FileTree(reading: layers)
  func fill(_ sink: any ByteSink) throws(Failure) {
    let writer = TarWriter(into: sink)
    try tree.write(to: writer, contentFrom: layers)
    try writer.finish()
  }
  if let file = arguments.value(outputOption), file != "-" {
    try work.images.write(session.path(file)) { sink throws(Failure) in try fill(sink) }
  } else {
    try session.requirePipe()
    try fill(OutputSink(session.output))
  }
  return .clean
}

private let imageArgument = ArgumentDescription("IMAGE", .one, .dynamic("image"), help: "The image")
private let outputOption = OptionDescription.value(
  "output", short: "o", "FILE", .file, help: "The archive [default: the standard output]")

extension Session {
  /// Holds an archive back from a terminal.
  /// - Throws: `Failure` where a person would see it.
  func requirePipe() throws(Failure) {
    if outputStyle.columns == nil { return }
    throw Failure(
      "cannot write an archive to a terminal", hint: "name a file with `--output`, or use a pipe")
  }
}
