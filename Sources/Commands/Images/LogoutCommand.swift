import Arguments
import Registry

/// `hardstand logout`: forgets the credential for a registry. The help of `login` tells of it.
let logoutCommand = Command(
  CommandDescription(
    name: "logout", abstract: "Log out of a registry", group: "Images",
    arguments: [registryArgument],
    examples: [.init("hardstand logout ghcr.io", "Forget the credential for a registry")],
    isHidden: true)
) { session, arguments in
  let registry = arguments.argument(registryArgument) ?? "docker.io"
  let wasKept = try CredentialStore(environment: session.environment).forget(registry)
  session.tell(
    wasKept
      ? "Forgot the credential for \(registry)." : "No credential for \(registry) was kept.")
  return .clean
}

private let registryArgument = ArgumentDescription(
  "REGISTRY", .optional, help: "The registry [default: docker.io]")
