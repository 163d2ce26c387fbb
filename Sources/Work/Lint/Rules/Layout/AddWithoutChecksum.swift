import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let addWithoutChecksum = Rule(
    "add-without-checksum", .layout, .warning,
    summary: "ADD takes a file from the network without a checksum.",
    why: """
      What a URL gives today it need not give tomorrow, and whoever can change the file runs their \
      code in the image. With `--checksum` the build fails where the content is not the one that was \
      meant, and the builder knows without a download whether its cache still holds.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#add---checksum"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ARG VERSION=1.2
        ADD ‹https://example.com/tool-${VERSION}.tar.gz› /tmp/
        """),
      .accepts(
        """
        FROM alpine:3.20
        ARG URL
        ADD --checksum=sha256:270d731bd08040c6a3228115de1f74b91cf441c584139ff8f8f6503447cebdbb https://example.com/tool.tar.gz /tmp/
        ADD https://github.com/moby/buildkit.git#v0.14.0 /src
        ADD $URL /tmp/
        ADD rootfs.tar.gz /
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.add) {
        guard case .add(let transfer)? = step.instruction.body, transfer.checksum == nil else {
          continue
        }
        for source in transfer.paths {
          let expansion = step.before.scope.expand(source, escape: subject.facts.syntax.escape)
          let text = expansion.value.value ?? expansion.prefix
          guard text.hasPrefix("http://") || text.hasPrefix("https://"), !isRepository(expansion)
          else { continue }
          findings.report(
            source.range, "nothing checks what `\(source.value)` gives",
            help: "Add `--checksum=sha256:…` with the checksum that the file has today")
        }
      }
    })

  private static func isRepository(_ expansion: Expansion) -> Bool {
    let text = expansion.value.value ?? expansion.suffix
    let path = text.prefix { $0 != "#" && $0 != "?" }
    return path.hasSuffix(".git") || expansion.value.isUnknown && !text.contains("/")
  }
}
