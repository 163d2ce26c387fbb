import Host
import Layers

/// Paths of caches that an image has no use for when it runs.
enum CachePath {
  /// Which cache a path lies in; nil where it lies in none.
  static func cache(_ path: LayerPath) -> String? {
    let names = path.names.map(\.bytes)
    for (folder, title) in folders where names.count > folder.count {
      if zip(folder, names).allSatisfy({ $0.elementsEqual($1) }) { return title }
    }
    for name in names.dropLast() {
      for (inner, title) in anywhere where name.elementsEqual(inner) { return title }
    }
    // Caches of users lie in their homes.
    guard names.count > 2 else { return nil }
    let home =
      names[0].elementsEqual("root".utf8)
      ? 1 : names[0].elementsEqual("home".utf8) && names.count > 3 ? 2 : nil
    if let home {
      for (folder, title) in inHomes where names.count > home + folder.count {
        if zip(folder, names[home...]).allSatisfy({ $0.elementsEqual($1) }) { return title }
      }
    }
    return nil
  }

  private static func parts(_ text: String) -> [[UInt8]] {
    text.split(separator: "/").map { Array($0.utf8) }
  }

  private static let folders: [([[UInt8]], String)] = [
    (parts("var/lib/apt/lists"), "apt lists"), (parts("var/cache/apt"), "apt downloads"),
    (parts("var/cache/apk"), "apk cache"), (parts("var/cache/dnf"), "dnf cache"),
    (parts("var/cache/yum"), "yum cache"), (parts("var/cache/microdnf"), "dnf cache"),
    (parts("var/cache/zypp"), "zypper cache"), (parts("var/cache/pacman"), "pacman cache"),
    (parts("var/cache/debconf"), "debconf cache"), (parts("var/cache/ldconfig"), "ldconfig cache"),
    (parts("var/cache/man"), "man cache"), (parts("usr/local/share/.cache"), "yarn cache"),
    (parts("go/pkg/mod/cache"), "Go module cache"),
  ]

  private static let inHomes: [([[UInt8]], String)] = [
    (parts(".cache"), "cache of a user"), (parts(".npm"), "npm cache"),
    (parts(".cargo/registry"), "cargo registry"), (parts(".m2/repository"), "Maven repository"),
    (parts(".gradle/caches"), "Gradle cache"), (parts(".nuget/packages"), "NuGet packages"),
    (parts("go/pkg/mod/cache"), "Go module cache"), (parts(".yarn/cache"), "yarn cache"),
  ]

  private static let anywhere: [([UInt8], String)] = [
    (Array("__pycache__".utf8), "Python bytecode"), (Array(".git".utf8), "Git history"),
    (Array(".pytest_cache".utf8), "pytest cache"), (Array(".mypy_cache".utf8), "mypy cache"),
    (Array(".ruff_cache".utf8), "ruff cache"),
  ]
}
