import Archive

extension Effect {
  /// What `base-files` and `login` make for people who log in, where there is a package manager.
  static let shellFiles = Effect(packages: ["base-files", "login", "coreutils"]) { tree, context in
    guard context.spec.hasPackageManager else { return }
    for (from, to) in [
      ("dot.profile", "root/.profile"), ("dot.bashrc", "root/.bashrc"), ("profile", "etc/profile"),
      ("motd", "etc/motd"),
    ] {
      guard let bytes = tree.content(RawPath("usr/share/base-files/\(from)")),
        tree[RawPath(to)] == nil
      else { continue }
      tree.write(RawPath(to), bytes)
    }
    for path in ["mnt", "srv", "opt", "etc/opt", "var/opt", "media"] {
      tree.makeFolder(RawPath(path))
    }
    tree.makeFolder("var/mail", mode: 0o2775, group: 8)
    tree.linkIfMissing("var/spool/mail", to: "../mail")
    for name in [
      "share", "share/man", "bin", "games", "lib", "include", "sbin", "src", "etc",
    ] {
      if tree[RawPath("usr/local/\(name)")] == nil { tree.makeFolder(RawPath("usr/local/\(name)")) }
    }
    tree.linkIfMissing("usr/local/man", to: "share/man")
    for (path, mode) in [("wtmp", 0o664), ("btmp", 0o660), ("lastlog", 0o664)] as [(String, UInt32)]
    {
      tree.write(RawPath("var/log/\(path)"), [], mode: mode, group: 43)
    }
    tree.write("var/log/faillog", "")
  }
}
