import BaseImages
import Dockerfile
import Evidence
import Facts
import Lint
import Policy
import Source

/// The checks of BuildKit that a Dockerfile asks for by `# check=error=true`, or a build by the argument
/// BUILDKIT_DOCKERFILE_CHECK: what they find ends the build before anything is done.
struct BuildChecks {
  private var skipped: Set<String> = []
  private var skipsAll = false
  private var isError = false

  /// The checks that BuildKit has, but for those that it calls experimental.
  private static let names: Set<String> = [
    "StageNameCasing", "FromAsCasing", "NoEmptyContinuation", "ConsistentInstructionCasing",
    "DuplicateStageName", "ReservedStageName", "JSONArgsRecommended", "MaintainerDeprecated",
    "UndefinedArgInFrom", "WorkdirRelativePath", "UndefinedVar", "MultipleInstructionsDisallowed",
    "LegacyKeyValueFormat", "RedundantTargetPlatform", "SecretsUsedInArgOrEnv",
    "InvalidDefaultArgInFrom", "FromPlatformFlagConstDisallowed", "CopyIgnoredFile",
    "ExposeProtoCasing", "ExposeInvalidFormat",
  ]

  /// - Parameter text: The argument of the build; nil for what the directive says.
  init(_ syntax: DockerfileSyntax, _ text: String?) {
    let value = text ?? syntax.directive("check")?.value ?? ""
    for part in value.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
      guard pair.count == 2 else { continue }
      switch pair[0] {
      case "skip":
        skipsAll = pair[1] == "all"
        skipped = Set(pair[1].split(separator: ",").map(String.init))
      case "error": isError = pair[1].lowercased() == "true"
      default: break
      }
    }
  }

  /// - Throws: `Failure` where the Dockerfile asks for the checks, and they find something.
  func require(
    _ syntax: DockerfileSyntax, _ options: BuildOptions, today: Day
  ) throws(Failure) {
    guard isError, !skipsAll else { return }
    let linter = Linter { rule in
      rule.aliases.contains { Self.names.contains($0) && !skipped.contains($0) } ? .error : nil
    }
    let facts = DockerfileFacts.of(syntax, options: options)
    let findings = linter.findings(in: Subject(facts: facts, values: PolicyValues(), today: today))
    guard let first = findings.first else { return }
    throw Failure(
      first.message, in: syntax.source, at: first.range.lowerBound,
      hint: "Mend it, or leave `error=true` out of the check directive")
  }
}
