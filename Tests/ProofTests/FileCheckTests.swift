import Archive
import Layers
import OCI
import Source
import Testing

@testable import Proof

/// Checks of files and settings, on images of two layers.
@Suite struct FileCheckTests {
  static func image() throws(Failure) -> ProvenImage {
    var runtime = RuntimeConfig()
    runtime.environment = ["PATH=/usr/bin:/tools", "APP=/srv/app", "EMPTY=", "broken"]
    runtime.entrypoint = ["/srv/app/run"]
    runtime.exposedPorts = ["8080/tcp", "53/udp"]
    runtime.volumes = ["/data"]
    runtime.labels = [
      "a": "my fine label", "org.opencontainers.image.base.digest": "sha256:abc",
    ]
    runtime.user = "10001:10001"
    runtime.workingDirectory = "/srv/app"
    runtime.stopSignal = "SIGINT"
    return try TestImages.image(
      [
        [
          TestImages.folder("tmp", mode: 0o1777), TestImages.folder("open", mode: 0o777),
          TestImages.file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"),
          TestImages.file("etc/gone", "x"), TestImages.file("etc/old", "old"),
          TestImages.file("usr/bin/su", "", mode: 0o4755),
          TestImages.file("usr/bin/wall", "", mode: 0o2755),
          TestImages.file("usr/bin/bash", "", mode: 0o755), TestImages.link("bin", "usr/bin"),
          TestImages.link("usr/bin/sh", "bash"), TestImages.link("usr/bin/ash", "nothing"),
          TestImages.file("tools/apk", "", mode: 0o755),
          TestImages.file(
            "var/lib/dpkg/status",
            "Package: curl\nStatus: install ok installed\nVersion: 1.2\n\nPackage: vim\n"
              + "Status: deinstall ok config-files\nVersion: 9\n"),
          TestImages.file("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024\n"),
          TestImages.file("var/lib/dpkg/status.d/tzdata.md5sums", "Package: fake\n"),
          TestImages.file("lib/apk/db/installed", "C:x\nP:musl\nV:1.2.5\n\n"),
          TestImages.file("usr/share/doc/good/copyright", "MIT\n"),
          TestImages.file("usr/share/doc/bad/copyright", "under the agpl-3\n"),
          TestImages.folder("usr/share/doc/none"),
          TestImages.file("usr/share/doc/libgnutls30/copyright", "AGPL\n"),
        ],
        [
          TestImages.file("etc/.wh.gone"), TestImages.file("etc/old", "new\n"),
          TestImages.file("srv/app/run", "#!", mode: 0o750, owner: 10001, group: 10002),
          TestImages.link("srv/app/relative", "../data/file"),
          TestImages.file("srv/data/file", "deep\n", mode: 0o666),
        ],
      ], runtime)
  }

