import BaseImages
import Evidence
import Facts
import Source

extension Rule {
  static let eolBase = Rule(
    "eol-base", .baseImage, .warning,
    aliases: ["tally/ruby/eol-ruby-version"], requirements: ["S2-CE-01", "S3-NR-01"],
    summary: "An image holds a release that gets no more fixes.",
    why: """
      After its end of life a runtime or a distribution gets no more fixes, not even for holes that \
      are known and exploited, and package archives are moved away, so that the build stops one \
      day. The days come from data inside of the program, which the message dates; `--as-of` judges \
      by another day. Where others still bring fixes, such as Debian's long-term support, it is \
      told as information, and only of the stage that is shipped.
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
        FROM python:3.13-slim-trixie
        FROM example.com/node:18
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.imageUses {
        guard let facts = BaseImageCatalog.shared.facts(for: use.reference),
          let end = facts.endOfLife(asOf: subject.today)
        else { continue }
        let goesOn = end.extendedUntil != nil
        if goesOn, !(use.place == .base && subject.stages[use.stage].isShipped) { continue }
        findings.report(
          use.range, end.sentence, help: "Move to a release that still gets fixes",
          related: use.related, cause: use.cause, severity: goesOn ? .info : nil)
      }
    })
}
