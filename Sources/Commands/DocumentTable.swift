import Arguments
import Documents
import Evidence
import Host
import Lint
import Policy
import Report
import Source
import Terminal

/// All parts of the documentation that the program makes.
enum DocumentTable {
  static let all: [GeneratedDocuments] = [
    commandReference, manualPages, rulePages, schemas, pictures,
  ]

  /// One page a command, in Markdown.
  private static let commandReference = GeneratedDocuments(folder: "cli", ending: ".md") {
    () throws(Failure) in
    let tree = CommandTable.tree
    return tree.visiblePaths.map { path in
      GeneratedDocument(
        path: "cli/" + MarkdownPage.fileName(path), content: MarkdownPage.text(tree, path))
    }
  }

  /// One page a command, for `man`.
  private static let manualPages = GeneratedDocuments(folder: "man", ending: ".1") {
    () throws(Failure) in
    let tree = CommandTable.tree
    return tree.visiblePaths.map { path in
      GeneratedDocument(
        path: "man/" + ManualPage.fileName(path), content: ManualPage.text(tree, path))
    }
  }

  /// One page a rule, and the table of all.
  private static let rulePages = GeneratedDocuments(folder: "rules", ending: ".md") {
    () throws(Failure) in
    let rules = (RuleBook.descriptions + ConfigurationRule.descriptions).sorted {
      $0.name < $1.name
    }
    let index = RuleIndex(rules)
    let pages = rules.map { rule in
      GeneratedDocument(path: "rules/\(rule.name).md", content: RulePage.text(rule, index))
    }
    return pages + [GeneratedDocument(path: "rules/README.md", content: RulePage.index(rules))]
  }

  /// The schemas of what is written and read.
  private static let schemas = GeneratedDocuments(folder: "schemas", ending: ".json") {
    () throws(Failure) in
    let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)
    return [
      GeneratedDocument(
        path: "schemas/check.schema.json", content: CheckSchema.schema.text(.pretty) + "\n"),
      GeneratedDocument(
        path: "schemas/build-progress.schema.json",
        content: BuildProgressSchema.schema.text(.pretty) + "\n"),
      GeneratedDocument(
        path: "schemas/provenance.schema.json",
        content: ProvenanceSchema.schema.text(.pretty) + "\n"),
      GeneratedDocument(
        path: "schemas/fix.schema.json", content: FixSchema.schema.text(.pretty) + "\n"),
      GeneratedDocument(
        path: "schemas/pin.schema.json", content: PinSchema.schema.text(.pretty) + "\n"),
      GeneratedDocument(
        path: "schemas/plan.schema.json", content: PlanSchema.schema.text(.pretty) + "\n"),
      GeneratedDocument(
        path: "schemas/hardstand.schema.json", content: ConfigurationSchema.text(rules: rules)),
    ]
      + (ImageSchemas.all + BaseSchemas.all + TestSchemas.all).map { file, schema in
        GeneratedDocument(
          path: "schemas/\(file).schema.json", content: schema.text(.pretty) + "\n")
      }
  }

  /// What `check` prints on a Dockerfile, for the README.
  private static let pictures = GeneratedDocuments(folder: "pictures", ending: ".svg") {
    () throws(Failure) in
    let words = [
      "check", "--no-config", "--as-of", "2026-11-21", "--color", "always",
      "--stdin-filename", "Dockerfile", "-",
    ]
    let session = Session(
      folder: "/", outputStyle: Style(usesColor: true, usesUnicode: true, columns: 96),
      input: { _ throws(Failure) in Array(Self.pictured.utf8) })
    _ = Invocation.run(words, session)
    let picture = OutputPicture(command: "hardstand check Dockerfile", output: session.output.text)
    return [GeneratedDocument(path: "pictures/check.svg", content: picture.svg)]
  }

  /// The Dockerfile of the picture.
  private static let pictured = """
    FROM python:3.12-slim
    ENV HOME=/srv/app PATH="${HOME}/bin:${PATH}"
    COPY . /srv/app
    RUN curl -sSL https://install.example.com/tool.sh | sh
    EXPOSE 8080  # HTTP
    CMD ["uvicorn", "app:app", "--port", "$PORT"]

    """
}
