import Dockerfile
import Frontend
import Host
public import Source
public import Store

/// What a build takes from outside.
public struct BuildInputs: Sendable {
  /// The images by the numbers that operations carry.
  var images: [StoredImage] = []
  /// What the images are called.
  var names: [String] = []
  /// What the Dockerfile names where another image stands in for it, by the number of that.
  var originals: [Int: String] = [:]
  /// The folders of contexts; that of the build under the empty name.
  var contexts: [String: ContextRoot] = [:]

  /// The caches of other machines, the first that knows a step before others.
  public var caches: [ImportedCache] = []

  /// Nothing.
  public init() {}

  /// Adds an image.
  /// - Parameters:
  ///   - name: What it is called.
  ///   - original: What it stands in for; nil where it is what was asked for.
  /// - Returns: Its number, which the operation of the frontend carries.
  public mutating func add(
    _ image: StoredImage, name: String, standingInFor original: String? = nil
  ) -> Int {
    originals[images.count] = original
    names.append(name)
    images.append(image)
    return images.count - 1
  }

  /// Adds the folder of a context.
  /// - Parameters:
  ///   - folder: The folder.
  ///   - name: Its name; nil for the context of the build.
  ///   - ignoreFile: The bytes of its ignore file, and how that is called.
  ///   - keeper: What the folder goes with; nil where it stays.
  /// - Throws: `Failure` when the folder is none, or its ignore file cannot be understood.
  public mutating func add(
    context folder: String, name: String?, ignoreFile: (name: String, bytes: [UInt8])?,
    keeper: ContextPlace? = nil
  ) throws(Failure) {
    guard Files.isFolder(folder) else {
      throw Failure(
        "cannot build from `\(folder)`", because: ["it is no folder"],
        hint: "Name the folder that holds the sources")
    }
    var ignore = IgnoreFile(patterns: [])
    if let ignoreFile {
      let source = SourceText(name: ignoreFile.name, bytes: ignoreFile.bytes)
      ignore = IgnoreFile.parse(source: source)
      if let malformed = ignore.firstMalformed {
        throw Failure(
          "cannot understand the pattern `\(malformed.text)`", in: source,
          at: malformed.range.lowerBound, hint: "Mend the pattern, or remove it")
      }
    }
    contexts[name ?? ""] = ContextRoot(
      path: Files.realPath(folder) ?? folder, ignore: ignore,
      label: name.map { "the context `\($0)`" } ?? "the build context", keeper: keeper,
      isPassing: keeper?.isPassing ?? false)
  }
}
