import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let addInsteadOfCopy = Rule(
    "add-instead-of-copy", .layout, .warning, fix: .safe,
    aliases: ["DL3020", "DS-0005", "CKV_DOCKER_4", "CIS-DI-0009"],
    summary: "ADD is used where COPY does the same.",
    why: """
      ADD unpacks archives and fetches URLs, which COPY never does. Where neither is wanted, COPY says \
      so, and a file that happens to be an archive stays one. ADD looks into a file to tell, so that \
      `data.gz`, which may be a tar archive inside, is accepted. Variables are replaced before a source \
      is judged, so that `ADD $URL /x` is accepted where the value may be a URL. hadolint reports \
      that, and archives by Zstandard, repositories of Git, options that ADD alone has and a source \
      beside one that needs ADD; and it accepts `.lzma`, `.lz` and `.Z`, which ADD does not unpack.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#add-or-copy"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ‹ADD› requirements.txt /app/
        ARG DIR=src
        ‹add› --chown=1000 $DIR/ /app/src
        """,
        fixed: """
          FROM alpine:3.20
          COPY requirements.txt /app/
          ARG DIR=src
          copy --chown=1000 $DIR/ /app/src
          """),
      .flags(
        """
        FROM alpine:3.20
        ‹ADD› service /usr/bin/
        """,
        note:
          "A name without ending may be that of an archive, so that the repair has to be asked for."
      ),
      .accepts(
        """
        FROM alpine:3.20
        ARG VERSION URL
        ADD https://example.com/a.txt /a.txt
        ADD https://github.com/moby/buildkit.git#v0.14.0 /src
        ADD rootfs.tar.xz /
        ADD data.gz more.bz2 /
        ADD app-${VERSION}.tgz /
        ADD $URL /x
        COPY requirements.txt /app/
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.add) {
        guard case .add(let transfer)? = step.instruction.body, !transfer.sources.isEmpty,
          transfer.checksum == nil, transfer.unpack == nil, !transfer.keepGitDirectory
        else { continue }
        let keyword = step.instruction.keyword
        var isLocal = true
        var isSafe = true
        for source in transfer.paths {
          let expansion = step.before.scope.expand(source, escape: subject.facts.syntax.escape)
          guard let path = plainPath(expansion) else {
            isLocal = false
            break
          }
          isSafe = isSafe && isCertainlyNoArchive(path)
        }
        guard isLocal else { continue }
        let copy = keyword.value == keyword.value.lowercased() ? "copy" : "COPY"
        findings.report(
          keyword.range, "ADD unpacks and fetches nothing here", help: "Write `COPY`",
          fixes: [
            Fix(
              "Write `\(copy)`", isSafe ? .safe : .unsafe, [TextEdit(keyword.range, copy)],
              changes: isSafe ? [.transfer] : [],
              risk: isSafe ? nil : "A source that is an archive is no longer unpacked.")
          ])
      }
    })

  /// The local path of a source that is no tar archive; nil where it may be one, or a URL.
  private static func plainPath(_ expansion: Expansion) -> String? {
    if let path = expansion.value.value {
      return FileNames.isRemote(path) || FileNames.mayBeTarArchive(path) ? nil : path
    }
    return nil
  }

  private static func isCertainlyNoArchive(_ path: String) -> Bool {
    let name = FileNames.last(path)
    if path.hasSuffix("/") || name == "." { return true }
    guard !name.contains("*"), !FileNames.mayBeArchive(name),
      let dot = name.lastIndex(of: "."), dot != name.startIndex
    else { return false }
    return true
  }
}
