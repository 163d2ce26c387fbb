import Archive
import Documents
import Host
import Layers
import OCI
import Source
import Store
import TestSupport

/// An image unpacked to run programs in, with crun or runc.
struct Container {
  /// Whether this machine can run one.
  static var isPossible: Bool {
    System.isSuperuser && (TemporaryFolder.has("runc") || TemporaryFolder.has("crun"))
  }

  let folder: TemporaryFolder

  /// Unpacks an image.
  init(_ image: StoredImage) throws {
    folder = try TemporaryFolder()
    let layers = zip(image.manifest.layers.indices, image.config.diffIDs).map { index, diffID in
      LayerBlob(image.manifest.layers[index], diffID: diffID) { () throws(Failure) in
        try image.layer(index)
      }
    }
    try Unpacker.unpack(layers, into: folder.at("rootfs"))
  }

  /// How a program runs.
  enum Rights {
    /// As 65532, with nothing that could be written, no capabilities and no new privileges.
    case least
    /// As root of a stage of a build, with the network of this machine.
    case build
  }

  /// What a program came to.
  func run(_ words: [String], _ rights: Rights = .least) throws -> Spawn.Outcome {
    try folder.write("config.json", Container.config(words, rights).bytes())
    let name = "hardstand-test-\(UInt64.random(in: 0...UInt64.max))"
    var spawn: Spawn
    if TemporaryFolder.has("runc") {
      spawn = Spawn("runc", ["run", "-b", folder.path, name])
    } else if Files.isFolder("/sys/fs/cgroup/unified") {
      // crun refuses a machine with both kinds of cgroups, so it does not see the second kind.
      let script = "umount /sys/fs/cgroup/unified && exec crun --cgroup-manager=cgroupfs \"$@\""
      spawn = Spawn(
        "unshare",
        ["-m", "--propagation", "slave", "sh", "-c", script, "sh", "run", "-b", folder.path, name])
    } else {
      spawn = Spawn("crun", ["run", "-b", folder.path, name])
    }
    spawn.timeout = .seconds(300)
    return try spawn.run()
  }

  private static func config(_ words: [String], _ rights: Rights) -> JSON {
    let isLeast = rights == .least
    let capabilities: JSON =
      isLeast
      ? []
      : .array(
        [
          "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID", "SETFCAP", "SETPCAP",
          "SYS_CHROOT", "KILL", "MKNOD", "AUDIT_WRITE", "NET_BIND_SERVICE",
        ].map { .string("CAP_\($0)") })
    func mount(_ place: String, _ type: String, _ options: [String]) -> JSON {
      [
        "destination": .string(place), "type": .string(type), "source": .string(type),
        "options": .array(options.map { .string($0) }),
      ]
    }
    let number: JSON = .number(isLeast ? 65_532 : 0)
    let namespaces = ["pid", "ipc", "uts", "mount"] + (isLeast ? ["network"] : [])
    return [
      "ociVersion": "1.0.2",
      "process": [
        "user": ["uid": number, "gid": number], "args": .array(words.map { .string($0) }),
        "env": [
          "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
          "DEBIAN_FRONTEND=noninteractive",
        ], "cwd": "/", "noNewPrivileges": .bool(isLeast),
        "capabilities": [
          "bounding": capabilities, "effective": capabilities, "permitted": capabilities,
        ],
      ],
      "root": ["path": "rootfs", "readonly": .bool(isLeast)],
      "mounts": [
        mount("/proc", "proc", ["nosuid", "noexec", "nodev"]),
        mount("/dev", "tmpfs", ["nosuid", "strictatime", "mode=755", "size=65536k"]),
        mount("/dev/shm", "tmpfs", ["nosuid", "noexec", "nodev", "mode=1777"]),
        mount("/tmp", "tmpfs", ["nosuid", "nodev", "mode=1777"]),
      ],
      "linux": ["namespaces": .array(namespaces.map { ["type": .string($0)] })],
    ]
  }
}
