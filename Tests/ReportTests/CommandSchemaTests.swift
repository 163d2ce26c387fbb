import Documents
import Host
import Source
import Terminal
import Testing

@testable import Commands

/// What commands write for programs, under the schemas that the documentation carries.
@Suite struct CommandSchemaTests {
  static let text = """
    FROM python:3.13-slim AS base
    RUN apt-get update && apt-get install curl
    EXPOSE 8080
    FROM base
    COPY --from=base /a /b
    LABEL a=b
    VOLUME /data
    HEALTHCHECK CMD true
    CMD ["python"]

    """

  static func output(_ words: String...) -> String {
    let session = Session(folder: "/", input: { _ throws(Failure) in Array(text.utf8) })
    _ = Invocation.run(words, session)
    return session.output.text
  }

  static func document(_ text: String) throws -> JSON {
    try JSON(reading: Array(text.utf8), name: "output")
  }

  @Test func whatFixWritesFitsItsSchema() throws {
    for words in [["--diff"], ["--unsafe"], ["--diff", "--rule", "DL3014"]] {
      let session = Session(folder: "/", input: { _ throws(Failure) in Array(Self.text.utf8) })
      _ = Invocation.run(["fix", "--no-config", "--json"] + words + ["-"], session)
      let document = try Self.document(session.output.text)
      #expect(SchemaCheck.errors(document, FixSchema.schema) == [])
      #expect(document["files"]?[0]?["applied"]?[0]?["rule"]?.string == "assume-yes-missing")
    }
  }

  @Test func whatAPlanWritesFitsItsSchema() throws {
    let document = try Self.document(Self.output("build", "--plan", "--format", "json", "-f", "-"))
    #expect(SchemaCheck.errors(document, PlanSchema.schema) == [])
    #expect(document["operations"]?.array?.count == 3)
  }
}
