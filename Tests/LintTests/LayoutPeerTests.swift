import Evidence
import Lint
import Testing

/// Verdicts that other linters document for their own rules.
@Suite struct LayoutPeerTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let alias: String
    let isFlagged: Bool
    let text: String
    var testDescription: String { "\(alias) \(isFlagged): \(text)" }
  }

  static func bad(_ alias: String, _ text: String) -> Row {
    Row(alias: alias, isFlagged: true, text: text)
  }

  static func good(_ alias: String, _ text: String) -> Row {
    Row(alias: alias, isFlagged: false, text: text)
  }

  static let rows: [Row] = [
    bad("DL1000", "FROM alpine:3\nRUNN true"), good("DL1000", "FROM alpine:3\nRUN true"),
    bad("DL1001", "FROM alpine:3\n# hadolint ignore=DL3001\nRUN true"),
    bad("DL3000", "FROM alpine:3\nWORKDIR app"), good("DL3000", "FROM alpine:3\nWORKDIR /app"),
    bad("DL3000", "FROM alpine:3\nARG D=app\nWORKDIR ${D}"),
    good("DL3000", "FROM alpine:3\nARG D\nWORKDIR ${D}"),
    bad("WorkdirRelativePath", "FROM nginx\nWORKDIR usr/share/nginx/html"),
    good("WorkdirRelativePath", "FROM nginx\nWORKDIR C:\\app"),
    bad("DL3010", "FROM alpine:3\nCOPY a.tar.gz /tmp\nRUN tar -xzf /tmp/a.tar.gz"),
    good("DL3010", "FROM alpine:3\nADD a.tar.gz /tmp"),
    bad("DL3020", "FROM alpine:3\nADD file /usr/src/app/"),
    good("DL3020", "FROM alpine:3\nADD http://file.com /usr/src/app/"),
    good("DL3020", "FROM alpine:3\nADD file.tgz /usr/src/app/"),
    bad("DL3021", "FROM alpine:3\nCOPY foo bar baz"),
    good("DL3021", "FROM alpine:3\nCOPY foo bar baz/"),
    good("DL3021", "FROM alpine:3\nCOPY foo bar"),
    bad("DL3022", "FROM alpine:3\nCOPY --from=build foo bar"),
    good("DL3022", "FROM alpine:3 AS build\nRUN true\nFROM alpine:3\nCOPY --from=build foo bar"),
    good("DL3022", "FROM alpine:3\nCOPY --from=haskell:latest foo bar"),
    bad("DL3023", "FROM alpine:3 AS foo\nCOPY --from=foo bar baz"),
    good("DL3023", "FROM alpine:3 AS foo\nFROM alpine:3 AS bar\nCOPY --from=foo baz /x"),
    bad("DL3024", "FROM alpine:3 AS foo\nFROM alpine:3 AS foo"),
    bad("DL3043", "FROM alpine:3\nONBUILD ONBUILD RUN true"),
    bad("DL3043", "FROM alpine:3\nONBUILD MAINTAINER me"),
    good("DL3043", "FROM alpine:3\nONBUILD RUN true"),
    bad("DL3044", "FROM alpine:3\nENV FOO=bar BAZ=${FOO}/x"),
    good("DL3044", "FROM alpine:3\nENV PATH=/bla:${PATH}"),
    good("DL3044", "FROM alpine:3\nENV FOO=bar\nENV BAZ=${FOO}"),
    bad("DL3045", "FROM scratch\nCOPY foo bar"), good("DL3045", "FROM scratch\nCOPY foo /bar"),
    good("DL3045", "FROM scratch\nWORKDIR /x\nCOPY foo bar"),
    good("DL3045", "FROM scratch AS a\nWORKDIR /x\nFROM a\nCOPY foo bar"),
    bad("DL3048", "FROM alpine:3\nLABEL invalid$label=\"x\"\nLABEL Invalid=x"),
    bad("DL3048", "FROM alpine:3\nLABEL com.docker.label=x"),
    good("DL3048", "FROM alpine:3\nLABEL valid-key.label=x"),
    bad("DL3061", "RUN true"), good("DL3061", "ARG A=1\nFROM alpine:$A"),
    bad("DL3063", "FROM alpine:3 AS scratch"),
    bad("DL3067", "FROM alpine:3 AS build\nRUN true\nFROM alpine:3\nCOPY --from=build / /"),
    bad("DL4000", "FROM alpine:3\nMAINTAINER me"),
    bad("CKV_DOCKER_11", "FROM alpine:3 AS a\nFROM alpine:3 AS A"),
    bad("DS-0030", "FROM alpine:3\nWORKDIR /proc/self"),
    bad("NoEmptyContinuation", "FROM alpine:3\nRUN true \\\n\n && true"),
    bad("ReservedStageName", "FROM alpine:3 AS context"),
    bad("StageNameCasing", "FROM alpine:3 AS Base"),
    bad("FromAsCasing", "FROM alpine:3 as base"), good("FromAsCasing", "from alpine:3 as base"),
    bad("ConsistentInstructionCasing", "FROM alpine:3\nrun true\nRUN true"),
    bad("UndefinedArgInFrom", "FROM alpine:$VERSION"),
    good("UndefinedArgInFrom", "FROM --platform=$BUILDPLATFORM alpine:3"),
    bad("InvalidDefaultArgInFrom", "ARG TAG\nFROM busybox:${TAG}"),
    good("InvalidDefaultArgInFrom", "ARG TAG\nFROM busybox:1.36${TAG}"),
    good("InvalidDefaultArgInFrom", "ARG TAG\nFROM busybox:${TAG:-1.36}"),
    bad("UndefinedVar", "FROM alpine:3\nCOPY $foo ."),
    good("UndefinedVar", "FROM alpine:3\nARG foo\nCOPY $foo ."),
    bad("UndefinedVar", "FROM alpine:3\nENV PATH=$PAHT:/app/bin"),
    bad("LegacyKeyValueFormat", "FROM alpine:3\nENV DIR /x"),
    bad("LegacyKeyValueFormat", "FROM alpine:3\nLABEL DIR /x"),
    bad("MaintainerDeprecated", "FROM alpine:3\nMAINTAINER me"),
    bad("InvalidDefinitionDescription", "# compiles\nFROM alpine:3 AS build"),
    good("InvalidDefinitionDescription", "# build compiles\nFROM alpine:3 AS build"),
    good("InvalidDefinitionDescription", "# compiles\n\nFROM alpine:3 AS build"),
    bad("tally/circular-stage-deps", "FROM alpine:3 AS a\nCOPY --from=b / /\nFROM a AS b"),
    bad("tally/no-unreachable-stages", "FROM alpine:3 AS a\nFROM alpine:3"),
    bad(
      "tally/copy-from-empty-scratch-stage", "FROM scratch AS a\nFROM alpine:3\nCOPY --from=a /x /x"
    ),
  ]

  @Test(arguments: rows) func verdictIsThatOfThePeer(row: Row) throws {
    let rule = try #require(RuleBook.rule(row.alias), "no rule answers to \(row.alias)")
    let findings = RuleExampleTests.findings(rule.description, row.text, context: nil)
    #expect(findings.isEmpty != row.isFlagged, "\(findings.map(\.message))")
  }
}
