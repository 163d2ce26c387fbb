import Arguments

/// `hardstand debug`: what the model makes of its input, for tests and bug reports.
let debugCommand = Command(
  CommandDescription(
    name: "debug", abstract: "Show what hardstand makes of its input", group: "About",
    isHidden: true),
  subcommands: [debugAST, debugExpand, debugParse])
