import Arguments
import Host
import Source

/// `hardstand docs`: the parts of the documentation that are made by the program.
let docsCommand = Command(
  CommandDescription(
    name: "docs", abstract: "Make the generated parts of the documentation", group: "About",
    options: [writeOption, checkOption],
    examples: [
      .init("hardstand docs --write docs", "Bring all generated files up to date"),
      .init("hardstand docs --check docs", "Name the files that are not; exits with 1 if any is"),
    ], isHidden: true)
) { session, arguments in
  switch (arguments.value(writeOption), arguments.value(checkOption)) {
  case (let folder?, nil):
    let stale = try staleDocuments(in: session.path(folder))
    for file in stale { try file.bringUpToDate(in: session.path(folder)) }
    session.tell("\(stale.count) files changed in `\(folder)`")
    return .clean
  case (nil, let folder?):
    let stale = try staleDocuments(in: session.path(folder))
    for file in stale { session.write(file.line(in: folder)) }
    return stale.isEmpty ? .clean : .findings
  default:
    throw UsageError("`hardstand docs` needs one of `--write` and `--check`")
  }
}

private let writeOption = OptionDescription.value(
  "write", "DIR", .folder, variable: .none, help: "Write the files below this folder")
private let checkOption = OptionDescription.value(
  "check", "DIR", .folder, variable: .none, help: "Compare the files below this folder")

/// A generated file that is not as it should be.
private struct StaleDocument {
  let path: String
  /// What it should hold; nil when it should not be there.
  let content: [UInt8]?
  let isMissing: Bool

  func line(in folder: String) -> String {
    let state = content == nil ? "no longer made" : isMissing ? "missing" : "stale"
    return "\(Paths.join(folder, path)): \(state)\n"
  }

  func bringUpToDate(in folder: String) throws(Failure) {
    let file = Paths.join(folder, path)
    guard let content else {
      try Files.remove(file)
      return
    }
    try Files.makeFolder(Paths.folder(of: file))
    try Files.write(content, to: file)
  }
}

private func staleDocuments(in folder: String) throws(Failure) -> [StaleDocument] {
  var stale: [StaleDocument] = []
  for part in DocumentTable.all {
    let documents = try part.documents()
    for document in documents {
      let file = Paths.join(folder, document.path)
      let content = Array(document.content.utf8)
      if !Files.exists(file) {
        stale.append(.init(path: document.path, content: content, isMissing: true))
      } else if try Files.read(file) != content {
        stale.append(.init(path: document.path, content: content, isMissing: false))
      }
    }
    guard let own = part.folder, Files.isFolder(Paths.join(folder, own)) else { continue }
    let made = Set(documents.map(\.path))
    for entry in try Files.list(Paths.join(folder, own)) {
      let path = Paths.join(own, entry.name)
      if entry.kind == .file, entry.name.hasSuffix(part.ending), !made.contains(path) {
        stale.append(.init(path: path, content: nil, isMissing: false))
      }
    }
  }
  return stale
}
