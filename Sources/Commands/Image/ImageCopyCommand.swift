import Arguments
import OCI
import Source
import Store
import Streams
import Transfer

/// `hardstand image copy`: an image from one place to another.
let imageCopyCommand = Command(
  CommandDescription(
    name: "copy", abstract: "Copy an image from one place to another",
    discussion: """
      Copies between the store, registries, image layouts, archives and Docker daemons. Manifests, \
      settings and layers keep their bytes, and so their digests, unless --compress asks for other \
      layers or the form cannot hold them: archives and daemons of Docker have no manifests and no \
      compressed layers.
      """,
    arguments: [sourceArgument, targetArgument],
    options: [
      ImageOptions.platform, ImageOptions.allPlatforms, compressionOption,
    ] + ImageOptions.network,
    examples: [
      .init("hardstand image copy docker://debian:12 oci:build:debian", "Copy into a folder"),
      .init(
        "hardstand image copy --all-platforms docker://nginx docker://registry.example/nginx",
        "Mirror an image with all its platforms"),
      .init("hardstand image copy app docker-daemon:app:test", "Give an image to Docker"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "copying")
  defer { work.finish() }
  let source = try work.location(arguments.argument(sourceArgument) ?? "")
  let target = try work.location(arguments.argument(targetArgument) ?? "")
  var found = try work.images.find(source, work.choice(arguments))
  if arguments.isGiven(ImageOptions.platform), !arguments.flag(ImageOptions.allPlatforms) {
    let image = try work.images.store.image(found.root, work.platform)
    found = Images.Found(root: image.manifest.descriptor, name: found.name, names: found.names)
  }
  var options = Images.PushOptions()
  options.compression = nil
  if let text = arguments.value(compressionOption) {
    options.compression = Compression(rawValue: text)
    options.recompresses = true
  } else if case .registry = target {
    options.compression = .gzip
  }
  let root = try work.images.deliver(found, to: target, work.platform, options)
  work.progress.finish()
  session.write("\(root.digest)\n")
  return .clean
}

private let sourceArgument = ArgumentDescription(
  "SOURCE", .one, .dynamic("image"), help: "The image")
private let targetArgument = ArgumentDescription("TARGET", .one, help: "Where it goes")
private let compressionOption = OptionDescription.value(
  "compress", "METHOD", .choices([.init("gzip"), .init("zstd"), .init("none")]),
  help: "Compress all layers so")
