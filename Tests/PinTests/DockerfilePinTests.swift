import OCI
import Pin
import Source
import Testing

/// What `pin` makes of Dockerfiles.
@Suite struct DockerfilePinTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let title: String
    let before: String
    let after: String
    /// A part of each reason for which something is left.
    var reasons: [String] = []
    var testDescription: String { title }

    init(_ title: String, _ before: String, _ after: String, _ reasons: String...) {
      (self.title, self.before, self.after, self.reasons) = (title, before, after, reasons)
    }

    /// A text that stays.
    static func same(_ title: String, _ text: String, _ reasons: String...) -> Row {
      var row = Row(title, text, text)
      row.reasons = reasons
      return row
    }
  }

  static let rows: [Row] = [
    Row("a tag", "FROM alpine:3.20\n", "FROM alpine:3.20@<alpine:3.20>\n"),
    Row("no tag", "FROM alpine\nRUN true\n", "FROM alpine:latest@<alpine:latest>\nRUN true\n"),
    Row(
      "registry with a port", "FROM localhost:5000/a/b AS x\n",
      "FROM localhost:5000/a/b:latest@<localhost:5000/a/b:latest> AS x\n"),
    Row("no newline", "FROM alpine:3.20", "FROM alpine:3.20@<alpine:3.20>"),
    Row(
      "CRLF", "FROM alpine:3.20 AS a\r\nRUN x\r\nFROM debian:13\r\n",
      "FROM alpine:3.20@<alpine:3.20> AS a\r\nRUN x\r\nFROM debian:13@<debian:13>\r\n"),
    Row(
      "continuations and comments between",
      "FROM \\\n  # the base\n  alpine:3.20 \\\n  AS a\n",
      "FROM \\\n  # the base\n  alpine:3.20@<alpine:3.20> \\\n  AS a\n"),
    Row("within a word", "FROM alp\\\nine:3.20\n", "FROM alp\\\nine:3.20@<alpine:3.20>\n"),
    Row("quotes", "FROM \"alpine:3.20\" AS a\n", "FROM \"alpine:3.20@<alpine:3.20>\" AS a\n"),
    Row("single quotes", "FROM 'alpine:3.20'\n", "FROM 'alpine:3.20@<alpine:3.20>'\n"),
    Row(
      "stages and scratch",
      "FROM alpine:3.20 AS a\nFROM a AS b\nFROM scratch\nCOPY --from=a /x /x\nCOPY --from=0 /y /y\n",
      "FROM alpine:3.20@<alpine:3.20> AS a\nFROM a AS b\nFROM scratch\nCOPY --from=a /x /x\nCOPY --from=0 /y /y\n"
    ),
    Row(
      "COPY --from, mounts and the frontend",
      """
      # syntax = docker/dockerfile:1
      FROM scratch
      COPY --from=ghcr.io/astral-sh/uv:0.9.2 /uv /uv
      RUN --mount=type=bind,from=busybox:1.37,target=/b --mount=type=cache,target=/c ["/b/bin/true"]
      RUN --mount=from=busybox,target=/b true

      """,
      """
      # syntax = docker/dockerfile:1@<docker/dockerfile:1>
      FROM scratch
      COPY --from=ghcr.io/astral-sh/uv:0.9.2@<ghcr.io/astral-sh/uv:0.9.2> /uv /uv
      RUN --mount=type=bind,from=busybox:1.37@<busybox:1.37>,target=/b --mount=type=cache,target=/c ["/b/bin/true"]
      RUN --mount=from=busybox:latest@<busybox:latest>,target=/b true

      """),
    Row(
      "here-documents stay as they are",
      "FROM alpine:3.20\nRUN <<EOF\nFROM debian:13\nEOF\nCOPY <<X /f\nFROM debian:13\nX\n",
      "FROM alpine:3.20@<alpine:3.20>\nRUN <<EOF\nFROM debian:13\nEOF\nCOPY <<X /f\nFROM debian:13\nX\n"
    ),
    .same("pinned", "FROM alpine:3.20@\(Pinning.digest("old:1"))\n"),
    .same("pinned without a tag", "FROM alpine@\(Pinning.digest("old:1"))\n"),
    Row(
      "a digest that was made up",
      "FROM alpine:3.20@sha256:\(String(repeating: "0", count: 64))\n",
      "FROM alpine:3.20@<alpine:3.20>\n"),
    .same(
      "a template", "FROM alpine:3.20\nRUN apk add {{ packages }}\n", "it is a template"),
    .same("refused", "FROM alpine:3.20\nCOPPY a b\n", "the frontend refuses it"),
    .same(
      "waived",
      "# hardstand ignore=base-not-digest-pinned reason=\"we follow it\"\nFROM alpine:3.20\n",
      "a waiver"),
    .same("waived in hadolint's words", "# hadolint ignore=DL3006\nFROM alpine\n", "a waiver"),
    .same("no such image", "FROM missing:1\n"),
    Row(
      "one that is missing does not stop the others", "FROM missing:1 AS a\nFROM alpine:3.20\n",
      "FROM missing:1 AS a\nFROM alpine:3.20@<alpine:3.20>\n"),
    .same("a context", "FROM scratch\nCOPY --from=assets / /\n", "context of the build"),
    .same("bytes that are no Dockerfile", "\u{0}\u{1}\nFROM\n\n"),
    // ARG
    Row(
      "the whole reference", "ARG BASE=alpine:3.20\nFROM ${BASE}\n",
      "ARG BASE=alpine:3.20@<alpine:3.20>\nFROM ${BASE}\n"),
    Row(
      "the whole reference, in quotes", "ARG A=1 BASE=\"alpine\"\nFROM $BASE AS x\n",
      "ARG A=1 BASE=\"alpine:latest@<alpine:latest>\"\nFROM $BASE AS x\n"),
    Row(
      "one ARG for two stages", "ARG BASE=alpine:3.20\nFROM ${BASE} AS a\nFROM ${BASE} AS b\n",
      "ARG BASE=alpine:3.20@<alpine:3.20>\nFROM ${BASE} AS a\nFROM ${BASE} AS b\n"),
    Row(
      "the tag", "ARG TAG=3.20\nFROM alpine:${TAG}\n",
      "ARG TAG=3.20@<alpine:3.20>\nFROM alpine:${TAG}\n"),
    .same(
      "a part of the tag", "ARG V=3.12\nFROM python:${V}-slim\n", "chooses the image"),
    .same(
      "the end of a tag", "ARG S=-slim\nFROM python:3.12${S}\n", "only a part of the tag"),
    .same(
      "a tag of two images", "ARG V=3\nFROM alpine:$V AS a\nFROM busybox:$V\n", "line 3 too",
      "line 2 too"),
    .same(
      "an ARG that a stage takes over", "ARG V=3.20\nFROM alpine:$V\nARG V\nRUN echo $V\n",
      "line 3 too"),
    .same(
      "an ARG that another one is made of", "ARG V=3.20\nARG W=$V\nFROM alpine:$V\n", "line 2 too"),
    .same(
      "an ARG made of others", "ARG V=3.20\nARG BASE=alpine:$V\nFROM $BASE\n", "other variables"),
    .same("an ARG without a value", "ARG BASE\nFROM $BASE\n", "whose value is not known"),
    Row(
      "the registry", "ARG REGISTRY=docker.io\nFROM ${REGISTRY}/library/alpine:3.20\n",
      "ARG REGISTRY=docker.io\nFROM ${REGISTRY}/library/alpine:3.20@<alpine:3.20>\n"),
    Row(
      "an empty prefix", "ARG PREFIX=\nFROM ${PREFIX}alpine:3.20\n",
      "ARG PREFIX=\nFROM ${PREFIX}alpine:3.20@<alpine:3.20>\n"),
    .same("the name", "ARG IMAGE=alpine\nFROM ${IMAGE}:3.20\n", "chooses the image"),
    Row(
      "the default of a variable", "ARG BASE\nFROM ${BASE:-alpine:3.20}\n",
      "ARG BASE\nFROM ${BASE:-alpine:3.20@<alpine:3.20>}\n"),
    .same(
      "a pattern", "ARG V=3.20.1\nFROM alpine:${V%.*}\n", "it is computed"),
    Row(
      "a platform of the builder", "FROM --platform=$BUILDPLATFORM golang:1.25\n",
      "FROM --platform=$BUILDPLATFORM golang:1.25@<golang:1.25>\n"),
    Row(
      "a stage of its own with an ARG of that name",
      "ARG V=3.20\nFROM alpine:$V\nARG V=own\nRUN echo $V\n",
      "ARG V=3.20@<alpine:3.20>\nFROM alpine:$V\nARG V=own\nRUN echo $V\n"),
    Row(
      "settings that the base brings", "FROM node\nUSER node\nWORKDIR app\nENV PATH=/x:$PATH\n",
      "FROM node:latest@<node:latest>\nUSER node\nWORKDIR app\nENV PATH=/x:$PATH\n"),
  ]

  @Test(arguments: rows) func pins(_ row: Row) throws {
    let outcome = try Pinning.outcome(row.before)
    #expect(outcome.text == Pinning.filled(row.after))
    #expect(outcome.reasons.count == row.reasons.count, "\(outcome.reasons)")
    for (reason, part) in zip(outcome.reasons, row.reasons) {
      #expect(reason.contains(part))
    }
    let again = try Pinning.outcome(outcome.text)
    #expect(again.text == outcome.text, "a second run changes something")
    for mode in [PinMode.update, .check] {
      let later = try Pinning.outcome(Pinning.filled(row.after), mode)
      if row.before != row.after { #expect(later.text == outcome.text, "\(mode)") }
    }
  }

  @Test func checkTellsAndWritesNothing() throws {
    let old = Pinning.digest("old:1")
    let text = "FROM alpine AS a\nFROM debian:13@\(old) AS b\nFROM busybox@\(old)\n"
    let outcome = try Pinning.outcome(text, .check)
    #expect(outcome.text == text)
    #expect(outcome.hasFindings)
    #expect(
      outcome.entries.map(\.status) == [
        .unpinned(try #require(Digest(Pinning.digest("alpine:latest")))),
        .moved(from: old, to: try #require(Digest(Pinning.digest("debian:13")))),
        .current,
      ])
  }

  @Test func updateMovesWhatHasATag() throws {
    let old = Pinning.digest("old:1")
    let text =
      "ARG V=13@\(old)\nFROM debian:$V AS b\nFROM busybox@\(old)\nCOPY --from=alpine:3@\(old) /x /\n"
    let outcome = try Pinning.outcome(text, .update)
    #expect(
      outcome.text
        == Pinning.filled(
          "ARG V=13@<debian:13>\nFROM debian:$V AS b\nFROM busybox@\(old)\nCOPY --from=alpine:3@<alpine:3> /x /\n"
        ))
    #expect(outcome.reasons.count == 1 && outcome.reasons[0].contains("has no tag"))
  }

  @Test func platformsThatAreMissingAreTold() throws {
    let s390 = Platform(os: "linux", architecture: "s390x")
    let arm = Platform(os: "linux", architecture: "arm64", variant: "v8")
    let text = "FROM alpine:3.20\n"
    #expect(try Pinning.outcome(text, platforms: [arm]).isChanged)
    let lacking = try Pinning.outcome(text, platforms: [arm, s390])
    #expect(!lacking.isChanged && lacking.lacksPlatforms)
    let own = try Pinning.outcome("FROM --platform=linux/s390x alpine:3.20\n")
    #expect(!own.isChanged && own.lacksPlatforms)
    let builder = "FROM --platform=$BUILDPLATFORM alpine:3.20\n"
    #expect(try Pinning.outcome(builder, platforms: [s390]).isChanged)
    let shared = "ARG B=alpine:3\nFROM --platform=linux/s390x $B AS a\nFROM $B\n"
    #expect(try !Pinning.outcome(shared).isChanged)
  }

  @Test func eachImageIsAskedForOnce() throws {
    let pinner = Pinner(check: try Pinning.check())
    let text =
      "FROM alpine:3 AS a\nFROM docker.io/library/alpine:3 AS b\nCOPY --from=alpine:3 / /\n"
    let document = try PinDocument(SourceText(name: "Dockerfile", text: text), pinner.check)
    #expect(pinner.queries(for: document).map(\.key) == ["docker.io/library/alpine:3"])
  }
}
