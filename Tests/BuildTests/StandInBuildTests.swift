import Documents
import Host
import TestSupport
import Testing

/// Images that a project lets stand in for others.
@Suite(.enabled(if: BuildYard.isPossible, "needs root, busybox and a container runtime"))
struct StandInBuildTests {
  @Test func aStandInIsTakenAndTold() throws {
    let yard = try BuildYard.shared.get()
    let context = try yard.context([
      "Dockerfile": "FROM absent.example/python:3.11-slim\nRUN true\n",
      "hardstand.yaml": "aliases:\n  absent.example/python:3.11-slim: busybox:late\n",
    ])
    let file = yard.folder.at("metadata-\(UInt64.random(in: 0...UInt64.max))")
    let outcome = try yard.run(["build", "--metadata-file", file, context])
    #expect(outcome.succeeded, "\(outcome.errorText)")
    #expect(outcome.errorText.contains("stands in for absent.example/python:3.11-slim"))
    let text = String(decoding: try Files.read(file), as: UTF8.self)
    #expect(text.contains(#""standsInFor": "absent.example/python:3.11-slim""#), "\(text)")
  }

  @Test func anImageWithADigestHasNone() throws {
    let yard = try BuildYard.shared.get()
    let digest = "sha256:" + String(repeating: "0", count: 64)
    let context = try yard.context([
      "Dockerfile": "FROM absent.example/python:3.11-slim@\(digest)\nRUN true\n",
      "hardstand.yaml": "aliases:\n  absent.example/python:3.11-slim: busybox:late\n",
    ])
    #expect(try !yard.run(["build", context]).succeeded)
  }

  @Test func aBaseWithoutALockIsRefused() throws {
    let yard = try BuildYard.shared.get()
    let context = try yard.context([
      "Dockerfile": "FROM acme/base\nRUN true\n",
      "hardstand.yaml": "bases:\n  acme/base: base.yaml\n",
      "base.yaml":
        "schema: hardstand.base/1\nname: base\nsuites: [bookworm]\npackages: [base-files]\n",
    ])
    let outcome = try yard.run(["build", context])
    #expect(!outcome.succeeded)
    #expect(outcome.errorText.contains("it has no lock"), "\(outcome.errorText)")
  }
}
