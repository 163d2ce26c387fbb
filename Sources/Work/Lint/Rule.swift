public import Evidence
import Source

/// A rule: what is known of it, and how it looks at a file.
///
/// One file below `Rules/` holds one rule, and `RuleBook.all` lists it. The
/// examples in its description are its tests and its documentation.
public struct Rule: Sendable {
  /// The families, each a folder below `Rules/`.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// The choice and pinning of base images.
    case baseImage = "BaseImage"
    /// The order of instructions and what that does to the build cache.
    case caching = "Caching"
    /// Health checks.
    case health = "Health"
    /// Where files go, and instructions that lay out the image.
    case layout = "Layout"
    /// Labels and other metadata.
    case metadata = "Metadata"
    /// Package managers.
    case packages = "Packages"
    /// What happens when a container starts, runs and stops.
    case runtime = "Runtime"
    /// Keys, tokens and passwords.
    case secrets = "Secrets"
    /// Shell text in RUN and elsewhere.
    case shell = "Shell"
    /// What the frontend refuses or misreads.
    case syntax = "Syntax"
    /// Users, owners and permissions.
    case users = "Users"
  }

  /// What is known of it without running it.
  public let description: RuleDescription
  let check: @Sendable (Subject, inout Findings) -> Void

  /// A rule from its parts; `check` reports what it finds and never looks at the text itself.
  init(
    _ name: String, _ family: Family, _ severity: Severity, isDefault: Bool = true,
    fix: Fix.Applicability? = nil, since: String = "0.1.0", aliases: [String] = [],
    supersedes: [String] = [], requirements: [String] = [], summary: String, why: String,
    references: [String] = [],
    examples: @autoclosure @escaping @Sendable () -> [RuleDescription.Example],
    check: @escaping @Sendable (Subject, inout Findings) -> Void
  ) {
    description = RuleDescription(
      name: name, family: family.rawValue, severity: severity, isDefault: isDefault,
      fix: fix, since: since, aliases: aliases, supersedes: supersedes,
      requirements: requirements, summary: summary, why: why, references: references,
      examples: examples())
    self.check = check
  }
}

extension RuleDescription.Example {
  /// A Dockerfile that the rule accepts.
  static func accepts(_ text: String, context: [String: String]? = nil, note: String? = nil)
    -> Self
  {
    Self(text: text, isFlagged: false, context: context, note: note)
  }

  /// A Dockerfile in which the rule finds each range between `‹` and `›`, and nothing else.
  static func flags(
    _ text: String, fixed: String? = nil, ignored: String? = nil,
    context: [String: String]? = nil, note: String? = nil
  ) -> Self {
    Self(
      text: text, isFlagged: true, fixed: fixed, ignored: ignored, context: context, note: note)
  }
}
