import Arguments
import Build
import Documents
import Source
import Store
import Terminal

/// `hardstand store gc`: removes what no image needs.
let storeCollectCommand = Command(
  CommandDescription(
    name: "gc", abstract: "Remove what no image needs",
    discussion: """
      Without --max-size every blob goes that neither a name nor the cache of builds leads to; with --all \
      the whole cache of builds goes too, cache mounts included. With --max-size, blobs and what builds \
      keep go that were used longest ago, until the rest is small enough, and then pulled images that \
      were used longest ago; images that were built, loaded or tagged here stay. Waits until nobody uses \
      the store.
      """,
    options: [sizeOption, allOption, rehearsalOption, CommonOptions.json, ImageOptions.store],
    examples: [
      .init("hardstand store gc", "Remove what no image needs"),
      .init("hardstand store gc --max-size 20GB", "Keep the store below 20 GB"),
      .init("hardstand store gc --all", "Empty the cache of builds as well"),
    ])
) { session, arguments in
  let store = try ContentStore(try ImageSession.folder(session, arguments))
  var policy = ContentStore.CollectionPolicy()
  policy.ceiling = try ImageSession.size(arguments.value(sizeOption))
  policy.isRehearsal = arguments.flag(rehearsalOption)
  let isAll = arguments.flag(allOption)
  if isAll, policy.ceiling != nil {
    throw Failure(
      "`--all` and `--max-size` cannot both be obeyed", hint: "Leave one of them out")
  }
  let storage = BuildStorage(store)
  let report = try store.collect(policy) { () throws(Failure) in
    try storage.companions(isNeeded: !isAll, isCandidate: isAll)
  }
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
private let allOption = OptionDescription.flag(
  "all", help: "Remove all that builds keep as well")
private let rehearsalOption = OptionDescription.flag(
  "dry-run", help: "Only tell what would be removed")
