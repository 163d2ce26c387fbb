import Arguments
import Build
import OCI
import Source
import Store
import Terminal
import Transfer

/// `hardstand rmi`: takes names of the store away, and what only they needed. The help of `images` tells
/// of it.
let removeImageCommand = Command(
  CommandDescription(
    name: "rmi", abstract: "Remove images from the store",
    discussion: """
      Takes the names away. Blobs that no other name needs go as well, unless somebody uses the store \
      at the same time; then `hardstand store gc` removes them later.
      """,
    group: "Images", arguments: [namesArgument], options: [forceOption, ImageOptions.store],
    examples: [.init("hardstand rmi acme/app:1.3", "Remove an image")],
    isHidden: true)
) { session, arguments in
  var code = ExitCode.clean
  let store: ContentStore
  do {
    let work = try ImageSession(session, arguments)
    defer { work.finish() }
    store = work.images.store
    for text in arguments.arguments(namesArgument) {
      do {
        let found = try work.images.require(text)
        var names: [String] = []
        if let name = found.name, let record = try store.record(Images.key(name)),
          record.descriptor.digest == found.root.digest
        {
          names = [record.name]
        } else {
          names = try store.records().filter { $0.descriptor.digest == found.root.digest }.map(
            \.name)
        }
        for name in names {
          try store.removeName(name)
          session.write("\(name)\n")
        }
      } catch let failure as Failure {
        if !arguments.flag(forceOption) {
          session.report(failure)
          code = .failed
        }
      }
    }
  }
  let storage = BuildStorage(store)
  if code == .clean,
    let report = try store.collectIfFree(
      .init(),
      with: { () throws(Failure) in try storage.companions(isNeeded: true, isCandidate: false) }),
    report.removedBlobs > 0
  {
    session.tell("Removed \(report.removedBlobs) blobs, \(DataSize.text(report.removedBytes)).")
  }
  return code
}

private let namesArgument = ArgumentDescription(
  "IMAGE", .some, .dynamic("image"), help: "The images, by their names or digests")
private let forceOption = OptionDescription.flag(
  "force", short: "f", help: "Say nothing of images that are not there")
