import Archive

extension Effect {
  /// The folders and the file that `python3.*-minimal` makes.
  static let pythonFiles = Effect(packages: ["python3-minimal", "python3"]) { tree, context in
    for package in context.packages {
      guard package.name.hasPrefix("python3."), package.name.hasSuffix("-minimal") else { continue }
      let version = package.name.dropLast("-minimal".count)
      tree.makeFolder(RawPath("usr/local/lib/\(version)/dist-packages"))
      if tree[RawPath("etc/\(version)/sitecustomize.py")] == nil {
        tree.write(
          RawPath("etc/\(version)/sitecustomize.py"),
          "# Empty sitecustomize.py to avoid a dangling symlink\n")
      }
    }
  }
}
