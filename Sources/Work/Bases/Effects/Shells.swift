import Archive

extension Effect {
  /// The list of login shells, which `debianutils` and the shells keep.
  static let shells = Effect(packages: ["debianutils", "dash", "bash"]) { tree, context in
    var shells: [String] = []
    var header = "# /etc/shells: valid login shells\n"
    if let text = tree.text("usr/share/debianutils/shells") {
      header = text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { $0 + "\n" }.joined()
    }
    for file in tree.files(in: "usr/share/debianutils/shells.d") {
      for line in (tree.text(file) ?? "").split(separator: "\n") where line.hasPrefix("/") {
        shells.append(String(line))
        // With merged folders each has two paths.
        let twin = line.hasPrefix("/bin/") ? "/usr\(line)" : ""
        if !twin.isEmpty { shells.append(twin) }
      }
    }
    if shells.isEmpty || !context.spec.hasPackageManager { return }
    let list = shells.map { $0 + "\n" }.joined()
    tree.write("etc/shells", header + list)
    tree.write("var/lib/shells.state", list)
  }
}
