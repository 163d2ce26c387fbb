import Evidence
import Facts
import Source

extension Subject {
  /// The repair that runs `cleaning` behind a command, where it is the last of `commands` in its
  /// instruction; none where another follows, or where the place does not allow for it.
  func cleaning(
    _ cleaning: String, title: String, after command: PackageCommand,
    among commands: [PackageCommand], anywhere: Bool = false
  ) -> [Fix] {
    let use = command.use
    let last = commands.last { $0.use.stage == use.stage && $0.use.step == use.step }
    guard last?.use.range == use.range,
      let edit = CommandAppending.edit(cleaning, after: use, anywhere: anywhere, in: self)
    else { return [] }
    return [fix(title, .safe, edit, at: use)]
  }
}
