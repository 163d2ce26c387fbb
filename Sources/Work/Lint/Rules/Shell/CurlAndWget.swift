import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let curlAndWget = Rule(
    "curl-and-wget", .shell, .info, isDefault: false,
    aliases: ["DL4001", "DS-0014", "AVD-DS-0014"],
    summary: "A stage uses curl and wget, where one of them is enough.",
    why: """
      Both do the same work, and each brings its own libraries, certificates and advisories into \
      the image.
      """,
    references: ["https://github.com/hadolint/hadolint/wiki/DL4001"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN wget http://google.com
        RUN ‹curl› http://bing.com
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN curl http://google.com && curl http://bing.com
        FROM alpine:3.22
        RUN wget http://google.com
        """),
    ],
    check: { subject, findings in
      let curls = subject.shellCommands("curl")
      if curls.isEmpty { return }
      let wgets = subject.shellCommands("wget")
      for stage in subject.stages {
        guard let curl = curls.first(where: { $0.stage == stage.index }),
          let wget = wgets.first(where: { $0.stage == stage.index })
        else { continue }
        let (first, second) = curl.range < wget.range ? (wget, curl) : (curl, wget)
        guard let place = first.path?.range, let other = second.path?.range else { continue }
        findings.report(
          place, "the stage downloads with `curl` and with `wget`",
          help: "Use one of them", related: [.init(other, "the other is used here")])
      }
    })
}
