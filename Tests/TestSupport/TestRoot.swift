import Host

/// The files of a small system, with busybox from this machine.
public enum TestRoot {
  /// Whether this machine can run containers: it has busybox and a runtime, and this user may mount.
  public static let isPossible: Bool =
    System.isSuperuser && TemporaryFolder.has("busybox")
    && (TemporaryFolder.has("crun") || Files.isProgram("/usr/sbin/runc"))

  /// Makes the files below a folder.
  public static func make(_ folder: TemporaryFolder, _ name: String) throws {
    try folder.script(
      """
      mkdir -p \(name)/bin \(name)/etc \(name)/tmp \(name)/proc \(name)/sys \(name)/dev
      chmod 1777 \(name)/tmp
      cp "$(command -v busybox)" \(name)/bin/busybox
      for command in sh true false cat echo sleep id ls mkdir touch rm rmdir ln mknod env head kill \
        chmod chown grep unshare mount dd stat mv wc pwd tr hostname test nproc seq cp; do
        ln -s busybox \(name)/bin/$command
      done
      printf 'root:x:0:0:root:/root:/bin/sh\\napp:x:10001:10001::/srv/app:/bin/sh\\n' \
        > \(name)/etc/passwd
      printf 'root:x:0:root\\napp:x:10001:\\nextra:x:20002:app\\n' > \(name)/etc/group
      """)
  }
}
