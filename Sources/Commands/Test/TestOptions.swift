import Arguments

/// The options of `hardstand test`, with the names of container-structure-test.
enum TestOptions {
  static let image = ArgumentDescription(
    "IMAGE", .optional, .dynamic("image"), help: "The image, wherever it is")
  static let named = OptionDescription.value(
    "image", short: "i", "IMAGE", .dynamic("image"), help: "The image, as the word IMAGE names it")
  static let config = OptionDescription.list(
    "config", short: "c", "FILE", .file, separator: nil,
    help: "The tests; a name that ends with .yaml, .yml or .json")
  static let hardening = OptionDescription.flag(
    "hardening", help: "Prove without a FILE what a policy profile demands")
  static let profile = OptionDescription.value(
    "profile", short: "p", "NAME", .dynamic("profiles"), default: "default",
    help: "The policy profile of --hardening")
  static let output = OptionDescription.value(
    "output", short: "o", "FORM",
    .choices([
      .init("text", "For people"), .init("json", "For programs"), .init("junit", "JUnit XML"),
      .init("markdown", "For a comment on a change"),
    ]), default: "text", help: "How results are written")
  static let report = OptionDescription.value(
    "test-report", "FILE", .file, help: "Write them there; as JSON where FORM is text")
  static let suite = OptionDescription.value(
    "junit-suite-name", "NAME", help: "The name of the suite in JUnit XML")
  static let pull = OptionDescription.flag("pull", help: "Ask the registry for the image first")
  static let network = OptionDescription.value(
    "network", "WHICH",
    .choices([
      .init("none", "Its own addresses only"), .init("host", "That of this machine"),
    ]), default: "none", help: "The network of commands")
  static let timeout = OptionDescription.value(
    "timeout", "TIME", default: "5m", help: "How long a command may take")
  static let jobs = OptionDescription.value(
    "jobs", short: "j", "COUNT", help: "How many commands run at once [default: one a processor]")
  static let runtime = OptionDescription.value(
    "runtime", "PROGRAM", help: "crun or runc, or a path to one of them")
  static let layout = OptionDescription.value(
    "image-from-oci-layout", "DIR", .folder, help: "The image of a layout, as `oci:DIR` names it")
  static let driver = OptionDescription.value(
    "driver", short: "d", "NAME",
    .choices([
      .init("docker", "An image"), .init("tar", "An archive of one"),
      .init("host", "Refused: this machine is no image"),
    ]), default: "docker", help: "What IMAGE is")
  static let noColor = OptionDescription.flag(
    "no-color", isHidden: true, help: "As `--color never`, for container-structure-test")
  static let save = OptionDescription.flag(
    "save", isHidden: true, help: "Taken for container-structure-test: nothing is left to be kept")
  static let metadata = OptionDescription.value(
    "metadata", "FILE", .file, isHidden: true,
    help: "Taken for container-structure-test: the settings are those of the image")
  static let force = OptionDescription.flag(
    "force", short: "f", isHidden: true, help: "Taken for container-structure-test")
  static let defaultTag = OptionDescription.value(
    "default-image-tag", "TAG", isHidden: true, help: "Taken for container-structure-test")
  static let ignoreReference = OptionDescription.flag(
    "ignore-ref-annotation", isHidden: true, help: "Taken for container-structure-test")

  static let all =
    [
      named, config, hardening, profile, output, report, suite, pull, network, timeout, jobs,
      runtime, layout, driver, noColor, save, metadata, force, defaultTag, ignoreReference,
    ] + ImageOptions.reading
}
