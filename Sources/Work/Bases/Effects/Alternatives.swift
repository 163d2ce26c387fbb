import Archive

extension Effect {
  /// The links below `/etc/alternatives`, read out of the calls of `update-alternatives` in scripts.
  static let alternatives = Effect(packages: []) { tree, context in
    var groups: [String: AlternativeGroup] = [:]
    for package in context.packages {
      guard let script = package.controlFiles["postinst"] else { continue }
      let reading = ScriptReading(
        script, package: package.name, architecture: context.architecture)
      for call in reading.calls where call.name == "update-alternatives" {
        guard let choice = AlternativeGroup.Choice(call.arguments) else { continue }
        groups[choice.name, default: AlternativeGroup(name: choice.name, link: choice.link)].add(
          choice)
      }
    }
    for group in groups.values.sorted(by: { $0.name < $1.name }) {
      group.apply(to: &tree, keepsRecords: context.spec.hasPackageManager)
    }
  }
}

/// The programs that can stand behind one name.
struct AlternativeGroup {
  /// One of them, with what goes along with it.
  struct Choice {
    /// The name of the group, such as `awk`.
    let name: String
    /// The path that leads to it.
    let link: String
    /// The program.
    let path: String
    /// The highest one is taken.
    let priority: Int
    /// Names, links and paths that follow it.
    var followers: [(name: String, link: String, path: String)] = []

    /// The choice of the arguments of `update-alternatives`; nil where they install none, or are not
    /// known.
    init?(_ arguments: [String?]) {
      guard let start = arguments.firstIndex(of: "--install"), start + 4 < arguments.count,
        let link = arguments[start + 1], let name = arguments[start + 2],
        let path = arguments[start + 3], let priority = arguments[start + 4].flatMap({ Int($0) }),
        link.hasPrefix("/"), path.hasPrefix("/"), !name.isEmpty, !name.contains("/")
      else { return nil }
      self.name = name
      self.link = link
      self.path = path
      self.priority = priority
      var index = start + 5
      while index + 3 < arguments.count {
        guard ["--slave", "--follower"].contains(arguments[index]) else {
          index += 1
          continue
        }
        if let link = arguments[index + 1], let name = arguments[index + 2],
          let path = arguments[index + 3], !name.contains("/")
        {
          followers.append((name, link, path))
        }
        index += 4
      }
    }
  }

  let name: String
  let link: String
  private(set) var choices: [Choice] = []

  init(name: String, link: String) {
    self.name = name
    self.link = link
  }

  mutating func add(_ choice: Choice) {
    choices.removeAll { $0.path == choice.path }
    choices.append(choice)
  }

  /// Makes the links, and the record of them where the package manager is there.
  func apply(to tree: inout BaseTree, keepsRecords: Bool) {
    // Programs and pages that were left out are no choices.
    let there = choices.filter { tree.exists(RawPath($0.path)) }
    guard let best = there.max(by: { ($0.priority, $1.path) < ($1.priority, $0.path) }) else {
      return
    }
    set(&tree, name, link, best.path)
    for follower in best.followers where tree.exists(RawPath(follower.path)) {
      set(&tree, follower.name, follower.link, follower.path)
    }
    if !keepsRecords { return }
    var names: [(name: String, link: String)] = []
    for choice in there {
      for follower in choice.followers
      where !names.contains(where: { $0.name == follower.name }) {
        names.append((follower.name, follower.link))
      }
    }
    var lines = ["auto", link]
    for follower in names { lines += [follower.name, follower.link] }
    lines.append("")
    for choice in there.sorted(by: { $0.path < $1.path }) {
      lines += [choice.path, "\(choice.priority)"]
      for name in names {
        let path = choice.followers.first { $0.name == name.name }?.path ?? ""
        lines.append(path)
      }
    }
    lines.append("")
    tree.write(
      RawPath("var/lib/dpkg/alternatives/\(name)"), lines.joined(separator: "\n") + "\n")
  }

  private func set(_ tree: inout BaseTree, _ name: String, _ link: String, _ path: String) {
    let middle = RawPath("etc/alternatives/\(name)")
    tree.link(middle, to: RawPath(path))
    tree.linkIfMissing(
      RawPath(String(link.dropFirst())), to: RawPath("/etc/alternatives/\(name)"))
  }
}
