import Evidence
import Facts
import Source

extension Rule {
  static let gemUnpinned = Rule(
    "gem-unpinned", .packages, .warning, isDefault: false, aliases: ["DL3028"],
    requirements: ["S1-I-04"],
    summary: "gem installs gems without a version.",
    why: """
      A gem that is named on the command line is in no Gemfile.lock, so without a version each build \
      takes the newest release. `name:version` and `--version` count as pinned. Files, local gems \
      and variables are not judged, though hadolint reports files and variables; it overlooks gems \
      behind options such as `--no-document`.
      """,
    examples: [
      .flags(
        """
        FROM ruby:3.4-slim
        RUN gem install ‹bundler› rake:13.3.0 && gem install ‹nokogiri› -- --use-system-libraries
        """),
      .accepts(
        """
        FROM ruby:3.4-slim
        RUN gem install nokogiri:1.18.9 -- --use-system-libraries true && gem install --local rake
        RUN gem install nokogiri:1.18.9 --use-system-libraries true
        """),
      .accepts(
        """
        FROM ruby:3.4-slim
        RUN gem install bundler -v 2.7.2 && gem install rake --version=13.3.0 && gem install ./a.gem
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.manager == .gem && command.verb == .install {
        if command.use.value(of: "-v", "--version") != nil
          || command.use.hasOption("-g", "--file", "-l", "--local")
        {
          continue
        }
        subject.reportUnpinned(
          subject.unpinned(command), of: command, help: "Write `name:version`", &findings)
      }
    })
}
