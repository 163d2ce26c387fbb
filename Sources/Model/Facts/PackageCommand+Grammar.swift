import Source

extension PackageCommand {
  /// How the command line of one package manager reads.
  struct Grammar {
    var manager: Installations.Manager
    /// Words before the verb: `-m pip` after python, `pip` after uv.
    var skipped = 0
    var verbs: [String: Verb]
    /// What the program does without a verb.
    var bare: Verb = .other
    /// The options that take the next argument as their value.
    var valued: Set<String> = []
    /// The options that name a file of packages.
    var takesFiles: [String] = []
    var separator: Separator = .equals

    enum Separator {
      case equals
      case at
      case python
      case colon
      case dash
    }

    /// The grammar of a program; nil where it installs nothing.
    static func of(_ program: String, _ use: CommandUse) -> Grammar? {
      switch program {
      case "apt-get", "apt", "aptitude": return apt
      case "apk": return apk
      case "yum", "dnf", "microdnf", "tdnf", "dnf5": return dnf
      case "zypper": return zypper
      case "pacman": return pacman
      case "pip", "pip2", "pip3": return pip
      case "pipx": return pipx
      case "npm": return npm
      case "yarn", "yarnpkg": return yarn
      case "pnpm": return pnpm
      case "gem": return gem
      case "go": return go
      case "cargo": return cargo
      case "conda", "mamba", "micromamba": return conda
      case "uv": return uv(use)
      default:
        if program.hasPrefix("pip3.") || program.hasPrefix("pip2.") { return pip }
        if program == "python" || program.hasPrefix("python2") || program.hasPrefix("python3") {
          return pythonModule(use)
        }
        return nil
      }
    }

    private static let apt = Grammar(
      manager: .apt,
      verbs: [
        "install": .install, "build-dep": .install, "update": .update, "upgrade": .upgrade,
        "dist-upgrade": .upgrade, "full-upgrade": .upgrade, "safe-upgrade": .upgrade,
        "remove": .remove, "purge": .remove, "autoremove": .remove, "clean": .clean,
        "autoclean": .clean,
      ],
      valued: [
        "-o", "--option", "-t", "--target-release", "--default-release", "-c", "--config-file",
        "-a", "--host-architecture",
      ])

    private static let apk = Grammar(
      manager: .apk,
      verbs: [
        "add": .install, "update": .update, "upgrade": .upgrade, "del": .remove, "cache": .clean,
      ],
      valued: [
        "-t", "--virtual", "-X", "--repository", "-p", "--root", "--arch", "--keys-dir",
        "--repositories-file", "--wait", "--cache-dir", "--cache-max-age", "--progress-fd",
        "--timeout",
      ])

    private static let dnf = Grammar(
      manager: .dnf,
      verbs: [
        "install": .install, "localinstall": .install, "groupinstall": .install,
        "reinstall": .install, "makecache": .update, "update": .upgrade, "upgrade": .upgrade,
        "distro-sync": .upgrade, "update-minimal": .upgrade, "upgrade-minimal": .upgrade,
        "remove": .remove, "erase": .remove, "autoremove": .remove, "clean": .clean,
        "check-update": .update,
      ],
      valued: [
        "-c", "--config", "-x", "--exclude", "--disablerepo", "--enablerepo", "--repo", "--repoid",
        "--setopt", "-d", "-e", "--installroot", "--releasever",
      ],
      separator: .dash)

    private static let zypper = Grammar(
      manager: .zypper,
      verbs: [
        "install": .install, "in": .install, "refresh": .update, "ref": .update,
        "update": .upgrade, "up": .upgrade, "dist-upgrade": .upgrade, "dup": .upgrade,
        "patch": .upgrade, "remove": .remove, "rm": .remove, "clean": .clean, "cc": .clean,
      ],
      valued: ["-r", "--repo", "--from", "-t", "--type", "-R", "--root", "-p", "--plus-repo"])

    private static let pacman = Grammar(
      manager: .pacman, verbs: [:],
      valued: ["--overwrite", "-b", "--dbpath", "-r", "--root", "--config"])

