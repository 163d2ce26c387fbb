import Archive
import Arguments
import Documents
import Host
import Layers
import OCI
import Source
import Store
import Terminal

/// `hardstand image diff`: what differs between two images.
let imageCompareCommand = Command(
  CommandDescription(
    name: "diff", abstract: "Show what differs between two images",
    discussion: """
      Compares the files that a container would find, with content, mode and owner, and the settings. \
      Exits with 1 where anything differs, so that it proves that two builds are the same.
      """,
    arguments: [oldArgument, newArgument],
    options: [timesOption, CommonOptions.json] + ImageOptions.reading,
    examples: [
      .init("hardstand image diff app:1.3 app:1.4", "Compare two releases"),
      .init("hardstand image diff docker://app:1.4 oci:rebuilt", "Compare a rebuild"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "reading")
  defer { work.finish() }
  let old = try work.image(arguments.argument(oldArgument) ?? "")
  let new = try work.image(arguments.argument(newArgument) ?? "")
  let timesMatter = arguments.flag(timesOption)
  var changes: [FileChange] = []
  // The same layers hold the same files.
  if old.config.diffIDs != new.config.diffIDs {
    let before = try FileTree(reading: old.layerBlobs, hashing: true)
    let after = try FileTree(reading: new.layerBlobs, hashing: true)
    changes = before.changes(to: after, timesMatter: timesMatter)
  }
  let settings = ConfigDifference(old.config, new.config)
  if arguments.flag(CommonOptions.json) {
    var writer = JSONWriter(.pretty)
    writer.object {
      $0.member("schema", "hardstand.image-diff/1")
      $0.member("old", "\(old.manifest.digest)")
      $0.member("new", "\(new.manifest.digest)")
      $0.array("settings") { for row in settings.rows { $0.value(row.json) } }
      $0.array("files") { for change in changes { $0.value(change.json) } }
    }
    session.output.write(writer.take() + [0x0A])
  } else {
    let style = session.outputStyle
    for row in settings.rows {
      if let before = row.before {
        session.write(style.text("- \(row.name): \(before)", .removed) + "\n")
      }
      if let after = row.after {
        session.write(style.text("+ \(row.name): \(after)", .added) + "\n")
      }
    }
    for change in changes { session.write(change.line(style)) }
    if changes.isEmpty, settings.rows.isEmpty {
      session.tell(
        old.manifest.digest == new.manifest.digest
          ? "They are the same image." : "Files and settings are the same.")
    }
  }
  return changes.isEmpty && settings.rows.isEmpty ? .clean : .findings
}

private let oldArgument = ArgumentDescription(
  "OLD", .one, .dynamic("image"), help: "The image before")
private let newArgument = ArgumentDescription(
  "NEW", .one, .dynamic("image"), help: "The image after")
private let timesOption = OptionDescription.flag(
  "times", help: "Count a file that only has another time as changed")

extension FileChange {
  fileprivate func line(_ style: Style) -> String {
    let name = Visible.text(path.text, style)
    switch kind {
    case .added: return style.text("+ \(name)", .added) + "\n"
    case .removed: return style.text("- \(name)", .removed) + "\n"
    case .changed:
      let what = aspects.map { aspect in
        switch aspect {
        case .size: "size \(before?.size ?? 0) \(style.symbol(.arrow)) \(after?.size ?? 0)"
        case .mode:
          "mode \(before?.modeText ?? "") \(style.symbol(.arrow)) \(after?.modeText ?? "")"
        case .owner: "owner \(before?.owner ?? 0) \(style.symbol(.arrow)) \(after?.owner ?? 0)"
        case .group: "group \(before?.group ?? 0) \(style.symbol(.arrow)) \(after?.group ?? 0)"
        default: aspect.rawValue
        }
      }
      return "~ \(name)  " + style.text(what.joined(separator: ", "), .dim) + "\n"
    }
  }

  fileprivate var json: JSON {
    [
      "path": .string(path.text), "change": .string(kind.rawValue),
      "aspects": .array(aspects.map { .string($0.rawValue) }),
      "before": before?.json(path) ?? .null, "after": after?.json(path) ?? .null,
    ]
  }
}
