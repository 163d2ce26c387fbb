public import Arguments

/// The options that more than one command takes.
public enum CommonOptions {
  /// When to use colours.
  public static let color = OptionDescription.value(
    "color", "WHEN",
    .choices([
      .init("auto", "On a terminal, unless the environment speaks against it"),
      .init("always", "In any case"), .init("never", "In no case"),
    ]), default: "auto", help: "When to use colours")
  /// Whether only results and failures are told.
  public static let quiet = OptionDescription.flag(
    "quiet", short: "q", help: "Print results and failures only")
  /// Whether more is told than usual.
  public static let verbose = OptionDescription.flag(
    "verbose", short: "v", help: "Tell what is done and why")
  /// Whether the result is printed as JSON; for commands that declare it.
  public static let json = OptionDescription.flag("json", help: "Print the result as JSON")
}
