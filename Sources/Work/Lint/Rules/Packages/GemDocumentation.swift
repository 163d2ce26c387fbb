import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let gemDocumentation = Rule(
    "gem-documentation", .packages, .info, isDefault: false, fix: .safe,
    summary: "gem installs documentation that nobody reads in an image.",
    why: """
      gem builds the documentation of each gem unless it is told not to, which takes time and space. \
      `--no-document` leaves it out; Docker's `ruby` images set this in /usr/local/etc/gemrc, so nothing is \
      said there.
      """,
    references: ["https://guides.rubygems.org/command-reference/#gem-install"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹gem install› rake:13.3.0
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN gem install --no-document rake:13.3.0
          """),
      .accepts(
        """
        FROM ruby:3.4-slim
        RUN gem install rake:13.3.0
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN gem install --no-document rake:13.3.0 && gem install -N a:1 && gem install --no-ri --no-rdoc b:1
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .gem && command.verb == .install {
        let use = command.use
        guard
          !use.hasOption("--no-document", "-N", "--no-doc", "--no-ri", "--no-rdoc", "--document"),
          subject.stage(of: use).baseFacts?.reference.familiarRepository != "ruby",
          !subject.text(subject.source.range).contains("gemrc")
        else { continue }
        findings.report(
          use.range(to: command.verbArgument), "`gem install` builds documentation too",
          help: "Add `--no-document`",
          fixes: use.inserting("--no-document", after: command.verbArgument).map {
            [subject.fix("Add `--no-document`", .safe, $0, at: use)]
          } ?? [])
      }
    })
}
