import Archive
import Crypto
import Debian
import Layers

extension Effect {
  /// What is installed, where scanners and the package manager look for it: a file a package without a
  /// package manager, else the database of dpkg.
  static let packageDatabase = Effect(packages: ["dpkg", "apt"]) { tree, context in
    if context.spec.hasPackageManager {
      writeDatabase(&tree, context)
      return
    }
    for package in context.packages {
      let path = RawPath("var/lib/dpkg/status.d/\(package.name)")
      tree.write(path, package.controlText)
      if let sums = package.controlFiles["md5sums"] {
        tree.write(RawPath(path.bytes + Array(".md5sums".utf8)), sums)
      }
    }
  }

  private static func writeDatabase(_ tree: inout BaseTree, _ context: Context) {
    var status = ""
    /// The packages that wait for a path or for a name.
    var paths: [String] = []
    var names: [String: [String]] = [:]
    for package in context.packages.sorted(by: { $0.name < $1.name }) {
      status += entry(package, tree) + "\n"
      let architecture = package.control["Architecture"] ?? "all"
      let name =
        package.control["Multi-Arch"] == "same" ? "\(package.name):\(architecture)" : package.name
      let list = ["/."] + package.paths.filter { !$0.names.isEmpty }.map(\.text)
      tree.write(
        RawPath("var/lib/dpkg/info/\(name).list"), list.map { $0 + "\n" }.joined())
      for (file, bytes) in package.controlFiles.sorted(by: { $0.key < $1.key })
      where file != "control" {
        let isScript = ["preinst", "postinst", "prerm", "postrm", "config"].contains(file)
        tree.write(
          RawPath("var/lib/dpkg/info/\(name).\(file)"), bytes, mode: isScript ? 0o755 : 0o644)
      }
      for line in package.controlLines("triggers") {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard words.count >= 2, words[0].hasPrefix("interest") else { continue }
        let waiting = name + (words[0].hasSuffix("noawait") ? "/noawait" : "")
        if words[1].hasPrefix("/") {
          paths.append("\(words[1]) \(waiting)")
        } else {
          names[words[1], default: []].append(waiting)
        }
      }
    }
    tree.write("var/lib/dpkg/status", status)
    tree.write("var/lib/dpkg/available", "")
    tree.write("var/lib/dpkg/diversions", "")
    tree.write("var/lib/dpkg/statoverride", "")
    tree.write("var/lib/dpkg/info/format", "1\n")
    tree.write("var/lib/dpkg/triggers/File", paths.map { $0 + "\n" }.joined())
    tree.write("var/lib/dpkg/triggers/Unincorp", "")
    for (name, waiting) in names {
      tree.write(
        RawPath("var/lib/dpkg/triggers/\(name)"), waiting.map { $0 + "\n" }.joined())
    }
    for folder in ["updates", "parts", "alternatives"] {
      tree.makeFolder(RawPath("var/lib/dpkg/\(folder)"))
    }
    writeSettings(&tree, context)
  }

  /// What later installations keep to, so that layers stay small.
  private static func writeSettings(_ tree: inout BaseTree, _ context: Context) {
    tree.write(
      "etc/dpkg/dpkg.cfg.d/hardstand",
      """
      # Manuals and translations are left out, as in the image itself.
      path-exclude /usr/share/doc/*
      path-include /usr/share/doc/*/copyright
      path-exclude /usr/share/man/*
      path-exclude /usr/share/info/*
      path-exclude /usr/share/lintian/*
      path-exclude /usr/share/locale/*

      """)
    tree.write(
      "etc/apt/apt.conf.d/90hardstand",
      """
      // Lists and packages are kept small, as what a layer has cannot be taken back.
      Acquire::Languages "none";
      Acquire::GzipIndexes "true";
      APT::AutoRemove::SuggestsImportant "false";
      DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };

      """)
    let account = (tree.text("etc/passwd") ?? "").split(separator: "\n").first {
      $0.hasPrefix("_apt:")
    }
    let owner = account?.split(separator: ":", omittingEmptySubsequences: false)[2]
    for folder in ["var/lib/apt/lists/partial", "var/cache/apt/archives/partial"] {
      tree.makeFolder(RawPath(folder), mode: 0o700, owner: owner.flatMap { UInt32($0) } ?? 0)
    }
    if let sources = context.aptSources { tree.write("etc/apt/sources.list", sources) }
  }

  /// The paragraph of a package in `status`.
  private static func entry(_ package: DebFile, _ tree: BaseTree) -> String {
    var lines: [String] = []
    for field in package.control.fields {
      let value = field.value.split(separator: "\n", omittingEmptySubsequences: false)
      let rest = value.dropFirst().map { $0.isEmpty ? "\n ." : "\n \($0)" }.joined()
      lines.append("\(field.name): \(value.first ?? "")\(rest)")
      if field.name == "Package" { lines.append("Status: install ok installed") }
    }
    let conffiles = package.controlLines("conffiles").filter { $0.hasPrefix("/") }
    if !conffiles.isEmpty {
      lines.append("Conffiles:")
      for path in conffiles {
        let bytes = tree.content(RawPath(String(path.dropFirst()))) ?? []
        lines.append(" \(path) \(MD5.hex(bytes))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
