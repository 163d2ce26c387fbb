import Arguments
import Format
import Host
import Source
import Terminal

/// `hardstand fmt`: lays Dockerfiles out.
let formatCommand = Command(
  CommandDescription(
    name: "fmt", abstract: "Lay Dockerfiles out",
    discussion: """
      Changes blanks, blank lines, line breaks, the letter case of keywords and the order of flags, and \
      nothing that a builder sees: the build plan before and after is the same, or the file stays as it \
      is. So do templates and files that the builder refuses. Exits with 1 if --check or --diff finds \
      something to change.
      """,
    group: "Dockerfiles", arguments: [CheckOptions.paths],
    options: [checkOption, diffOption, CheckOptions.name],
    examples: [
      .init("hardstand fmt", "Lay out every Dockerfile below the current folder"),
      .init("hardstand fmt --check", "Name the files that are not in shape"),
      .init("hardstand fmt - < Dockerfile", "Lay out the standard input"),
    ])
) { session, arguments in
  let inputs = CheckInputs(arguments.arguments(CheckOptions.paths), session)
  if inputs.files.isEmpty, inputs.failures.isEmpty {
    throw Failure("found no Dockerfile", hint: "Name the file, or a folder that holds one")
  }
  let isCheck = arguments.flag(checkOption)
  let delivery = Delivery(
    session: session, isDiff: arguments.flag(diffOption) || isCheck,
    isSilent: isCheck && !arguments.flag(diffOption))
  let name = arguments.value(CheckOptions.name)
  let results = Parallel.map(inputs.files, threads: session.processors) { file in
    Result { () throws(Failure) in
      var source = try SourceReader.read(file, session)
      try SourceReader.requireText(source)
      if file == "-", let name { source = SourceText(name: name, bytes: source.bytes) }
      return Formatter().layout(source)
    }
  }
  var failures = inputs.failures.map(\.failure)
  var changed = 0
  for (file, result) in zip(inputs.files, results) {
    do throws(Failure) {
      let outcome = try result.get()
      let shown = Visible.text(file, session.errorStyle)
      if let rejection = outcome.rejection {
        session.tell(
          "\(shown): left as it is: \(rejection). This is a bug; please report it with the file.")
      } else if let obstacle = outcome.obstacle {
        session.tell("\(shown): left as it is: \(obstacle.reason)")
      }
      try delivery.deliver(outcome.bytes, of: outcome.source, to: file)
      if outcome.isChanged {
        changed += 1
        if isCheck, !arguments.flag(diffOption) { session.write("\(file)\n") }
      }
    } catch {
      failures.append(error)
    }
  }
  let count = "\(changed) file\(changed == 1 ? "" : "s")"
  session.tell(
    delivery.isDiff
      ? "\(count) would change" : changed == 0 ? "nothing to lay out" : "laid out \(count)")
  for failure in failures { session.report(failure) }
  if !failures.isEmpty { return .failed }
  return delivery.isDiff && changed > 0 ? .findings : .clean
}

private let checkOption = OptionDescription.flag(
  "check", help: "Print the names of files that are not in shape, and write nothing")
private let diffOption = OptionDescription.flag(
  "diff", help: "Print what would change as a patch, and write nothing")
