import Repair
import Source
import Testing

/// RUN instructions that are taken apart, and those in which something crosses the place.
@Suite struct InstallNotApartTests {
  static let install = "apt-get update && apt-get install -y curl"
  static let fetch = "curl -fsSLO https://example.com/x-1.2.3.tgz && tar xf x-1.2.3.tgz"

  private func repaired(_ text: String) throws -> String {
    let repairer = try Repairing.repairer(rules: ["install-not-apart"], includesUnsafe: true)
    let outcome = repairer.repair(SourceText(name: "Dockerfile", text: "FROM debian:13\n" + text))
    #expect(outcome.rejected.map(\.reason) == [])
    #expect(!repairer.repair(outcome.result).isChanged, "a second run goes on")
    return String(String(decoding: outcome.bytes, as: UTF8.self).dropFirst(15))
  }

  @Test(arguments: [
    ("RUN \(install) && \(fetch)", "RUN \(install)\nRUN \(fetch)"),
    ("RUN set -ex && \(install) && \(fetch)", "RUN set -ex && \(install)\nRUN set -ex && \(fetch)"),
    (
      "RUN DEBIAN_FRONTEND=noninteractive apt-get install -y curl && \(fetch)",
      "RUN DEBIAN_FRONTEND=noninteractive apt-get install -y curl\nRUN \(fetch)"
    ),
    (
      "RUN --mount=type=tmpfs,target=/tmp --network=default \(install) && \(fetch)",
      "RUN --mount=type=tmpfs,target=/tmp --network=default \(install)\n"
        + "RUN --mount=type=tmpfs,target=/tmp --network=default \(fetch)"
    ),
    (
      "RUN \(install) && cd /opt && V=1 && \(fetch)",
      "RUN \(install)\nRUN cd /opt && V=1 && \(fetch)"
    ),
    (
      "RUN set -e; apt-get update; apt-get install -y curl; for x in a b; do curl -O https://a/x-1.2; done",
      "RUN set -e; apt-get update; apt-get install -y curl\n"
        + "RUN set -e; for x in a b; do curl -O https://a/x-1.2; done"
    ),
  ])
  func whatStandsByItselfIsTakenApart(before: String, after: String) throws {
    #expect(try repaired(before) == after)
  }

  @Test(arguments: [
    "RUN cd /opt && \(install) && \(fetch)", "RUN V=1 && \(install) && \(fetch)",
    "RUN export V=1 && \(install) && \(fetch)", "RUN umask 077 && \(install) && \(fetch)",
    "RUN \(install) && \(fetch) || true", "RUN \(install) || exit 1; \(fetch)",
    "RUN \(install); \(fetch)", "RUN \(install) && \(fetch); echo done",
    "RUN \(install) && \(fetch) && rm -rf /var/lib/apt/lists/*",
    "RUN \(install) && \(fetch) && apt-get clean", "RUN \(install) && \(fetch) && rm -rf /tmp/*",
    "RUN \(install) && \(fetch) && apt-get purge -y curl",
    "RUN \(install) && \(fetch) && find /var/cache -delete",
    "RUN \(install) && echo $? && \(fetch)", "RUN (\(install) && \(fetch))",
    "RUN \(install) & wait && \(fetch)", "RUN trap x EXIT; \(install) && \(fetch)",
    "RUN \(install) && curl -O https://example.com/latest.tgz && ls",
    "RUN <<EOF\n\(install)\n\(fetch)\nEOF\n", "RUN apt-get update && \(fetch)",
    "RUN \(install) && curl -O https://example.com/x-1.2-$VERSION && ls",
    "RUN [\"sh\", \"-c\", \"\(install) && \(fetch)\"]",
    "RUN apt-get install -y curl && curl -O https://example.com/x-1.2",
    "RUN \(install) \\\n    # the program\n    && \(fetch)",
  ])
  func whatBelongsTogetherStays(text: String) throws {
    #expect(try repaired(text) == text)
  }

  @Test func whatIsTakenApartIsNotJoinedAgain() throws {
    let repairer = try Repairing.repairer(
      rules: ["install-not-apart", "consecutive-run"], includesUnsafe: true)
    let text = "FROM alpine:3\nRUN apk add curl && \(Self.fetch)\n"
    let outcome = repairer.repair(SourceText(name: "Dockerfile", text: text))
    #expect(outcome.applied.count == 1)
    #expect(outcome.rejected.isEmpty)
  }
}
