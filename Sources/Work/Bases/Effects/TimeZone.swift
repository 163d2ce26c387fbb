import Archive

extension Effect {
  /// The time zone of the system, universal time, which `tzdata` sets.
  static let timeZone = Effect(packages: ["tzdata"]) { tree, _ in
    guard tree.exists("usr/share/zoneinfo/Etc/UTC") else { return }
    tree.linkIfMissing("etc/localtime", to: "/usr/share/zoneinfo/Etc/UTC")
    if tree["etc/timezone"] == nil { tree.write("etc/timezone", "Etc/UTC\n") }
  }
}
