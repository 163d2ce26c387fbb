import Arguments

/// `hardstand version`: the version, for people or as JSON.
let versionCommand = Command(
  CommandDescription(
    name: "version", abstract: "Show the version", group: "About", options: [CommonOptions.json],
    examples: [.init("hardstand version --json", "Print the version for a program to read")])
) { session, arguments in
  if arguments.flag(CommonOptions.json) {
    session.write(
      "{\"schema\": \"hardstand.version/1\", \"version\": \"\(Version.number)\"}\n")
  } else {
    session.write("hardstand \(Version.number)\n")
  }
  return .clean
}
