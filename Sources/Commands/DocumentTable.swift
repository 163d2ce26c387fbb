import Arguments
import Documents
import Evidence
import Lint
import Policy
import Report
import Source

/// All parts of the documentation that the program makes.
enum DocumentTable {
  static let all: [GeneratedDocuments] = [
    commandReference, manualPages, rulePages, schemas,
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
        path: "schemas/hardstand.schema.json", content: ConfigurationSchema.text(rules: rules)),
    ]
  }
}
