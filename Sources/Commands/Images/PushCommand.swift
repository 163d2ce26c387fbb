import Arguments
import Documents
import OCI
import Source
import Store
import Streams
import Transfer

/// `hardstand push`: an image of the store into a registry.
let pushCommand = Command(
  CommandDescription(
    name: "push", abstract: "Give an image to a registry",
    discussion: """
      Gives an image of the store to the registry that its name says, or to the one that TARGET says. \
      Layers that are not compressed are compressed with gzip. What the registry has is not sent again, \
      and what another of its repositories has is taken over there. Prints the name with the digest \
      that it stands for.
      """,
    group: "Images", arguments: [nameArgument, targetArgument],
    options: [ImageOptions.platform, compressionOption, CommonOptions.json] + ImageOptions.network,
    examples: [
      .init("hardstand push registry.example/acme/app:1.4", "Push an image under its name"),
      .init("hardstand push app registry.example/acme/app:1.4", "Push it under another name"),
      .init(
        "hardstand push --compress zstd registry.example/acme/app:1.4", "Compress all layers anew"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "pushing")
  defer { work.finish() }
  let name = arguments.argument(nameArgument) ?? ""
  let source = name.hasPrefix("docker://") ? String(name.dropFirst(9)) : name
  let target = try work.reference(arguments.argument(targetArgument) ?? name)
  let found = try work.images.require(source)
  var options = Images.PushOptions()
  if let text = arguments.value(compressionOption) {
    options.compression = Compression(rawValue: text)
    options.recompresses = true
  }
  if arguments.isGiven(ImageOptions.platform) { options.platform = work.platform }
  let root = try work.images.push(found.root, to: target, options)
  work.progress.finish()
  if root.digest != found.root.digest {
    session.tell(
      "The image has the digest \(root.digest.short) there, as its layers or platforms differ.")
  }
  if arguments.flag(CommonOptions.json) {
    let json: JSON = [
      "schema": "hardstand.push/1", "name": .string(Images.key(target)),
      "digest": .string("\(root.digest)"),
    ]
    session.write(json.text(.pretty) + "\n")
  } else {
    session.write("\(Images.key(target).prefix { $0 != "@" })@\(root.digest)\n")
  }
  return .clean
}

private let nameArgument = ArgumentDescription(
  "NAME", .one, .dynamic("image"), help: "The image of the store, by its name or digest")
private let targetArgument = ArgumentDescription(
  "TARGET", .optional, help: "The name in the registry [default: NAME]")
private let compressionOption = OptionDescription.value(
  "compress", "METHOD",
  .choices([
    .init("gzip", "Understood everywhere"), .init("zstd", "Smaller and faster, for newer tools"),
    .init("none", "Not at all"),
  ]), help: "Compress all layers so")
