import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let eolBase = Rule(
    "eol-base", .baseImage, .warning, fix: .unsafe,
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
        """,
        fixed: """
          FROM ruby:3.3
          RUN true
          """),
      .flags(
        """
        FROM ‹golang:1.23› AS build
        RUN go version
        """,
        fixed: """
          FROM golang:1.26 AS build
          RUN go version
          """),
      .flags(
        """
        FROM ‹rust:1.75-slim› AS build
        RUN cargo build --release
        FROM debian:bookworm-slim
        COPY --from=build /target/release/app /app
        """,
        fixed: """
          FROM rust:1.98-slim-bookworm AS build
          RUN cargo build --release
          FROM debian:bookworm-slim
          COPY --from=build /target/release/app /app
          """, note: "The program is to run on the C library of the last stage."),
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
          related: use.related, fixes: repair(use, facts, subject), cause: use.cause)
      }
    })

  /// The next release that still gets fixes, by the same pattern of tag.
  private static func repair(
    _ use: ImageUse, _ facts: BaseImageFacts, _ subject: Subject
  ) -> [Fix] {
    guard let tag = use.reference.tag, let range = use.tagRange, use.reference.digest == nil else {
      return []
    }
    let number = tag.prefix { $0.isNumber || $0 == "." }
    let rest = tag.dropFirst(number.count)
    let parts = number.split(separator: ".").compactMap { Int($0) }
    guard !parts.isEmpty, number.last != ".", rest.isEmpty || rest.hasPrefix("-") else { return [] }
    // Python 2 and 3 are two languages.
    let isOneMajor = use.reference.familiarRepository == "python"
    for candidate in candidates(Array(parts.prefix(2)))
    where !isOneMajor || candidate[0] == parts[0] {
      let release = candidate.map(String.init).joined(separator: ".")
      // Most have ended or do not exist, which the calendar tells sooner than the tag.
      guard facts.mayGetFixes(release, asOf: subject.today) else { continue }
      var next = release + rest
      let text = use.text.dropLast(tag.utf8.count) + next
      guard let reference = try? ImageReference(parsing: String(text)),
        let facts = BaseImageCatalog.shared.facts(for: reference)
      else { continue }
      let verdict = BaseImageCatalog.shared.tagVerdict(for: reference)
      if case .notPublished = verdict { continue }
      // Of a release whose end has no day yet the calendar says only that all before it have ended.
      switch facts.isSupported(asOf: subject.today) {
      case true?: break
      case nil
      where facts.endsOfLife(asOf: subject.today).isEmpty
        && (verdict == .exists || facts.isOldestMaintained):
        break
      default: continue
      }
      if let suited = suited(next, use, facts, subject) { next = suited }
      return [
        Fix(
          "Write the tag `\(next)`", .unsafe, [TextEdit(range, next)],
          risk: "A newer release may not run what was written for the old one.")
      ]
    }
    return []
  }

  /// The same tag on the distribution of the last stage, where a program that is built on the newer one
  /// of the tag alone may not run there.
  private static func suited(
    _ tag: String, _ use: ImageUse, _ facts: BaseImageFacts, _ subject: Subject
  ) -> String? {
    guard use.place == .base, let final = subject.facts.finalStage, final.index != use.stage,
      let here = final.baseFacts?.distribution, let there = facts.distribution,
      here.name == there.name, here.codename != there.codename, let codename = here.codename,
      let older = Double(here.version), let newer = Double(there.version), older < newer
    else { return nil }
    let text = tag + "-" + codename
    if tag.contains(there.codename ?? there.version) { return nil }
    if case .notPublished = facts.tagVerdict(text) { return nil }
    return text
  }

  /// Versions after one, the nearest first.
  private static func candidates(_ version: [Int]) -> [[Int]] {
    guard version.count == 2 else { return (1...40).map { [version[0] + $0] } }
    return (1...40).map { [version[0], version[1] + $0] }
      + (0...20).map { [version[0] + 1, $0] } + (0...20).map { [version[0] + 2, $0] }
  }

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
