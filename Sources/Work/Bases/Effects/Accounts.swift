import Archive

extension Effect {
  /// The files of accounts and groups, which `base-passwd` copies and `adduser` adds to.
  static let accounts = Effect(packages: ["base-passwd", "passwd", "adduser", "login"]) {
    tree, context in
    var users: [String]
    var groups: [String]
    if let passwd = tree.text("usr/share/base-passwd/passwd.master"),
      let group = tree.text("usr/share/base-passwd/group.master"), context.spec.hasPackageManager
    {
      // In the master files a star stands for the password, which shadow files hold.
      users = lines(passwd).map { fields($0, 1, "x") }
      groups = lines(group).map { fields($0, 1, "x") }
    } else {
      users = [
        "root:x:0:0:root:/root:/sbin/nologin",
        "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin",
      ]
      groups = ["root:x:0:", "tty:x:5:", "staff:x:50:", "nogroup:x:65534:"]
    }
    if context.package("apt") != nil, !users.contains(where: { $0.hasPrefix("_apt:") }) {
      users.append("_apt:x:100:65534::/nonexistent:/usr/sbin/nologin")
    }
    for account in context.spec.allAccounts {
      users.append(
        "\(account.name):x:\(account.uid):\(account.gid):\(account.name):\(account.home):\(account.shell)"
      )
      if !groups.contains(where: {
        $0.split(separator: ":").count > 2 && $0.split(separator: ":")[2] == "\(account.gid)"
      }) {
        groups.append("\(account.name):x:\(account.gid):")
      }
    }
    tree.write("etc/passwd", users.joined(separator: "\n") + "\n")
    tree.write("etc/group", groups.joined(separator: "\n") + "\n")
    guard context.spec.hasPackageManager else { return }
    let shadow = groups.first { $0.hasPrefix("shadow:") }?.split(separator: ":")[2] ?? "42"
    let number = UInt32(shadow) ?? 42
    let day = context.date / 86_400
    let names = users.map { String($0.prefix { $0 != ":" }) }
    for (path, text) in [
      ("etc/shadow", names.map { "\($0):*:\(day):0:99999:7:::\n" }.joined()),
      ("etc/gshadow", groups.map { "\($0.prefix { $0 != ":" }):*::\n" }.joined()),
    ] {
      tree.write(RawPath(path), Array(text.utf8), mode: 0o640, group: number)
    }
    for path in ["etc/subuid", "etc/subgid"] { tree.write(RawPath(path), "") }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  private static func fields(_ line: String, _ index: Int, _ value: String) -> String {
    var parts = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts.indices.contains(index) { parts[index] = value }
    return parts.joined(separator: ":")
  }
}