    private static let pip = Grammar(
      manager: .pip,
      verbs: ["install": .install, "uninstall": .remove, "cache": .clean, "download": .other],
      valued: [
        "-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f",
        "--find-links", "-t", "--target", "--prefix", "--root", "-e", "--editable",
        "--trusted-host",
        "--no-binary", "--only-binary", "--cache-dir", "--platform", "--python-version",
        "--timeout",
        "--progress-bar", "--global-option", "--install-option", "--build-option", "-b", "--build",
        "--src", "--proxy", "--retries", "--implementation", "--abi", "--config-settings",
        "--upgrade-strategy", "--python", "-p", "--group", "--break-system-packages-file",
        "--report",
        "--log", "--cert", "--client-cert", "--exists-action", "--use-feature", "--resolver",
      ],
      takesFiles: ["-r", "--requirement", "-e", "--editable", "--group"], separator: .python)

    private static func pythonModule(_ use: CommandUse) -> Grammar? {
      guard let index = use.arguments.firstIndex(where: { $0.value == "-m" }),
        index + 1 < use.arguments.count, let module = use.arguments[index + 1].value,
        module == "pip" || module == "uv" || module == "pipx"
      else { return nil }
      var grammar = module == "pip" ? pip : module == "pipx" ? pipx : uv(use)
      grammar?.skipped += 1
      return grammar
    }

    private static func uv(_ use: CommandUse) -> Grammar? {
      let words = use.operands().compactMap(\.value)
      let words_ = words.first == "uv" ? Array(words.dropFirst()) : words
      var grammar = pip
      grammar.manager = .uv
      switch words_.first {
      case "pip": grammar.skipped = 1
      case "tool":
        grammar.skipped = 1
        grammar.verbs = ["install": .install, "upgrade": .upgrade, "uninstall": .remove]
      default:
        grammar.verbs = ["add": .install, "sync": .install, "remove": .remove, "cache": .clean]
      }
      return grammar
    }

    private static let pipx = Grammar(
      manager: .pipx, verbs: ["install": .install, "upgrade": .upgrade, "uninstall": .remove],
      valued: ["--python", "-i", "--index-url", "--pip-args", "--suffix"], separator: .python)

    private static let npm = Grammar(
      manager: .npm,
      verbs: [
        "install": .install, "i": .install, "add": .install, "ci": .install,
        "clean-install": .install, "in": .install, "isntall": .install,
        "update": .upgrade, "up": .upgrade, "upgrade": .upgrade, "uninstall": .remove,
        "rm": .remove, "remove": .remove, "prune": .remove,
        "cache": .clean,
      ],
      valued: [
        "--prefix", "--registry", "--cache", "--loglevel", "-C", "--omit", "--include",
        "--workspace", "-w", "--userconfig", "--tag", "--only", "--fetch-timeout",
        "--fetch-retries", "--maxsockets", "--network-timeout",
      ],
      separator: .at)

    private static let yarn = Grammar(
      manager: .yarn,
      verbs: [
        "add": .install, "install": .install, "global": .install, "upgrade": .upgrade,
        "remove": .remove, "cache": .clean,
      ],
      bare: .install,
      valued: [
        "--cwd", "--cache-folder", "--registry", "--modules-folder", "--network-timeout", "--mutex",
        "--prefix",
      ],
      separator: .at)

    private static let pnpm = Grammar(
      manager: .pnpm,
      verbs: [
        "add": .install, "install": .install, "i": .install, "fetch": .install, "update": .upgrade,
        "up": .upgrade, "remove": .remove, "prune": .remove, "store": .clean,
      ],
      valued: ["--dir", "-C", "--filter", "-F", "--registry", "--store-dir", "--reporter"],
      separator: .at)

    private static let gem = Grammar(
      manager: .gem,
      verbs: [
        "install": .install, "i": .install, "update": .upgrade, "uninstall": .remove,
        "cleanup": .clean,
      ],
      valued: [
        "-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "-P",
        "--trust-policy", "--platform", "-p", "--http-proxy", "-g", "--file",
        // An option of extensions, which belongs behind `--`.
        "--use-system-libraries",
      ],
      separator: .colon)

    private static let go = Grammar(
      manager: .go, verbs: ["install": .install, "get": .install],
      valued: [
        "-ldflags", "-tags", "-gcflags", "-asmflags", "-p", "-o", "-mod", "-modfile", "-C",
        "-buildmode", "--ldflags", "--tags",
      ],
      separator: .at)

    private static let cargo = Grammar(
      manager: .cargo, verbs: ["install": .install, "binstall": .install],
      valued: [
        "--version", "--vers", "--git", "--branch", "--tag", "--rev", "--path", "--root",
        "--target", "--target-dir", "--features", "-F", "--profile", "-j", "--jobs", "--bin",
        "--example", "--registry", "--index",
      ],
      separator: .at)

