import Archive
import Host
import Layers

/// Programs that help whoever breaks into a container.
enum KnownPrograms {
  static let shells: Set = [
    "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "busybox", "toybox",
    "pwsh",
  ]
  static let packageManagers: Set = [
    "apt", "apt-get", "dpkg", "apk", "rpm", "dnf", "dnf5", "microdnf", "yum", "zypper", "pacman",
    "tdnf", "opkg", "pip", "pip3", "npm", "yarn", "pnpm", "gem", "conda",
  ]

  /// The paths of programs in folders of programs.
  static func find(_ tree: FileTree) -> (shells: [String], packageManagers: [String]) {
    var shellPaths: [String] = []
    var managerPaths: [String] = []
    for folder in [
      "bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin", "busybox",
    ] {
      guard let path = try? LayerPath(.init(folder)), let place = tree.place(of: path) else {
        continue
      }
      for (name, inner) in tree.children(of: place) {
        let shown = name.shown
        guard shells.contains(shown) || packageManagers.contains(shown),
          let target = (try? tree.resolve(tree.path(of: inner).raw)) ?? nil,
          tree[target].kind == .file, tree[target].mode & 0o111 != 0
        else { continue }
        let text = "/\(folder)/\(shown)"
        if shells.contains(shown) { shellPaths.append(text) } else { managerPaths.append(text) }
      }
    }
    return (shellPaths.sorted(), managerPaths.sorted())
  }
}
