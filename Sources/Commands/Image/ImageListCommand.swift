import Archive
import Arguments
import Documents
import Host
import Layers
import Source
import Store
import Terminal

/// `hardstand image ls`: the files of an image.
let imageListCommand = Command(
  CommandDescription(
    name: "ls", abstract: "List the files of an image",
    discussion: """
      Lists what a container would find, without unpacking anything: PATH and all below it, as `ls -l` \
      shows files, with the layer that each is from.
      """,
    arguments: [imageArgument, pathArgument],
    options: [recursiveOption, longOption, CommonOptions.json] + ImageOptions.reading,
    examples: [
      .init("hardstand image ls app /app", "List a folder"),
      .init("hardstand image ls -r docker://alpine /etc", "List all below one"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "reading")
  defer { work.finish() }
  let image = try work.image(arguments.argument(imageArgument) ?? "")
  let tree = try FileTree(reading: image.layerBlobs)
  let text = arguments.argument(pathArgument) ?? "/"
  guard let start = try tree.resolve(RawPath(text.hasPrefix("/") ? text : "/" + text)) else {
    throw Failure(
      "cannot list `\(text)` of the image", because: ["there is no such file"],
      hint: "list the folder above it")
  }
  var rows: [(path: LayerPath, file: FileEntry)] = []
  if tree[start].kind == .folder {
    try tree.walk(from: start) { path, place throws(Failure) in
      if place != start { rows.append((path, tree[place])) }
      return place == start || arguments.flag(recursiveOption)
    }
  } else {
    rows.append((tree.path(of: start), tree[start]))
  }
  if arguments.flag(CommonOptions.json) {
    var writer = JSONWriter(.pretty)
    writer.object {
      $0.member("schema", "hardstand.image-ls/1")
      $0.array("files") { for row in rows { $0.value(row.file.json(row.path)) } }
    }
    session.output.write(writer.take() + [0x0A])
    return .clean
  }
  if !arguments.flag(longOption) {
    for row in rows { session.write(Visible.text(row.path.text, session.outputStyle) + "\n") }
    return .clean
  }
  var table = TextTable([
    ("MODE", .left), ("OWNER", .right), ("SIZE", .right), ("LAYER", .right), ("PATH", .left),
  ])
  for (path, file) in rows {
    let target = file.kind == .symbolicLink ? " -> \(file.link.text)" : ""
    table.add([
      file.modeText, "\(file.owner):\(file.group)", file.kind == .file ? "\(file.size)" : "",
      "\(file.layer)", Visible.text(path.text + target, session.outputStyle),
    ])
  }
  session.write(table.text(session.outputStyle))
  return .clean
}

private let imageArgument = ArgumentDescription("IMAGE", .one, .dynamic("image"), help: "The image")
private let pathArgument = ArgumentDescription(
  "PATH", .optional, help: "A folder or file of the image [default: /]")
private let recursiveOption = OptionDescription.flag(
  "recursive", short: "r", help: "List folders below as well")
private let longOption = OptionDescription.flag(
  "long", short: "l", help: "Show mode, owner, size and layer")