  /// Each row: the tests, and what differs; nothing where all pass.
  static let rows: [(yaml: String, differences: [String])] = [
    ("fileExistenceTests: [{name: a, path: /}]", []),
    ("fileExistenceTests: [{name: a, path: /etc/gone}]", ["/etc/gone"]),
    ("fileExistenceTests: [{name: a, path: /etc/gone, shouldExist: false}]", []),
    ("fileExistenceTests: [{name: a, path: /etc/old, shouldExist: false}]", ["/etc/old"]),
    ("fileExistenceTests: [{name: a, path: /bin/bash, permissions: '-rwxr-xr-x'}]", []),
    ("fileExistenceTests: [{name: a, path: /bin, permissions: 'Lrwxrwxrwx'}]", []),
    ("fileExistenceTests: [{name: a, path: /bin, permissions: 'lrwxrwxrwx'}]", []),
    ("fileExistenceTests: [{name: a, path: /tmp, permissions: 'dtrwxrwxrwx'}]", []),
    ("fileExistenceTests: [{name: a, path: /tmp, permissions: 'drwxrwxrwt'}]", []),
    ("fileExistenceTests: [{name: a, path: /tmp, permissions: '1777'}]", []),
    ("fileExistenceTests: [{name: a, path: /tmp, permissions: '0755'}]", ["/tmp: permissions"]),
    ("fileExistenceTests: [{name: a, path: /bin/su, permissions: 'urwxr-xr-x'}]", []),
    ("fileExistenceTests: [{name: a, path: /bin/su, permissions: '-rwsr-xr-x'}]", []),
    ("fileExistenceTests: [{name: a, path: /bin/wall, permissions: 'grwxr-xr-x'}]", []),
    ("fileExistenceTests: [{name: a, path: /srv/app/run, uid: 10001, gid: 10002}]", []),
    (
      "fileExistenceTests: [{name: a, path: /srv/app/run, uid: 0, gid: 0}]",
      ["/srv/app/run: owner", "/srv/app/run: group"]
    ),
    ("fileExistenceTests: [{name: a, path: '$APP/run', isExecutableBy: group}]", []),
    ("fileExistenceTests: [{name: a, path: '${APP}/run', isExecutableBy: any}]", []),
    (
      "fileExistenceTests: [{name: a, path: /srv/app/run, isExecutableBy: other}]",
      ["/srv/app/run: may be run by"]
    ),
    ("fileExistenceTests: [{name: a, path: /bin/ash}]", []),
    ("fileContentTests: [{name: a, path: /etc/old, expectedContents: ['^new\\n$']}]", []),
    ("fileContentTests: [{name: a, path: /etc/old, excludedContents: [new]}]", ["/etc/old"]),
    ("fileContentTests: [{name: a, path: /srv/app/relative, expectedContents: [deep]}]", []),
    ("fileContentTests: [{name: a, path: /etc/gone, excludedContents: [x]}]", ["/etc/gone"]),
    ("fileContentTests: [{name: a, path: /etc, expectedContents: [x]}]", ["/etc"]),
    (
      "licenseTests: [{debian: true}]",
      ["/usr/share/doc/bad/copyright", "/usr/share/doc/none/copyright"]
    ),
    ("licenseTests: [{debian: false, files: [/usr/share/doc/good/copyright]}]", []),
    ("packageTests: [{absent: [vim, fake, wget], present: [curl, tzdata, musl]}]", []),
    ("packageTests: [{absent: [curl], present: [vim]}]", ["package curl", "package vim"]),
    ("sizeTest: {maxLayers: 2, maxBytes: 1MB}", []),
    ("sizeTest: {maxLayers: 1, maxBytes: 10}", ["bytes of the layers", "layers"]),
    ("noShell: true", ["/usr/bin/bash", "/usr/bin/sh"]),
    ("noPackageManager: true", ["/tools/apk"]),
    ("noSuid: true", ["/usr/bin/su", "/usr/bin/wall"]),
    ("noSuid: [/usr/bin/su, /usr/bin/wall]", []),
    ("metadataTest: {entrypoint: [/srv/app/run], cmd: [], user: '10001:10001'}", []),
    ("metadataTest: {entrypoint: [], cmd: [x]}", ["entrypoint", "cmd"]),
    ("metadataTest: {exposedPorts: ['8080', 53/udp], unexposedPorts: ['80']}", []),
    ("metadataTest: {exposedPorts: ['80'], unexposedPorts: [8080]}", ["port 80", "port 8080"]),
    ("metadataTest: {volumes: [/data], unmountedVolumes: [/tmp]}", []),
    (
      "metadataTest: {volumes: [/tmp], unmountedVolumes: [/data]}", ["volume /tmp", "volume /data"]
    ),
    ("metadataTest: {envVars: [{key: EMPTY, value: ''}], unboundEnvVars: [{key: broken}]}", []),
    (
      "metadataTest: {envVars: [{key: broken, value: ''}, {key: APP, value: x}]}",
      ["variable broken", "variable APP"]
    ),
    ("metadataTest: {envVars: [{key: APP, value: '^/s.v', isRegex: true}]}", []),
    ("metadataTest: {labels: [{key: a, value: 'my .+ label', isRegex: true}]}", []),
    ("metadataTest: {labels: [{key: a, value: 'my .+ label'}, {key: b}]}", ["label a", "label b"]),
    ("metadataTest: {workdir: /srv/app, stopSignal: SIGINT, baseDigest: 'sha256:abc'}", []),
    ("metadataTest: {workdir: /, user: root}", ["workdir", "user"]),
  ]

  @Test(arguments: rows.indices) func givesTheVerdict(_ row: Int) throws {
    let (yaml, differences) = Self.rows[row]
    let results = try TestImages.results(yaml, try Self.image())
    #expect(results.count == 1)
    #expect(results.flatMap(\.differences).map(\.what) == differences, "\(yaml)")
    #expect(results.allSatisfy { $0.passed == $0.differences.isEmpty })
  }

  @Test func tellsWhatWasExpectedAndSeen() throws {
    let results = try TestImages.results(
      "fileExistenceTests: [{name: a, path: /tmp, permissions: '0755'}]", try Self.image())
    #expect(results.first?.name == "File Existence Test: a")
    #expect(
      results.first?.differences.first?.sentence
        == "/tmp: permissions: expected 0755, seen dtrwxrwxrwx (01777)")
  }

  @Test func provesHardening() throws {
    var proof = HardeningProof(try Self.image(), nil, name: "x", forbidsShell: true)
    let results = try proof.prove().results
    #expect(results.map(\.passed) == [true, false, false, true, false, false])
    #expect(results[3].isAdvice && results[3].differences.map(\.what) == ["/usr/bin/su"])
    #expect(results[5].differences.map(\.what) == ["/open", "/srv/data/file"])
    #expect(results.allSatisfy { $0.requirement != nil && $0.command != nil && $0.seen != nil })
    var mild = HardeningProof(try Self.image(), nil, name: "x", forbidsShell: false)
    #expect(try mild.prove().results.map(\.passed) == [true, true, true, true, true, false])
    for (user, passes) in [
      ("", false), ("root", false), ("0:5", false), ("5", true), ("ghost", false),
    ] {
      var runtime = RuntimeConfig()
      runtime.user = user
      let image = try TestImages.image(
        [[TestImages.file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")]], runtime)
      var proof = HardeningProof(image, nil, name: "x", forbidsShell: false)
      #expect(try proof.prove().results.first?.passed == passes, "\(user)")
    }
  }
}
