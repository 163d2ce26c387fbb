import Archive
import Host
import Layers
import Source

/// Programs that shall not be in an image, whatever path leads to them (`noShell`, `noPackageManager`).
enum ProgramCheck {
  static let shells: Set<String> = [
    "sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh", "csh", "tcsh", "fish", "busybox",
    "toybox", "rbash",
  ]
  static let packageManagers: Set<String> = [
    "apt", "apt-get", "aptitude", "dpkg", "apk", "yum", "dnf", "microdnf", "rpm", "zypper",
    "pacman",
    "tdnf", "opkg",
  ]
  static let privilegeTools: Set<String> = ["su", "sudo", "doas", "pkexec"]

  /// Paths of programs with one of these names in folders for programs, or anywhere that PATH leads.
  static func found(_ names: Set<String>, in image: ProvenImage) -> [String] {
    var folders: Set<String> = [
      "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/busybox",
      "/opt/bin",
    ]
    for folder in (image.variable("PATH") ?? "").split(separator: ":") where folder.first == "/" {
      folders.insert(String(folder))
    }
    var found: Set<String> = []
    for folder in folders {
      guard let place = image.place(folder), image.tree[place].kind == .folder else { continue }
      // The same folder by the path that no link is part of.
      let path = image.tree.path(of: place)
      for child in image.tree.children(of: place) {
        let name = String(decoding: child.name.bytes, as: UTF8.self)
        guard names.contains(name) else { continue }
        let whole = path.appending(child.name).text
        // A link to nothing runs nothing.
        guard let target = image.place(whole) else { continue }
        let file = image.tree[target]
        if file.kind == .file, file.mode & 0o111 != 0 { found.insert(whole) }
      }
    }
    return found.sorted()
  }

  static func result(
    _ title: String, _ names: Set<String>, _ kind: String, _ image: ProvenImage
  ) -> ProofResult {
    var result = ProofResult(title)
    for path in found(names, in: image) {
      result.add(path, expected: "no \(kind)", seen: "a program")
    }
    return result
  }
}
