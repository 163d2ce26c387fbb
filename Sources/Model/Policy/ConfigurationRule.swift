public import Evidence
import Source

/// The rules that judge configuration files and waivers themselves.
public enum ConfigurationRule: String, Hashable, Sendable, CaseIterable {
  /// A key that means nothing.
  case unknownKey = "configuration-unknown-key"
  /// A value that a key cannot have.
  case invalidValue = "configuration-invalid-value"
  /// A name that stands for no rule.
  case unknownRule = "configuration-unknown-rule"
  /// A waiver that takes nothing away.
  case unusedWaiver = "waiver-unused"
  /// A waiver that does not say why.
  case waiverWithoutReason = "waiver-without-reason"
  /// A waiver that names a rule that does not exist.
  case waiverOfUnknownRule = "waiver-unknown-rule"
  /// A waiver that cannot be read.
  case malformedWaiver = "waiver-malformed"
  /// A waiver whose date has passed.
  case expiredWaiver = "waiver-expired"

  /// How much a finding of the rule matters.
  public var severity: Severity {
    switch self {
    case .invalidValue: .error
    case .unknownKey, .unknownRule, .unusedWaiver, .waiverWithoutReason, .waiverOfUnknownRule,
      .malformedWaiver, .expiredWaiver:
      .warning
    }
  }

  /// What is known of the rule without running it.
  public var description: RuleDescription {
    RuleDescription(
      name: rawValue, family: isOfWaivers ? "Waivers" : "Configuration", severity: severity,
      fix: self == .unusedWaiver ? .safe : nil, summary: texts.summary,
      why: texts.why, examples: examples)
  }

  /// The descriptions of all rules of this kind.
  public static var descriptions: [RuleDescription] { allCases.map(\.description) }

  private var isOfWaivers: Bool { rawValue.hasPrefix("waiver-") }

  private var texts: (summary: String, why: String) {
    switch self {
    case .unknownKey:
      (
        "A key of a configuration file means nothing.",
        "A mistyped key is read by nobody, and the rule that it should have changed stays as it was."
      )
    case .invalidValue:
      (
        "A key of a configuration file has a value that it cannot have.",
        "The value is left out, so the policy in force is not the one that was meant."
      )
    case .unknownRule:
      (
        "A configuration file names a rule that does not exist.",
        "A mistyped name changes nothing, and nobody sees that the rule still runs or still does not."
      )
    case .unusedWaiver:
      (
        "A waiver takes no finding away.",
        "The cause is gone, or the waiver stands in the wrong place. It hides the next such defect."
      )
    case .waiverWithoutReason:
      (
        "A waiver does not say why.",
        "Whoever reads it later cannot tell whether it still holds, and the configuration asks for it."
      )
    case .waiverOfUnknownRule:
      (
        "A waiver names a rule that does not exist.",
        "A mistyped name waives nothing."
      )
    case .malformedWaiver:
      (
        "A comment that begins as a waiver cannot be read as one.",
        "It waives nothing, although it looks as if it did."
      )
    case .expiredWaiver:
      (
        "A waiver holds only until a day that has passed.",
        "What was accepted for a while is no longer accepted."
      )
    }
  }

  private var examples: [RuleDescription.Example] {
    let good = "# hardstand ignore=base-untagged reason=\"the mirror has one tag\"\nFROM alpine\n"
    switch self {
    case .unknownKey, .invalidValue, .unknownRule: return []
    case .unusedWaiver:
      return [
        .init(text: good, isFlagged: false),
        .init(
          text: "# hardstand ignore=‹base-untagged›\nFROM alpine:3.22\n", isFlagged: true,
          fixed: "FROM alpine:3.22\n"),
      ]
    case .waiverWithoutReason:
      return [
        .init(text: good, isFlagged: false),
        .init(text: "‹# hardstand ignore=base-untagged›\nFROM alpine\n", isFlagged: true),
      ]
    case .waiverOfUnknownRule:
      return [
        .init(text: good, isFlagged: false),
        .init(text: "# hardstand ignore=‹base-untaged›\nFROM alpine\n", isFlagged: true),
      ]
    case .malformedWaiver:
      return [
        .init(text: good, isFlagged: false),
        .init(text: "‹# hardstand ignore base-untagged›\nFROM alpine\n", isFlagged: true),
      ]
    case .expiredWaiver:
      return [
        .init(text: good, isFlagged: false),
        .init(
          text: "‹# hardstand ignore=base-untagged until=2020-01-01›\nFROM alpine\n",
          isFlagged: true),
      ]
    }
  }
}
