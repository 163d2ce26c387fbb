import BaseImages
import Evidence
import Facts
import Source

extension Rule {
  static let eolBase = Rule(
    "eol-base", .baseImage, .warning,
    aliases: ["tally/ruby/eol-ruby-version"], requirements: ["S3-OW-08"],
    summary: "An image holds a release that gets no more fixes.",
    why: """
      After its end of life a runtime or a distribution gets no more fixes, not even for holes that \
      are known and exploited, and package archives are moved away, so that the build stops one \
      day. The days come from data inside of the program, which the message dates; `--as-of` judges \
      by another day. While others go on with fixes for everybody, as Debian's long-term support \
      does, nothing is said, and neither of a compiler whose next version is less than a year old.
      """,
    references: ["https://endoflife.date/"],
    examples: [
      .flags(
        """
        FROM ‹node:18-slim› AS build
        FROM ‹python:3.8›
        COPY --from=‹golang:1.21› /usr/local/go /usr/local/go
        """),
      .flags(
        """
        FROM ‹ruby:2.7›
        RUN true
        """),
      .accepts(
        """
        FROM node:24-slim AS build
        FROM python:3.13-slim-bookworm
        FROM example.com/node:18
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.imageUses {
        guard let facts = BaseImageCatalog.shared.facts(for: use.reference),
          let end = facts.endsOfLife(asOf: subject.today).first(where: {
            isOver($0, subject.today)
          })
        else { continue }
        findings.report(
          use.range, end.sentence, help: "Move to a release that still gets fixes",
          related: use.related, cause: use.cause)
      }
    })

  /// Whether nobody brings fixes any more that the build could wait for.
  private static func isOver(_ end: EndOfLife, _ today: Day) -> Bool {
    if end.extendedUntil != nil { return false }
    guard end.subject.hasPrefix("Rust ") else { return true }
    // Of Rust only the newest version gets fixes, every six weeks another one.
    guard let date = end.date, let soon = Day(year: date.year + 1, month: date.month, day: 1)
    else { return false }
    return soon < today
  }
}
