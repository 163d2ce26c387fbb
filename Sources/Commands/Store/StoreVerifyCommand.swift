import Arguments
import Documents
import OCI
import Source
import Store
import Terminal

/// `hardstand store verify`: reads all blobs again.
let storeVerifyCommand = Command(
  CommandDescription(
    name: "verify", abstract: "Check every blob of the store against its digest",
    options: [removeOption, CommonOptions.json, ImageOptions.store],
    examples: [
      .init("hardstand store verify", "Check the store"),
      .init(
        "hardstand store verify --remove", "Remove what is altered, so that a pull gets it again"),
    ])
) { session, arguments in
  let store = try ContentStore(try ImageSession.folder(session, arguments))
  let removes = arguments.flag(removeOption)
  let report = try store.verify(removing: removes, threads: session.processors)
  if arguments.flag(CommonOptions.json) {
    let json: JSON = [
      "schema": "hardstand.store-verify/1", "blobs": .number(report.blobs),
      "bytes": .number(report.bytes),
      "altered": .array(report.altered.map { .string("\($0)") }),
      "strangers": .array(report.strangers.map { .string($0) }),
      "missing": .object(
        report.missing.sorted { $0.key < $1.key }.map {
          .init($0.key, .array($0.value.map { .string("\($0)") }))
        }),
    ]
    session.write(json.text(.pretty) + "\n")
  } else {
    let what = removes ? "removed, as it was altered" : "altered"
    for digest in report.altered { session.write("\(digest): \(what)\n") }
    for path in report.strangers {
      session.write("\(path): \(removes ? "removed, as it is no blob" : "no blob")\n")
    }
    for (name, digests) in report.missing.sorted(by: { $0.key < $1.key }) {
      session.write("\(name): lacks \(digests.map(\.description).joined(separator: ", "))\n")
    }
    session.tell(
      "Read \(report.blobs) blobs, \(DataSize.text(report.bytes)): "
        + (report.isSound ? "all are as they should be." : "see above. Pull the images again."))
  }
  return report.isSound ? .clean : .findings
}

private let removeOption = OptionDescription.flag(
  "remove", help: "Remove what is altered")
