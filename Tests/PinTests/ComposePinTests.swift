import OCI
import Pin
import Source
import Testing

/// What `pin` makes of compose files.
@Suite struct ComposePinTests {
  typealias Row = DockerfilePinTests.Row

  static let rows: [Row] = [
    Row(
      "styles of quotes and comments",
      """
      # the stack
      services:
        a:
          image: alpine:3.20   # the base
        b:
          image: "debian:13"
        c: {image: 'busybox', command: [x]}
        d:
          image:
            redis:8

      """,
      """
      # the stack
      services:
        a:
          image: alpine:3.20@<alpine:3.20>   # the base
        b:
          image: "debian:13@<debian:13>"
        c: {image: 'busybox:latest@<busybox:latest>', command: [x]}
        d:
          image:
            redis:8@<redis:8>

      """),
    Row(
      "CRLF and no newline", "services:\r\n  a:\r\n    image: alpine:3.20\r\n    tty: true",
      "services:\r\n  a:\r\n    image: alpine:3.20@<alpine:3.20>\r\n    tty: true"),
    Row(
      "letters of more than one byte", "# größer\nservices:\n  a: {image: alpine:3.20} # ü\n",
      "# größer\nservices:\n  a: {image: alpine:3.20@<alpine:3.20>} # ü\n"),
    .same("a byte-order mark and nothing", "\u{FEFF}services: {}\n"),
    .same(
      "what is built",
      """
      services:
        a: {build: ., image: acme/a:1}
        b: {image: acme/a:1}
        c: {extends: a, image: acme/c:1}
        d: {pull_policy: build, image: acme/d:1}

      """, "builds", "another service", "builds", "builds"),
    .same(
      "the environment", "services:\n  a:\n    image: \"alpine:${TAG:-3.20}\"\n", "environment"),
    Row(
      "anchors of services, aliases and extensions",
      """
      x-image: &image alpine:3.20
      x-service: &service
        image: debian:13
      services:
        a: &a
          image: busybox:1.37
        b: *a
        c:
          image: *image
        d:
          <<: *service
        e:
          extends: {file: other.yaml, service: e}
          image: redis:8
        f:
          <<: *service
          image: nginx:1

      """,
      """
      x-image: &image alpine:3.20
      x-service: &service
        image: debian:13
      services:
        a: &a
          image: busybox:1.37@<busybox:1.37>
        b: *a
        c:
          image: *image
        d:
          <<: *service
        e:
          extends: {file: other.yaml, service: e}
          image: redis:8
        f:
          <<: *service
          image: nginx:1@<nginx:1>

      """, "alias", "alias", "merged", "another file"),
    Row(
      "an image with an anchor",
      "services:\n  a: {image: &i !!str alpine:3}\n  b: {image: *i}\n",
      "services:\n  a: {image: &i !!str alpine:3@<alpine:3>}\n  b: {image: *i}\n", "alias"),
    .same(
      "an anchor that is used for something else",
      "services:\n  a: {image: &i alpine:3, environment: {BASE: *i}}\n", "its anchor"),
    .same(
      "several lines",
      "services:\n  a:\n    image: >-\n      alpine:3\n  b:\n    image: \"al\\x70ine:3\"\n",
      "several lines", "several lines"),
    .same("no reference", "services:\n  a: {image: Not An Image}\n", "blank"),
    .same(
      "waived",
      """
      services:
        a:
          # hardstand ignore=base-not-digest-pinned reason="follows the release"
          image: alpine:3.20
        b:
          image: "debian:13"  # hardstand ignore=base-not-digest-pinned reason="the same"

      """, "a waiver", "a waiver"),
    .same("never pulled", "services:\n  a: {image: x:1, pull_policy: never}\n", "never pulled"),
  ]

  @Test(arguments: rows) func pins(_ row: Row) throws {
    let outcome = try Pinning.outcome(row.before, name: "compose.yaml")
    #expect(outcome.text == Pinning.filled(row.after))
    #expect(outcome.reasons.count == row.reasons.count, "\(outcome.reasons)")
    for (reason, part) in zip(outcome.reasons, row.reasons) {
      #expect(reason.contains(part))
    }
    #expect(try Pinning.outcome(outcome.text, name: "compose.yaml").text == outcome.text)
    #expect(try Pinning.outcome(outcome.text, name: "compose.yaml", .update).text == outcome.text)
  }

  @Test func updatesAndPlatforms() throws {
    let old = Pinning.digest("old:1")
    let text =
      "services:\n  a: {image: 'alpine:3@\(old)'}\n  b: {image: x:1, platform: linux/s390x}\n"
    let outcome = try Pinning.outcome(text, name: "docker-compose.yml", .update)
    #expect(outcome.text == text.replacing(old, with: Pinning.digest("alpine:3")))
    #expect(outcome.lacksPlatforms)
  }

  @Test func filesAreKnownByNameOrContent() throws {
    for (name, text, kind) in [
      ("x", "FROM a\n", PinDocument.Kind.dockerfile),
      ("x", "services: {a: {image: b:1}}\n", .compose),
      ("deploy/stack.yml", "services: {}\n", .compose),
      ("a.Dockerfile", "services:\n", .dockerfile),
    ] {
      let document = try PinDocument(SourceText(name: name, text: text), try Pinning.check())
      #expect(document.kind == kind, "\(name)")
    }
    #expect(
      PinDocument.isCompose("docker-compose.prod.yml") && !PinDocument.isCompose("values.yaml"))
  }

  @Test(arguments: [
    "services: [", "a: b\n", "services:\n\t- x\n", "services: {a: {image: 1, image: 2}}\n",
  ]) func whatIsNoComposeFileIsAFailure(_ text: String) throws {
    #expect(throws: Failure.self) { try Pinning.outcome(text, name: "compose.yaml") }
  }
}
