import Arguments
import Documents
import OCI
import Registry
import Source
import Transfer

/// `hardstand image tags`: the tags of a repository in a registry.
let imageTagsCommand = Command(
  CommandDescription(
    name: "tags", abstract: "List the tags of a repository",
    arguments: [repositoryArgument], options: [CommonOptions.json] + ImageOptions.network,
    examples: [.init("hardstand image tags ghcr.io/acme/app", "List the tags of a repository")])
) { session, arguments in
  let work = try ImageSession(session, arguments)
  defer { work.finish() }
  let reference = try work.reference(arguments.argument(repositoryArgument) ?? "")
  let tags: [String]
  do {
    tags = try work.images.client.tags(of: Repository(reference))
  } catch let error as RegistryError {
    throw error.failure
  }
  if arguments.flag(CommonOptions.json) {
    let json: JSON = [
      "schema": "hardstand.image-tags/1", "repository": .string(reference.repository),
      "tags": .array(tags.map { .string($0) }),
    ]
    session.write(json.text(.pretty) + "\n")
  } else {
    for tag in tags { session.write("\(tag)\n") }
  }
  return .clean
}

private let repositoryArgument = ArgumentDescription(
  "REPOSITORY", .one, help: "The repository, such as `debian` or `ghcr.io/acme/app`")
