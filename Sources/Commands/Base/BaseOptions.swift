import Arguments

/// The options of the commands that work on bases.
enum BaseOptions {
  static let spec = ArgumentDescription(
    "SPEC", .one, .dynamic("base"), help: "A specification, or the name of one that is ready")
  static let mirror = OptionDescription.list(
    "mirror", "URL", separator: nil, variable: .named("HARDSTAND_APT_MIRROR"),
    group: "Archives of packages",
    help: "An archive, a folder, or a `deb` line [default: those of apt]")
  static let keyring = OptionDescription.list(
    "keyring", "FILE", .file, variable: .named("HARDSTAND_KEYRING"),
    group: "Archives of packages", help: "The keys that archives must be signed with")
  static let offline = OptionDescription.flag(
    "offline", group: "Archives of packages", help: "Use what was got before")
  static let expired = OptionDescription.flag(
    "allow-expired", group: "Archives of packages",
    help: "Believe an archive whose time is over")
  static let cache = OptionDescription.value(
    "cache", "DIR", .folder, variable: .named("HARDSTAND_CACHE"), group: "Archives of packages",
    help: "Where packages are kept [default: the user's cache folder]")

  /// What a command takes that gets packages.
  static let archives = [mirror, keyring, offline, expired, cache]
}
