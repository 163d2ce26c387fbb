import Arguments
import Documents
import Source
import Store
import Terminal

/// `hardstand store gc`: removes what no image needs.
let storeCollectCommand = Command(
  CommandDescription(
    name: "gc", abstract: "Remove what no image needs",
    discussion: """
      Without --max-size every blob goes that no name leads to. With it, those go that were used longest \
      ago until the rest is small enough, and then pulled images that were used longest ago; images that \
      were built, loaded or tagged here stay. Waits until nobody uses the store.
      """,
    options: [sizeOption, rehearsalOption, CommonOptions.json, ImageOptions.store],
    examples: [
      .init("hardstand store gc", "Remove what no image needs"),
      .init("hardstand store gc --max-size 20GB", "Keep the store below 20 GB"),
    ])
) { session, arguments in
  let store = try ContentStore(try ImageSession.folder(session, arguments))
  var policy = ContentStore.CollectionPolicy()
  policy.ceiling = try ImageSession.size(arguments.value(sizeOption))
  policy.isRehearsal = arguments.flag(rehearsalOption)
  let report = try store.collect(policy)
  if arguments.flag(CommonOptions.json) {
    let json: JSON = [
      "schema": "hardstand.store-gc/1", "rehearsal": .bool(policy.isRehearsal),
      "removedBlobs": .number(report.removedBlobs), "removedBytes": .number(report.removedBytes),
      "removedNames": .array(report.removedNames.map { .string($0) }),
      "keptBytes": .number(report.keptBytes),
    ]
    session.write(json.text(.pretty) + "\n")
    return .clean
  }
  let verb = policy.isRehearsal ? "Would remove" : "Removed"
  for name in report.removedNames { session.write("\(verb) \(name)\n") }
  session.write(
    "\(verb) \(report.removedBlobs) files, \(DataSize.text(report.removedBytes)); "
      + "\(DataSize.text(report.keptBytes)) are left.\n")
  if let ceiling = policy.ceiling, report.keptBytes > ceiling {
    session.tell(
      "What is left was built, loaded or tagged here. Remove images with `hardstand rmi` for more room."
    )
    return .findings
  }
  return .clean
}

private let sizeOption = OptionDescription.value(
  "max-size", "SIZE", help: "Keep so many bytes, such as 20GB")
private let rehearsalOption = OptionDescription.flag(
  "dry-run", help: "Only tell what would be removed")
