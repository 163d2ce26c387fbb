import Archive

extension Effect {
  /// What is installed, where scanners look for it: a file a package where there is no package manager.
  static let packageDatabase = Effect(packages: ["dpkg"]) { tree, context in
    if context.spec.hasPackageManager {
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
}
