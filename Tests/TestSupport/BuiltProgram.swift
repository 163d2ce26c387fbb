public import Host

/// The program that was built with the tests.
public enum BuiltProgram {
  /// Its path; nil where only the tests were built.
  public static let path: String? = {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(root)/.build/debug/hardstand"
    return Files.isProgram(path) ? path : nil
  }()

  /// The program with words and an environment beside that of the tests.
  public static func spawn(_ words: [String], _ environment: [String: String]) -> Spawn? {
    guard let path else { return nil }
    let all = System.environment.merging(environment) { $1 }
    return Spawn(path, words, environment: all)
  }
}
