import Report
import Source

/// What one ignore file gets from all Dockerfiles of a run.
struct IgnoreFileChange {
  /// The lines, with the file that they are for.
  let amendment: IgnoreAmendment
  /// Lines of one Dockerfile that another one has no use for.
  var withheld: [Withheld] = []

  /// A line that is not written, and the path that a build needs.
  struct Withheld {
    let pattern: String
    let needed: String
    let dockerfile: String
  }

  /// The change as a patch.
  var diff: UnifiedDiff {
    let source = amendment.before ?? SourceText(name: amendment.path, bytes: [])
    let end = SourceRange(source.bytes.count, source.bytes.count)
    return UnifiedDiff(
      source, [TextEdit(end, amendment.appended)], isNew: amendment.before == nil)
  }
}