    private static let conda = Grammar(
      manager: .conda,
      verbs: [
        "install": .install, "create": .install, "update": .upgrade, "upgrade": .upgrade,
        "remove": .remove, "clean": .clean,
      ],
      valued: ["-n", "--name", "-c", "--channel", "-f", "--file", "-p", "--prefix", "--solver"],
      takesFiles: ["-f", "--file"])

    /// The arguments that are verbs or packages.
    static func operands(of use: CommandUse, _ grammar: Grammar) -> [CommandUse.Argument] {
      var operands = use.operands(valued: grammar.valued.union(["-m"]))
      // What follows `--` goes to the compiler of an extension.
      if grammar.manager == .gem, let end = use.arguments.first(where: { $0.value == "--" }) {
        operands.removeAll { $0.range.lowerBound > end.range.lowerBound }
      }
      // `python -m pip` names its module as the value of an option, so it is no operand; `uv` run so
      // would be.
      if use.program?.hasPrefix("python") == true, grammar.skipped > 0,
        let index = use.arguments.firstIndex(where: { $0.value == "-m" }),
        index + 1 < use.arguments.count
      {
        operands.insert(use.arguments[index + 1], at: 0)
      }
      if grammar.manager == .yarn, operands.first?.value == "global" { operands.removeFirst() }
      return operands
    }

    /// The name and the version of a package; nil where the text names a file, a folder or a URL.
    func split(_ text: String) -> (String, String?)? {
      if text.contains("://") || text.hasPrefix("./") || text.hasPrefix("/")
        || text.hasPrefix("../")
        || text == "." || text.hasPrefix("git+") || text.hasPrefix("~")
      {
        return manager == .go ? nil : nil
      }
      switch separator {
      case .equals:
        let parts = text.split(maxSplits: 1, whereSeparator: { "=<>~".contains($0) })
        var name = String(parts.first ?? "")
        if manager == .apt {
          if name.hasSuffix(".deb") { return nil }
          // `name/trixie-backports` takes the version of a release.
          if let slash = name.firstIndex(of: "/") {
            return (String(name[..<slash]), String(name[slash...]))
          }
          if let colon = name.firstIndex(of: ":") { name = String(name[..<colon]) }
          if name.hasSuffix("-") || name.hasSuffix("+") { name.removeLast() }
        }
        if manager == .apk {
          if name.hasPrefix("!") { return nil }
          if let at = name.firstIndex(of: "@") { name = String(name[..<at]) }
          if name.hasSuffix(".apk") { return nil }
        }
        return (name, parts.count > 1 ? String(parts[1]).trimmingEquals : nil)
      case .at:
        let searchStart = text.hasPrefix("@") ? text.index(after: text.startIndex) : text.startIndex
        guard let at = text[searchStart...].lastIndex(of: "@") else { return (text, nil) }
        return (String(text[..<at]), String(text[text.index(after: at)...]))
      case .python:
        if text.hasSuffix(".whl") || text.hasSuffix(".tar.gz") || text.hasSuffix(".zip") {
          return nil
        }
        if let at = text.range(ofText: " @ ") { return (String(text[..<at]), "@") }
        let name = text.prefix { !"=<>!~;@".contains($0) }
        let version = text.dropFirst(name.count)
        let plain = name.prefix { $0 != "[" && $0 != " " }
        return (
          String(plain),
          version.isEmpty || version.hasPrefix(";") ? nil : String(version)
        )
      case .colon:
        if text.hasSuffix(".gem") { return nil }
        guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
      case .dash:
        if text.hasSuffix(".rpm") || text.hasPrefix("@") { return nil }
        // A version begins with a digit after a dash: `httpd-2.4.57`, not `java-17-openjdk`.
        var position = text.startIndex
        while let dash = text[position...].firstIndex(of: "-") {
          let next = text.index(after: dash)
          if next < text.endIndex, text[next].isNumber, text[next...].contains("."),
            !text[next...].contains(where: { $0.isUppercase })
          {
            return (String(text[..<dash]), String(text[next...]))
          }
          if next >= text.endIndex { break }
          position = next
        }
        return (text, nil)
      }
    }
  }
}

extension String {
  /// The text without leading `=`, `<`, `>` and `~`.
  fileprivate var trimmingEquals: String { String(drop { "=<>~".contains($0) }) }

  /// Where `text` first begins.
  fileprivate func range(ofText text: String) -> Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return index }
      index = self.index(after: index)
    }
    return nil
  }
}
