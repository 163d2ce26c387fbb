import Arguments
import Bases
import Documents
import Host
import OCI
import Source
import Terminal

/// `hardstand base lock`: which packages a base is made of.
let baseLockCommand = Command(
  CommandDescription(
    name: "lock", abstract: "Write down exactly which packages a base is made of",
    discussion: """
      Writes name, version, digest and origin of each package beside the specification, as \
      SPEC.lock.yaml. A lock that fits the specification stays as it is; --update takes the versions of \
      today and shows what changes. No address of an archive is written, so a lock holds with any mirror.
      """,
    arguments: [BaseOptions.spec],
    options: [updateOption, rehearsalOption, outputOption, platformOption, CommonOptions.json]
      + BaseOptions.archives,
    examples: [
      .init("hardstand base lock base.yaml", "Write base.lock.yaml"),
      .init("hardstand base lock --update base.yaml", "Take the versions of today"),
    ])
) { session, arguments in
  let name = arguments.argument(BaseOptions.spec) ?? ""
  let given = try BaseSession.given(name, session)
  guard let file = arguments.value(outputOption).map({ session.path($0) }) ?? given.lockFile else {
    throw Failure(
      "cannot write the lock of `\(name)`",
      because: ["it is a specification that hardstand brings, with its lock"],
      hint: "name a file for it with --output")
  }
  var before: BaseLock?
  if Files.isFile(file) {
    let text = SourceText(name: file, bytes: try Files.read(file, limit: 16 << 20))
    do {
      before = try BaseLock(text)
    } catch {
      if !arguments.flag(updateOption) { throw error }
    }
  }
  let request = BaseLock.request(of: given.spec)
  if let before, before.request == request, !arguments.flag(updateOption) {
    session.tell("The lock fits the specification. Take newer versions with --update.")
    return .clean
  }
  let work = try BaseSession(session, arguments)
  var architectures = given.spec.architectures
  let platforms = arguments.list(platformOption)
  if !platforms.isEmpty {
    architectures = platforms.compactMap { Platform($0) }.compactMap {
      BasePlan.architecture(of: $0)
    }
  }
  let made = try BaseLock.make(given.spec, architectures: architectures, work.archives)
  if session.isVerbose { for note in made.notes { session.tell("note: \(note)") } }
  let changes = LockChanges(from: before, to: made.lock)
  if arguments.flag(CommonOptions.json) {
    session.write(changes.json.text(.pretty) + "\n")
  } else {
    for line in changes.lines { session.write(line + "\n") }
  }
  if arguments.flag(rehearsalOption) { return changes.isEmpty ? .clean : .findings }
  if changes.isEmpty, let before, before.request == request {
    session.tell("All packages are those of today.")
    return .clean
  }
  try Files.write(Array(made.lock.document.utf8), to: file)
  return .clean
}

private let updateOption = OptionDescription.flag(
  "update", help: "Take the versions of today and show what changes")
private let rehearsalOption = OptionDescription.flag(
  "dry-run", help: "Only show what would change; the exit status tells whether anything would")
private let outputOption = OptionDescription.value(
  "output", short: "o", "FILE", .file, help: "Where the lock goes [default: beside SPEC]")
private let platformOption = OptionDescription.list(
  "platform", "PLATFORM", help: "The platforms [default: those of the specification]")
