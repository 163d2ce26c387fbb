import Archive

extension Effect {
  /// The folders that every base has, which scripts of `base-files` make or give their modes.
  static let standardFolders = Effect(packages: ["base-files"]) { tree, context in
    for name in ["dev", "etc", "home", "proc", "run", "sys", "usr", "var"] as [String]
    where tree[.init(name)] == nil {
      tree.makeFolder(.init(name))
    }
    tree.makeFolder("root", mode: 0o700)
    tree.makeFolder("tmp", mode: 0o1777)
    tree.makeFolder("var/tmp", mode: 0o1777)
    // Bases older than `run` had these folders; what lies in them belongs there.
    for (path, target) in [("var/run", "/run"), ("var/lock", "/run/lock")] {
      tree.remove(.init(path))
      tree.link(.init(path), to: .init(target))
    }
    tree.makeFolder("run/lock", mode: 0o1777)
    tree.linkIfMissing("etc/os-release", to: "../usr/lib/os-release")
    if tree.exists("etc/dpkg/origins/debian") {
      tree.linkIfMissing("etc/dpkg/origins/default", to: "debian")
    }
    for account in context.spec.allAccounts {
      tree.makeFolder(
        .init(String(account.home.dropFirst())), mode: 0o700, owner: account.uid,
        group: account.gid)
    }
    let directory = context.spec.directory.drop { $0 == "/" }
    if !directory.isEmpty, !tree.exists(.init(String(directory))) {
      tree.makeFolder(.init(String(directory)))
    }
    // A file system of a container has nothing to boot from.
    if !context.spec.hasPackageManager {
      for path in ["boot", "usr/games", "usr/src", "var/backups", "etc/update-motd.d"] as [String] {
        if tree.paths(below: .init(path)).isEmpty || path == "etc/update-motd.d" {
          tree.remove(.init(path))
        }
      }
    }
  }
}
