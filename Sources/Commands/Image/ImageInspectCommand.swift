import Arguments
import Documents
import Host
import OCI
import Source
import Store
import Terminal
import Transfer

/// `hardstand image inspect`: what an image says of itself.
let imageInspectCommand = Command(
  CommandDescription(
    name: "inspect", abstract: "Show what an image is",
    discussion: """
      Reads the manifest and the settings, and no layer. --raw prints the bytes of the manifest or \
      index as they are, so that their digest is that of the image; --config those of the settings.
      """,
    arguments: [imageArgument],
    options: [CommonOptions.json, rawOption, configOption]
      + ImageOptions.reading,
    examples: [
      .init("hardstand image inspect debian:bookworm-slim", "Show an image"),
      .init("hardstand image inspect --raw oci:build:app | sha256sum", "Compute its digest"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "reading")
  defer { work.finish() }
  let text = arguments.argument(imageArgument) ?? ""
  let found = try work.images.find(try work.location(text), .one(work.platform), .settings)
  work.progress.finish()
  let store = work.images.store
  if arguments.flag(rawOption) {
    session.output.write(try store.document(found.root).bytes)
    return .clean
  }
  let image = try store.image(found.root, work.platform)
  if arguments.flag(configOption) {
    session.output.write(image.config.bytes)
    return .clean
  }
  let page = ImageDescription(
    image, name: found.name?.familiar ?? found.names.first ?? text,
    platforms: try store.document(found.root).platforms)
  if arguments.flag(CommonOptions.json) {
    session.write(page.json.text(.pretty) + "\n")
  } else {
    session.write(page.text(session.outputStyle))
  }
  return .clean
}

private let imageArgument = ArgumentDescription("IMAGE", .one, .dynamic("image"), help: "The image")
private let rawOption = OptionDescription.flag(
  "raw", help: "Print the manifest or index as it is")
private let configOption = OptionDescription.flag("config", help: "Print the settings as they are")

extension ManifestDocument {
  /// The platforms of an index; none of a manifest.
  fileprivate var platforms: [Platform] {
    if case .index(let index) = self { index.platforms } else { [] }
  }
}
