import Arguments

/// The options of the commands that work on images.
enum ImageOptions {
  static let store = OptionDescription.value(
    "store", "DIR", .folder, variable: .named("HARDSTAND_STORE"), group: "Store and registries",
    help: "The store [default: the user's data folder]")
  static let insecure = OptionDescription.list(
    "insecure-registry", "HOST", variable: .named("HARDSTAND_INSECURE_REGISTRY"),
    group: "Store and registries",
    help: "Registries that are asked without TLS, or whose certificate is not checked")
  static let mirror = OptionDescription.list(
    "mirror", "REGISTRY=MIRROR", variable: .named("HARDSTAND_MIRROR"),
    group: "Store and registries",
    help: "Pull from a mirror first, such as docker.io=harbor.example/proxy")
  static let authorities = OptionDescription.list(
    "registry-ca", "FILE", .file, variable: .named("HARDSTAND_REGISTRY_CA"),
    group: "Store and registries",
    help: "Certificates of further authorities, in PEM, or a folder of them")
  static let ceiling = OptionDescription.value(
    "store-max-size", "SIZE", variable: .named("HARDSTAND_STORE_MAX_SIZE"),
    group: "Store and registries",
    help: "Afterwards clean the store down to this, as `store gc --max-size` does")
  static let platform = OptionDescription.value(
    "platform", "PLATFORM", variable: .named("HARDSTAND_PLATFORM"),
    help: "The platform, such as linux/arm64 [default: that of this machine]")
  static let allPlatforms = OptionDescription.flag(
    "all-platforms", help: "Take the images for all platforms")

  /// What a command takes that asks registries.
  static let registries = [insecure, mirror, authorities]
  /// What a command takes that reads images wherever they are.
  static let network = registries + [store, ceiling]
  /// The same with a choice of platform.
  static let reading = [platform] + network
}
