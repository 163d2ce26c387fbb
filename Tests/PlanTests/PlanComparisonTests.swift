import Dockerfile
import Facts
import Plan
import Source
import Testing

/// Pairs of texts, and in what their plans differ.
@Suite struct PlanComparisonTests {
  static func plan(_ text: String) -> BuildPlan {
    BuildPlan(of: DockerfileFacts.of(.parse(SourceText(name: "Dockerfile", text: text))))
  }

  static func kinds(_ before: String, _ after: String) -> [PlanDifference.Kind] {
    var kinds: [PlanDifference.Kind] = []
    for difference in plan(before).differences(to: plan(after))
    where !kinds.contains(difference.kind) {
      kinds.append(difference.kind)
    }
    return kinds
  }

  /// Texts that ask for the same, each after the one before it.
  @Test(arguments: [
    ("from alpine:3\nrun true", "FROM alpine:3\nRUN true"),
    (
      "FROM alpine:3 as Base\nFROM Base\nCOPY --from=Base /a /b",
      "FROM alpine:3 AS base\nFROM base\nCOPY --from=base /a /b"
    ),
    (
      "FROM alpine:3 AS a\nFROM alpine:3\nCOPY --from=0 /a /b",
      "FROM alpine:3 AS a\nFROM alpine:3\nCOPY --from=a /a /b"
    ),
    ("FROM alpine:3\nRUN a  &&   b", "FROM alpine:3\nRUN a \\\n  # why\n  && b"),
    ("FROM alpine:3\nRUN a;b", "FROM alpine:3\nRUN a ; b"),
    ("FROM alpine:3\nENV A b c", "FROM alpine:3\nENV A=\"b c\""),
    ("FROM alpine:3\nENV A=$PATH:/x", "FROM alpine:3\nENV A=\"${PATH}:/x\""),
    ("FROM alpine:3\nENV A=1\nENV B=2", "FROM alpine:3\nENV A=1 B=2"),
    ("FROM --platform=$TARGETPLATFORM alpine:3", "FROM alpine:3"),
    ("FROM alpine:3\nWORKDIR /a\nWORKDIR b", "FROM alpine:3\nWORKDIR /a\nWORKDIR /a/b"),
    ("FROM alpine:3\nEXPOSE 80:8080/TCP", "FROM alpine:3\nEXPOSE 8080"),
    ("FROM alpine:3\nCMD a\nCMD [\"b\"]", "FROM alpine:3\nCMD [\"b\"]"),
    ("FROM alpine:3\nLABEL a=1\nLABEL a=2", "FROM alpine:3\nLABEL a=2"),
    ("FROM alpine:3\nCOPY --chown=1 --link a /b", "FROM alpine:3\nCOPY --link --chown=1 a /b"),
    (
      "FROM alpine:3\nRUN --mount=type=cache,dst=/c true",
      "FROM alpine:3\nRUN --mount=target=/c,type=cache true"
    ),
    ("FROM alpine:3\nRUN <<EOF\na\n# b\nc\nEOF", "FROM alpine:3\nRUN <<EOF\na\nc\nEOF"),
    ("FROM alpine:3\r\nRUN a\r\n", "FROM alpine:3\nRUN a\n"),
  ])
  func sameBuild(before: String, after: String) {
    #expect(Self.kinds(before, after) == [])
    #expect(Self.kinds(after, before) == [])
  }

