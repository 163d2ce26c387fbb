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
      .flags(
        """
        FROM alpine:3.20
        ‹ADD› service conf /srv/
        """,
        fixed: """
          FROM alpine:3.20
          COPY service conf /srv/
          """, context: ["service": "#!/bin/sh\n", "conf/a.ini": ""],
        note: "The build context tells that neither is an archive."),
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
          isSafe = isSafe && (isCertainlyNoArchive(path) || isFolderOrText(path, subject))
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
    if path.hasSuffix("/") || name == "." || plainNames.contains(name) { return true }
    guard !FileNames.mayBeArchive(name), let dot = name.lastIndex(of: ".") else { return false }
    return !name[dot...].contains(where: { "*?[".contains($0) })
  }

  /// Files without an ending that everybody knows as text.
  private static let plainNames: Set<String> = [
    "COPYING", "Caddyfile", "Cargo.lock", "Dockerfile", "Gemfile", "LICENSE", "Makefile", "NOTICE",
    "Pipfile", "Procfile", "README", "Rakefile", "VERSION", "configure", "gradlew", "mvnw",
  ]

  /// Whether the context holds a folder there, or a file that does not begin as an archive does.
  private static func isFolderOrText(_ path: String, _ subject: Subject) -> Bool {
    guard let context = subject.context, !path.contains(where: { "*?[".contains($0) }) else {
      return false
    }
    let place = String(FilePaths.clean("/" + path).dropFirst())
    switch context.kind(of: place) {
    case .folder: return true
    case .file:
      guard let bytes = context.contents(of: place, limit: 512), !bytes.isEmpty else {
        return false
      }
      let isTar = bytes.count > 262 && Array(bytes[257..<262]) == Array("ustar".utf8)
      return !isTar && !compressions.contains { bytes.starts(with: $0) }
    case .link, nil: return false
    }
  }

  /// What files begin with that gzip, bzip2, xz, Zstandard and lzma have written.
  private static let compressions: [[UInt8]] = [
    [0x1F, 0x8B], [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD],
    [0x5D, 0x00, 0x00],
  ]
}
