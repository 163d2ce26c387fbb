import Archive

extension Effect {
  /// Where names of hosts and accounts are looked up, which `libc-bin` copies.
  static let nameServices = Effect(packages: ["libc-bin"]) { tree, _ in
    if tree["etc/nsswitch.conf"] != nil { return }
    if let usual = tree.text("usr/share/libc-bin/nsswitch.conf") {
      tree.write("etc/nsswitch.conf", usual)
    } else {
      tree.write("etc/nsswitch.conf", "hosts:          files dns\n")
    }
  }
}
