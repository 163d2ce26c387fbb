import Dockerfile
import Facts
import Source

extension Frontend {
  mutating func transfer(
    _ transfer: Transfer, isAdd: Bool, _ instruction: Instruction, _ range: SourceRange,
    _ state: inout StageState
  ) throws(Failure) {
    func text(_ argument: Argument?) throws(Failure) -> String? {
      guard let argument else { return nil }
      return try expand(argument, state.variables)
    }
    let keyword = isAdd ? "ADD" : "COPY"
    let written = try expand(transfer.destination, state.variables)
    let chown = try text(transfer.chown)
    let chmod = try text(transfer.chmod)
    var checksum = try text(transfer.checksum)
    var excludes: [String] = []
    for exclude in transfer.excludes { excludes.append(try expand(exclude, state.variables)) }
    var mode: ModeChange?
    if let chmod {
      guard let change = ModeChange(chmod) else {
        throw refusal(
          "`\(chmod)` is no mode", transfer.chmod?.range ?? range,
          "Write permission bits such as 0755, or changes such as u=rwX,go=rX")
      }
      mode = change
    }
    var origin = FileOrigin.context(nil)
    if let from = transfer.from {
      // A variable in it was refused before this, as BuildKit does.
      origin = try self.origin(from.value, at: from.range, in: state)
    }
    var history = keyword
    if transfer.parents { history += " --parents" }
    if let chown { history += " --chown=\(chown)" }
    if let chmod { history += " --chmod=\(chmod)" }
    var sources: [CopyOperation.Source] = []
    for source in transfer.paths {
      let path = try expand(source, state.variables)
      history += " \(path)"
      let (entry, sum) = try self.source(path, isAdd: isAdd, transfer, source.range)
      if let sum {
        if let checksum, checksum != sum {
          throw refusal(
            "`--checksum` and the address name different commits", source.range,
            "Leave one of them out")
        }
        checksum = sum
      }
      sources.append(entry)
    }
    if let checksum {
      guard sources.count == 1, transfer.paths.count == transfer.sources.count else {
        throw refusal(
          "a checksum cannot hold for several sources", transfer.checksum?.range ?? range,
          "Write one ADD for each source")
      }
      if case .path = sources[0] {
        throw refusal(
          "a checksum is for sources of the web or of Git", transfer.checksum?.range ?? range,
          "Remove `--checksum`")
      }
      _ = checksum
    }
    for case .heredoc(let heredoc, let argument) in transfer.sources {
      history += " <<\(heredoc.name)"
      var content = heredoc.content.bytes
      if heredoc.expands {
        content = Array(
          try expand(
            content, state.variables, at: argument.range, escape: UInt8(ascii: "\\"), .hereDocument
          ).utf8)
      }
      sources.append(.inline(name: heredoc.name, content))
    }
    history += " \(written)"
    let operation = CopyOperation(
      isAdd: isAdd, origin: origin, sources: sources,
      destination: Frontend.path(written, in: state.directory), owner: chown, mode: mode,
      excludes: excludes, isLinked: transfer.link && chmod == nil, keepsParents: transfer.parents,
      checksum: checksum, unpacksPaths: transfer.unpack ?? isAdd,
      unpacksWeb: transfer.unpack ?? false)
    add(.copy(operation), instruction.line.text.onOneLine, range, &state)
    state.note("\(history) # buildkit", leavesLayer: true)
  }

  private func source(
    _ path: String, isAdd: Bool, _ transfer: Transfer, _ range: SourceRange
  ) throws(Failure) -> (CopyOperation.Source, checksum: String?) {
    let reference: GitReference?
    do throws(GitReference.Problem) {
      reference = try GitReference.parse(path)
    } catch {
      guard case .query(let reason) = error else { return (.path(path), nil) }
      throw refusal("cannot understand `\(path)`: \(reason)", range, "Mend the address")
    }
    // A path of the context may look like an address without a scheme.
    if var reference, path.contains("://") || path.contains("@") {
      guard isAdd else {
        throw refusal("COPY cannot fetch `\(path)`", range, "Use ADD")
      }
      if transfer.keepGitDirectory { reference.keepsGitFolder = true }
      return (.git(reference), reference.checksum)
    }
    guard path.hasPrefix("http://") || path.hasPrefix("https://") else {
      return (.path(path), nil)
    }
    guard isAdd else { throw refusal("COPY cannot fetch `\(path)`", range, "Use ADD") }
    var address = path[...]
    if let end = address.firstIndex(where: { $0 == "?" || $0 == "#" }) { address = address[..<end] }
    let parts = address.split(separator: "/", omittingEmptySubsequences: true)
    let name = parts.count > 2 ? String(parts[parts.count - 1]) : "__unnamed__"
    return (.web(path, name: name), nil)
  }
}
