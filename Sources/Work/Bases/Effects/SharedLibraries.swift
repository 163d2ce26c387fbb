import Archive

extension Effect {
  /// Tells of folders of libraries that only a cache of `ldconfig` would make known; the usual ones are
  /// searched without it.
  static let sharedLibraries = Effect(packages: ["libc-bin"]) { tree, context in
    let usual = ["lib", "usr/lib", "lib/\(context.triplet)", "usr/lib/\(context.triplet)"].map {
      tree.place(RawPath($0))
    }
    for file in tree.files(in: "etc/ld.so.conf.d") {
      for line in (tree.text(file) ?? "").split(separator: "\n") where line.hasPrefix("/") {
        let folder = tree.place(RawPath(String(line.dropFirst())))
        if usual.contains(folder) { continue }
        let libraries = tree.files(in: folder).filter { $0.name.contains(".so") }
        if !libraries.isEmpty {
          context.notes.append(
            "\(line): programs find the libraries there only with LD_LIBRARY_PATH, or after `ldconfig`"
          )
        }
      }
    }
  }
}
