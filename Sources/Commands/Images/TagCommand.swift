import Arguments
import OCI
import Source
import Store
import Transfer

/// `hardstand tag`: another name for an image of the store.
let tagCommand = Command(
  CommandDescription(
    name: "tag", abstract: "Give an image another name",
    group: "Images",
    arguments: [
      sourceArgument, targetArgument,
    ], options: [ImageOptions.store],
    examples: [
      .init("hardstand tag app registry.example/acme/app:1.4", "Name an image for a registry")
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments)
  defer { work.finish() }
  let found = try work.images.require(arguments.argument(sourceArgument) ?? "")
  for text in arguments.arguments(targetArgument) {
    let target = try work.reference(text)
    if target.digest != nil {
      throw Failure(
        "cannot name an image `\(text)`", because: ["a digest names its content, which is fixed"],
        hint: "name a tag")
    }
    try work.images.setName(target, found.root, .made)
  }
  return .clean
}

private let sourceArgument = ArgumentDescription(
  "IMAGE", .one, .dynamic("image"), help: "The image, by its name or digest")
private let targetArgument = ArgumentDescription("NAME", .some, help: "The further names")
