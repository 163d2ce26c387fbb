import BaseImages
import OCI

/// The image that runs what another one builds, chosen from what the catalogue knows.
///
/// Each choice is a tag that the catalogue has seen published; there is none for an image of which it
/// cannot tell that.
enum RuntimeBase {
  /// The Java runtime for an image with a JDK of Eclipse Temurin: of the same major version, and of the
  /// same release of the system where that is published. `written` is the image as the file names it.
  static func java(_ image: ImageReference, written: String) -> String? {
    guard let repository = repository(image), let tag = image.tag else { return nil }
    var words = tag.split(separator: "-").map(String.init)
    let version: String
    switch repository {
    case "maven":
      guard let place = words.firstIndex(of: "temurin"), place > 0, words[place - 1] == "eclipse",
        place + 1 < words.count
      else { return nil }
      version = words[place + 1]
      words.removeSubrange(place - 1...place + 1)
    case "gradle":
      guard let place = words.firstIndex(where: { $0.hasPrefix("jdk") }) else { return nil }
      version = String(words[place].dropFirst(3))
      words.remove(at: place)
    case "eclipse-temurin":
      guard let first = words.first else { return nil }
      version = String(first.prefix { $0.isNumber })
      words.removeFirst()
      words.removeAll { $0 == "jdk" }
    default: return nil
    }
    let major = version.prefix { $0.isNumber }
    words.removeAll { word in word.first?.isNumber ?? true }
    var systems: [String]
    switch words {
    case []: systems = [""]
    case ["alpine"]: systems = ["-alpine"]
    case ["noble"], ["jammy"], ["focal"]: systems = ["-\(words[0])", ""]
    default: return nil
    }
    systems = systems.map { "\(prefix(written, repository))eclipse-temurin:\(major)-jre\($0)" }
    return systems.first(where: isPublished)
  }

  /// The smaller variant of an image of Node.js; nil where it is small already or none is known.
  static func node(_ image: ImageReference, written: String) -> String? {
    guard repository(image) == "node", let tag = image.tag else { return nil }
    let words = tag.split(separator: "-")
    if words.contains(where: { $0 == "slim" || $0.hasPrefix("alpine") }) { return nil }
    let slim = "\(prefix(written, "node"))node:\(tag)-slim"
    return isPublished(slim) ? slim : nil
  }

  /// The name of an official image; nil for other images.
  static func repository(_ image: ImageReference) -> String? {
    guard BaseImageCatalog.shared.facts(for: image)?.isOfficial == true,
      image.path.contains("library/")
    else { return nil }
    return image.path.split(separator: "/").last.map(String.init)
  }

  /// What stands in front of the name, such as `docker.io/library/`.
  private static func prefix(_ written: String, _ repository: String) -> String {
    let path = written.split(separator: "@", maxSplits: 1)[0]
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private static func isPublished(_ text: String) -> Bool {
    guard let image = try? ImageReference(parsing: text) else { return false }
    return BaseImageCatalog.shared.tagVerdict(for: image) == .exists
  }
}
