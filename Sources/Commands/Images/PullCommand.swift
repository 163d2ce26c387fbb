import Arguments
import Documents
import OCI
import Source
import Store
import Transfer

/// `hardstand pull`: images of registries into the store.
let pullCommand = Command(
  CommandDescription(
    name: "pull", abstract: "Get images from registries",
    discussion: """
      Gets each image for one platform and gives it its name in the store. Every byte is checked \
      against its digest; what the store has is not fetched again, and what a broken connection left \
      goes on where it stopped. Prints the name with the digest that it stands for.
      """,
    group: "Images", arguments: [namesArgument],
    options: [ImageOptions.platform, ImageOptions.allPlatforms, CommonOptions.json]
      + ImageOptions.network,
    examples: [
      .init("hardstand pull debian:bookworm-slim", "Get an image of Docker Hub"),
      .init(
        "hardstand pull --platform linux/arm64 ghcr.io/acme/app:1.4", "Get it for another machine"),
      .init("hardstand pull --mirror docker.io=harbor.example/proxy nginx", "Ask a mirror first"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "pulling")
  defer { work.finish() }
  var results: [JSON] = []
  var code = ExitCode.clean
  for text in arguments.arguments(namesArgument) {
    do {
      let reference = try work.reference(text)
      let pulled = try work.images.pull(reference, work.choice(arguments))
      work.progress.finish()
      let name = "\(reference.repository)\(reference.tag.map { ":\($0)" } ?? "")"
      switch pulled.previous {
      case pulled.root.digest: session.tell("\(reference.familiar) is up to date.")
      case let before?: session.tell("\(reference.familiar) stood for \(before.short) before.")
      case nil: break
      }
      if arguments.flag(CommonOptions.json) {
        results.append([
          "name": .string(Images.key(reference)), "digest": .string("\(pulled.root.digest)"),
          "changed": .bool(pulled.previous != pulled.root.digest),
        ])
      } else {
        session.write("\(name)@\(pulled.root.digest)\n")
      }
    } catch let failure as Failure {
      work.progress.finish()
      session.report(failure)
      code = .failed
    }
  }
  if arguments.flag(CommonOptions.json) {
    session.write(
      JSON.object([.init("schema", "hardstand.pull/1"), .init("images", .array(results))])
        .text(.pretty) + "\n")
  }
  return code
}

private let namesArgument = ArgumentDescription(
  "NAME", .some, help: "The images, by their names in a registry")

extension ImageSession {
  /// The name of an image in a registry, with or without `docker://`.
  func reference(_ text: String) throws(Failure) -> ImageReference {
    try ImageLocation.reference(text.hasPrefix("docker://") ? String(text.dropFirst(9)) : text)
  }
}
