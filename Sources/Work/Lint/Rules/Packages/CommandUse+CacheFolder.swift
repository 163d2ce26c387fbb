import Facts

extension CommandUse {
  /// The folder that an option or a variable names for what the command downloads; absent where
  /// neither does.
  func cacheFolder(option: String, variable name: String, in subject: Subject) -> Fact<String> {
    let given: Fact<String>
    if let argument = value(of: option) {
      given = argument.value.map { .known($0) } ?? .unknown
    } else {
      given = variable(name, in: subject)
    }
    guard let path = given.value else { return given }
    if path.isEmpty { return .absent }
    if path.hasPrefix("/") { return .known(FilePaths.clean(path)) }
    guard !path.hasPrefix("~"), let directory = directory.value else { return .unknown }
    return .known(FilePaths.absolute(path, in: directory))
  }
}

extension Step {
  /// Whether what the step writes below a folder is not in the image: a mount takes it, or the
  /// step removes it again.
  func discards(_ folder: String) -> Bool {
    keepsOut(folder) || removes(folder) || FilePaths.isWithin(folder, "/dev/shm")
  }
}