  @Test(arguments: [
    (
      "FROM alpine:3\nRUN a b", "FROM alpine:3\nRUN ab",
      [PlanDifference.Kind.command(before: ["a", "b"], after: ["ab"])]
    ),
    (
      "FROM alpine:3\nRUN echo 'a  b'", "FROM alpine:3\nRUN echo 'a b'",
      [.command(before: ["echo", "'a  b'"], after: ["echo", "'a b'"])]
    ),
    (
      "FROM alpine:3\nRUN A= b", "FROM alpine:3\nRUN A=b",
      [.command(before: ["A=", "b"], after: ["A=b"])]
    ),
    (
      "FROM alpine:3\nRUN a 2>b", "FROM alpine:3\nRUN a 2 >b",
      [.command(before: ["a", "2>", "b"], after: ["a", "2", ">", "b"])]
    ),
    ("FROM alpine:3\nRUN a\nRUN b", "FROM alpine:3\nRUN a && b", [.joinedRuns]),
    ("FROM alpine:3\nRUN a && b && c", "FROM alpine:3\nRUN a\nRUN b && c", [.splitRun]),
    (
      "FROM alpine:3\nRUN set -ex; a; b; c || d",
      "FROM alpine:3\nRUN set -ex; a; b\nRUN set -ex; c || d", [.splitRun]
    ),
    (
      "FROM alpine:3\nRUN --mount=type=cache,target=/x a && b",
      "FROM alpine:3\nRUN --mount=type=cache,target=/x a\nRUN --mount=type=cache,target=/x b",
      [.splitRun]
    ),
    (
      "FROM alpine:3\nRUN cd /x\nRUN b", "FROM alpine:3\nRUN cd /x && b",
      [.droppedRun(["cd", "/x"]), .command(before: ["b"], after: ["cd", "/x", "&&", "b"])]
    ),
    (
      "FROM alpine:3\nCOPY a /a\nRUN chmod 755 /a\nRUN b",
      "FROM alpine:3\nCOPY --chmod=755 a /a\nRUN b",
      [.transfer, .droppedRun(["chmod", "755", "/a"])]
    ),
    ("FROM alpine:3\nENV A=1\nRUN a", "FROM alpine:3\nENV A=2\nRUN a", [.variable("A")]),
    ("ARG V=1\nFROM alpine:3\nRUN a", "ARG V=1\nFROM alpine:3\nARG V\nRUN a", [.variable("V")]),
    ("FROM alpine:3\nARG V\nENV A=$V", "FROM alpine:3\nARG V\nENV A=", [.variable("A")]),
    ("FROM alpine:3\nENV A=$PATH:/x", "FROM alpine:3\nENV A=$HOME:/x", [.variable("A")]),
    ("ARG V=3\nFROM alpine:$V", "ARG V=3\nFROM alpine:3", [.base]),
    ("FROM alpine:3", "FROM alpine:4", [.base]),
    ("FROM alpine:3 AS a", "FROM alpine:3 AS b", [.stageName]),
    ("FROM alpine:3\nFROM alpine:3", "FROM alpine:3", [.stages]),
    ("FROM alpine:3\nCOPY a b c/", "FROM alpine:3\nCOPY a b c", [.transfer]),
    ("FROM alpine:3\nADD a b", "FROM alpine:3\nCOPY a b", [.transfer]),
    ("FROM alpine:3\nCOPY <<A /a\nx\nA", "FROM alpine:3\nCOPY <<A /a\ny\nA", [.transfer]),
    ("FROM alpine:3\nUSER 1", "FROM alpine:3\nUSER 2", [.user]),
    ("FROM alpine:3\nCMD a", "FROM alpine:3\nCMD [\"a\"]", [.startCommand]),
    ("FROM alpine:3\nCMD a\nENTRYPOINT b", "FROM alpine:3\nENTRYPOINT b", [.startCommand]),
    ("FROM alpine:3\nMAINTAINER a", "FROM alpine:3\nLABEL m=a", [.label("m"), .author]),
    (
      "FROM alpine:3\nHEALTHCHECK CMD a", "FROM alpine:3\nHEALTHCHECK --retries=2 CMD a",
      [.healthcheck]
    ),
    (
      "FROM alpine:3\nRUN --mount=type=secret,id=a x",
      "FROM alpine:3\nRUN --mount=type=secret,id=a,required x", [.mounts]
    ),
    ("FROM alpine:3\nRUN --network=none x", "FROM alpine:3\nRUN x", [.sandbox]),
    ("FROM alpine:3\nONBUILD RUN a", "FROM alpine:3\nONBUILD RUN b", [.triggers]),
    ("FROM alpine:3\nEXPOSE 1", "FROM alpine:3\nEXPOSE 2", [.ports]),
    ("FROM alpine:3\nVOLUME /a", "FROM alpine:3\nVOLUME /b", [.volumes]),
    ("FROM alpine:3\nSTOPSIGNAL 9", "FROM alpine:3\nSTOPSIGNAL 15", [.stopSignal]),
  ])
  func differentBuild(before: String, after: String, kinds: [PlanDifference.Kind]) {
    #expect(Self.kinds(before, after) == kinds)
  }

  @Test func theInterpreterOfAScriptIsNoComment() {
    let kinds = Self.kinds(
      "FROM alpine:3\nRUN <<EOF\n#!/bin/sh -e\na\nEOF",
      "FROM alpine:3\nRUN <<EOF\n#!/bin/sh\na\nEOF")
    #expect(kinds.count == 1)
  }

  @Test func aShellSetBetweenChangesWhatRuns() {
    let kinds = Self.kinds(
      "FROM alpine:3\nRUN a", "FROM alpine:3\nSHELL [\"/bin/ash\", \"-c\"]\nRUN a")
    #expect(kinds.contains(.shell))
  }

  /// Two RUN instructions that do not do what one did.
  @Test(arguments: [
    ("RUN cd /x && b", "RUN cd /x\nRUN b"), ("RUN X=1 && b", "RUN X=1\nRUN b"),
    ("RUN export X=1 && b", "RUN export X=1\nRUN b"), ("RUN umask 7 && b", "RUN umask 7\nRUN b"),
    ("RUN a && b || c", "RUN a\nRUN b || c"), ("RUN a && b; c", "RUN a\nRUN b; c"),
    ("RUN a; b", "RUN a\nRUN b"), ("RUN a && b && c", "RUN a\nRUN c && b"),
    ("RUN a && b", "RUN a\nRUN c && b"), ("RUN a && echo $?", "RUN a\nRUN echo $?"),
    ("RUN set -e; a; b", "RUN set -e; a\nRUN b"), ("RUN (a && b)", "RUN (a\nRUN b)"),
    ("RUN set -e; a && b; c", "RUN set -e; a && b\nRUN set -e; c"),
    ("RUN --mount=type=cache,target=/x a && b", "RUN --mount=type=cache,target=/x a\nRUN b"),
    ("RUN --network=none a && b", "RUN a\nRUN --network=none b"),
    ("RUN f() { a; } && f", "RUN f() { a; }\nRUN f"),
    ("RUN a & b && c", "RUN a & b\nRUN c"), ("RUN trap x EXIT && b", "RUN trap x EXIT\nRUN b"),
  ])
  func whatIsNotDividedAsItWas(before: String, after: String) {
    let plans = [before, after].map {
      BuildPlan(of: .of(.parse(SourceText(name: "x", text: "FROM debian:13\n" + $0))))
    }
    let kinds = plans[0].differences(to: plans[1]).map(\.kind)
    #expect(!kinds.isEmpty)
    #expect(!kinds.contains(.splitRun))
  }
}
