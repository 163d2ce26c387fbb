import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let basePitfalls = Rule(
    "base-pitfalls", .baseImage, .info, isDefault: false,
    requirements: ["S1-M-04", "S1-R-04", "S4-CG-03"],
    summary: "What goes wrong most often with the base of the last stage.",
    why: """
      Some images have a surprise for those who use them for the first time: a base that is said \
      to run without root and does not, a tag without a shell, a user that already has the number \
      1000. The rule tells what is known of the base that is shipped. It finds no defect, and so \
      it runs only where it is switched on.
      """,
    examples: [
      .flags(
        """
        FROM debian:13 AS build
        FROM ‹cgr.dev/chainguard/wolfi-base:latest›
        """),
      .accepts("FROM example.com/base:1\nRUN true\n"),
    ],
    check: { subject, findings in
      guard let (image, facts, range) = subject.finalImage, let facts else { return }
      for pitfall in facts.pitfalls {
        let sentence = pitfall.hasSuffix(".") ? String(pitfall.dropLast()) : pitfall
        findings.report(range, "`\(image.familiarRepository)`: \(sentence)", cause: sentence)
      }
    })
}
