import Arguments

/// What `fix` takes beyond what it shares with `check`.
enum FixOptions {
  static let diff = OptionDescription.flag(
    "diff", group: "Repair", help: "Print what would change as a patch, and write nothing")
  static let unsafe = OptionDescription.flag(
    "unsafe", group: "Repair", help: "Make repairs too that may change behaviour")
  static let rule = OptionDescription.list(
    "rule", "RULE", .dynamic("rules"), group: "Repair",
    help: "Make the repairs of these rules only, on in the profile or not")
  static let pin = OptionDescription.flag(
    "pin", group: "Repair",
    help: "Ask registries for the digests of images that findings say are not held by one")
  static let show = OptionDescription.flag(
    "show", group: "Repair", help: "List each repair, and what is left with the reason")

  static let all =
    [
      diff, unsafe, pin, rule, show, CommonOptions.json, CheckOptions.profile, CheckOptions.select,
      CheckOptions.ignore, CheckOptions.set, CheckOptions.config, CheckOptions.noConfig,
      CheckOptions.asOf, CheckOptions.context, CheckOptions.name,
    ] + ImageOptions.registries
}
