import Arguments
import OCI
import Registry
import Source
import Store
import Transfer

/// `hardstand image digest`: the digest that a name stands for.
let imageDigestCommand = Command(
  CommandDescription(
    name: "digest", abstract: "Print the digest that a name stands for",
    discussion: """
      Asks the registry where the image is named with docker:// or the store does not have it, and \
      fetches no image for it. With --platform it is the digest of that platform's manifest, else that of \
      the index where there is one.
      """,
    arguments: [imageArgument], options: ImageOptions.reading,
    examples: [
      .init("hardstand image digest docker://debian:bookworm-slim", "Ask the registry"),
      .init("hardstand image digest --platform linux/arm64 docker://debian:12", "For one platform"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments)
  defer { work.finish() }
  let location = try work.location(arguments.argument(imageArgument) ?? "")
  if case .registry(let reference) = location, !arguments.isGiven(ImageOptions.platform) {
    do {
      let name = try reference.requireManifestName()
      let found = try work.images.client.resolve(Repository(reference), name)
      session.write("\(found.digest)\n")
      return .clean
    } catch let error as RegistryError {
      throw error.failure
    }
  }
  let found = try work.images.find(location, .one(work.platform), .settings)
  let digest =
    arguments.isGiven(ImageOptions.platform)
    ? try work.images.store.image(found.root, work.platform).manifest.digest : found.root.digest
  session.write("\(digest)\n")
  return .clean
}

private let imageArgument = ArgumentDescription("IMAGE", .one, .dynamic("image"), help: "The image")
