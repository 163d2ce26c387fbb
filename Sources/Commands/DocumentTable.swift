import Arguments
import Source

/// All parts of the documentation that the program makes.
enum DocumentTable {
  static let all: [GeneratedDocuments] = [commandReference, manualPages]

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
}
