import Arguments

/// The options of `hardstand build`, by Docker's names where Docker has them.
enum BuildArguments {
  static let context = ArgumentDescription(
    "CONTEXT", .optional, .folder,
    help: "A folder, `-`, a tar file, or a Git or web address [default: .]")

  static let file = OptionDescription.value(
    "file", short: "f", "FILE", .file, help: "The Dockerfile [default: CONTEXT/Dockerfile]")
  static let tag = OptionDescription.list(
    "tag", short: "t", "NAME", separator: nil, variable: .none, help: "Names of the image")
  static let tagLocal = OptionDescription.flag(
    "tag-local", help: "Name it after the folder too, as FOLDER:local")
  static let target = OptionDescription.value(
    "target", "STAGE", help: "The stage to build [default: the last]")
  static let argument = OptionDescription.list(
    "build-arg", "NAME=VALUE", separator: nil, variable: .none, help: "Set a build argument")
  static let buildContext = OptionDescription.list(
    "build-context", "N=DIR", separator: nil, variable: .none,
    help: "A further folder, image or repository")
  static let platform = OptionDescription.list(
    "platform", "PLATFORM", variable: .named("HARDSTAND_PLATFORM"),
    help: "What for, such as linux/amd64,linux/arm64")
  static let label = OptionDescription.list(
    "label", "NAME=VALUE", separator: nil, variable: .none, help: "Set a label")
  static let annotation = OptionDescription.list(
    "annotation", "N=VALUE", separator: nil, variable: .none,
    help: "Annotate the manifest, or by `index:` the index")
  static let secret = OptionDescription.list(
    "secret", "id=N,src=F", separator: nil, variable: .none,
    help: "A secret to mount, of a file or variable (env=)")
  static let ssh = OptionDescription.list(
    "ssh", "N[=SOCKET]", separator: nil, variable: .none,
    help: "An SSH agent for `--mount=type=ssh`")
  static let allow = OptionDescription.list(
    "allow", "RIGHT", variable: .none,
    help: "network.host, security.insecure or secret.leak")
  static let network = OptionDescription.value(
    "network", "MODE",
    .choices([
      .init("default", "That of the machine"), .init("none", "None"),
      .init("host", "That of the machine"),
    ]), help: "That of steps")
  static let addHost = OptionDescription.list(
    "add-host", "NAME:IP", separator: nil, variable: .none, isHidden: true,
    help: "A name that steps can resolve")
  static let ulimit = OptionDescription.list(
    "ulimit", "N=SOFT[:HARD]", separator: nil, variable: .none, isHidden: true,
    help: "A limit of steps")
  static let sharedMemory = OptionDescription.value(
    "shm-size", "SIZE", isHidden: true, help: "The size of /dev/shm in steps")
  static let authorities = OptionDescription.value(
    "ca", "FILE", .file, help: "Certificates that steps trust; no layer has them")

  static let noCache = OptionDescription.flag(
    "no-cache", group: "Cache", help: "Do every step anew")
  static let noCacheFilter = OptionDescription.list(
    "no-cache-filter", "S", variable: .none, group: "Cache",
    help: "Do the steps of a stage anew")
  static let pull = OptionDescription.flag(
    "pull", group: "Cache", help: "Ask the registries for newer bases")
  static let explain = OptionDescription.flag(
    "explain-cache", group: "Cache", help: "Say of each step why it was done anew")

  static let cacheFrom = OptionDescription.list(
    "cache-from", "CACHE", separator: nil, variable: .none, group: "Cache",
    help: "type=registry,ref=R, type=local,src=D or type=gha")
  static let cacheTo = OptionDescription.list(
    "cache-to", "CACHE", separator: nil, variable: .none, group: "Cache",
    help: "The same with dest=D; mode=max takes all steps")

  static let output = OptionDescription.list(
    "output", short: "o", "type=T,dest=P", separator: nil, variable: .none, group: "Output",
    help: "image, oci, docker, registry, local or tar")
  static let push = OptionDescription.flag(
    "push", group: "Output", help: "Push the image to its names")
  static let load = OptionDescription.flag(
    "load", group: "Output", help: "Give the image to the Docker daemon")
  static let imageIDFile = OptionDescription.value(
    "iidfile", "FILE", .file, group: "Output", help: "Write the id of the image, that of Docker")
  static let metadataFile = OptionDescription.value(
    "metadata-file", "FILE", .file, group: "Output", help: "Write what was built as JSON")
  static let timestamps = OptionDescription.value(
    "timestamps", "MODE",
    .choices([
      .init("constant", "The same for all files of new layers"),
      .init("keep", "Those that the files have"),
    ]), group: "Output", help: "The times of files")
  static let verify = OptionDescription.flag(
    "verify-reproducible", group: "Output",
    help: "Build twice and name all that differs")
  static let provenance = OptionDescription.value(
    "provenance", "MODE", group: "Output",
    help: "Attach its origin: min or max; false: keep none")
  static let shellOnFailure = OptionDescription.flag(
    "shell-on-failure", group: "Output", help: "Open a shell in what a failed step left")
  static let engine = OptionDescription.value(
    "engine", "ENGINE", group: "Output",
    help: "Build by `docker` or `buildkit://ADDRESS`")
  static let progress = OptionDescription.value(
    "progress", "MODE",
    .choices([
      .init("auto", "Live on a terminal, else plain"), .init("plain", "Lines"),
      .init("tty", "Live"), .init("json", "One JSON object a line"), .init("quiet", "Nothing"),
    ]), default: "auto", group: "Output", help: "How")

  static let plan = OptionDescription.flag(
    "plan", group: "Output", help: "Print what would be done (`--format` json, dot)")
  static let format = OptionDescription.value(
    "format", "FORMAT",
    .choices([
      .init("text", "For people"), .init("json", "For programs"), .init("dot", "For Graphviz"),
    ]), default: "text", isHidden: true, group: "Output", help: "How to print the plan")

  static let all: [OptionDescription] =
    [
      file, tag, tagLocal, target, argument, buildContext, platform, label, annotation, secret, ssh,
      allow, network, addHost, ulimit, sharedMemory, authorities, noCache, noCacheFilter, pull,
      explain, cacheFrom, cacheTo, output, push, load, imageIDFile, metadataFile, timestamps,
      verify,
      provenance, shellOnFailure, engine, progress, plan,
      format,
    ] + ImageOptions.network.map(\.hidden)
}
