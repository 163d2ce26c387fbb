import Arguments
import Bases
import Documents
import Source
import Terminal

/// `hardstand base ls`: the specifications that are ready.
let baseListCommand = Command(
  CommandDescription(
    name: "ls", abstract: "List the bases that are ready, or show one",
    arguments: [nameArgument], options: [CommonOptions.json],
    examples: [
      .init("hardstand base ls", "List the bases that are ready"),
      .init("hardstand base ls python3 > base.yaml", "Begin a base of your own with one of them"),
    ])
) { session, arguments in
  if let name = arguments.argument(nameArgument) {
    let given = try BaseSession.given(name, session)
    let text = ReadyBases.specification(given.spec.name)
    session.write(text.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
    return .clean
  }
  var rows: [(BaseSpec, BaseLock?)] = []
  for name in ReadyBases.names {
    guard let source = ReadyBases.specification(name) else { continue }
    rows.append((try BaseSpec(source), try? ReadyBases.lock(name).map { try BaseLock($0) }))
  }
  if arguments.flag(CommonOptions.json) {
    let json: JSON = [
      "schema": "hardstand.base-list/1",
      "bases": .array(
        rows.map { spec, lock in
          [
            "name": .string(spec.name), "summary": .string(spec.summary),
            "date": lock.map { .string(Timestamp.text($0.date)) } ?? .null,
            "architectures": .array((lock?.packages.keys.sorted() ?? []).map { .string($0) }),
          ]
        }),
    ]
    session.write(json.text(.pretty) + "\n")
    return .clean
  }
  var table = TextTable([("NAME", .left), ("LOCKED", .left), ("WHAT", .left)])
  for (spec, lock) in rows {
    table.add([
      spec.name, lock.map { String(Timestamp.text($0.date).prefix(10)) } ?? "-", spec.summary,
    ])
  }
  session.write(table.text(session.outputStyle))
  return .clean
}

private let nameArgument = ArgumentDescription(
  "NAME", .optional, .dynamic("base"), help: "The base whose specification is printed")
