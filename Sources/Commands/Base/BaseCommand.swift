import Arguments

/// `hardstand base`: base images from the packages of a distribution.
let baseCommand = Command(
  CommandDescription(
    name: "base", abstract: "Make base images of a distribution's packages",
    discussion: """
      A base is told in a short YAML file: packages, account, environment, entry point. What they need \
      is found in the signed index of the distribution, and no script of theirs is run.
      """,
    group: "Images",
    examples: [.init("hardstand base build python3", "Make the base `python3` that is ready")]),
  subcommands: [baseBuildCommand, baseLockCommand, baseListCommand])
