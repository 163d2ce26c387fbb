import Dockerfile
import Facts
import Source
import Testing

@Suite struct ProgramPresenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let program: String
    let isThere: Bool?
    var testDescription: String { "\(program) in \(text)" }
  }

  @Test(arguments: [
    Case(text: "FROM debian:13-slim", program: "apt-get", isThere: true),
    Case(text: "FROM debian:13-slim", program: "curl", isThere: false),
    Case(text: "FROM debian:13-slim", program: "unheard-of", isThere: nil),
    Case(text: "FROM example.com/base:1", program: "curl", isThere: nil),
    Case(text: "RUN true", program: "curl", isThere: nil),
    Case(text: "FROM scratch\nCOPY serve /serve", program: "/serve", isThere: true),
    Case(text: "FROM scratch\nCOPY serve /serve", program: "/other", isThere: false),
    Case(text: "FROM scratch\nCOPY root /", program: "/other", isThere: nil),
    Case(
      text: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y jq", program: "curl",
      isThere: false),
    Case(
      text: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y some-suite",
      program: "curl", isThere: nil),
    Case(
      text: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl", program: "curl",
      isThere: nil),
    Case(
      text: "FROM debian:13-slim\nRUN ./install.sh", program: "curl", isThere: nil),
    Case(
      text: "FROM python:3.13-slim\nRUN pip install -r a.txt && python manage.py check",
      program: "curl", isThere: false),
    Case(
      text: "FROM python:3.13-slim\nRUN pip install -r a.txt", program: "gunicorn", isThere: nil),
    Case(
      text: "FROM debian:13-slim\nCOPY --from=x /usr/local/bin/ /usr/local/bin/", program: "curl",
      isThere: nil),
    Case(
      text: "FROM debian:13-slim\nCOPY run.sh /usr/local/bin/", program: "curl", isThere: false),
    Case(
      text: "FROM debian:13-slim AS a\nRUN apt-get install -y curl\nFROM a", program: "curl",
      isThere: nil),
    Case(text: "FROM cgr.dev/chainguard/python:3.12", program: "python", isThere: true),
    Case(text: "FROM cgr.dev/chainguard/python:3.12", program: "/sbin/tini", isThere: false),
  ])
  func programs(_ example: Case) throws {
    let facts = DockerfileFacts.of(.parse(SourceText(name: "Dockerfile", text: example.text)))
    let stage = try #require(facts.finalStage)
    #expect(ProgramPresence(facts, stage).has(example.program) == example.isThere)
  }
}
