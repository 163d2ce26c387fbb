import BaseImages
import OCI

/// A tag that names no version, so that its image moves from one release to the next.
enum FloatingTag {
  /// Words that say that the image moves, whatever stands beside them.
  private static let moving: Set<String> = [
    "latest", "stable", "edge", "lts", "mainline", "current", "nightly", "rolling", "testing",
    "unstable", "sid", "rawhide", "tumbleweed", "canary", "main", "master", "devel", "head",
  ]

  /// Words of variants that say nothing of the version of the product.
  private static let variants: Set<String> = [
    "slim", "alpine", "bullseye", "bookworm", "trixie", "buster", "jammy", "noble", "focal", "fpm",
    "cli", "zts", "apache", "perl", "otel", "jre", "jdk", "management", "windowsservercore",
    "nanoserver", "alpine3",
  ]

  /// Official images whose version is the name of a release.
  private static let distributions: Set<String> = ["debian", "ubuntu", "buildpack-deps"]

  /// Whether a tag leaves the version of an image open.
  static func isFloating(_ tag: String, of image: ImageReference) -> Bool {
    if tag == "latest" { return true }
    let shape = TagShape(tag)
    guard shape.version.isEmpty, shape.date == nil, let first = shape.words.first else {
      return false
    }
    if first == "latest" { return true }
    guard image.isOfficial else { return shape.words.count == 1 && moving.contains(first) }
    if moving.contains(first) { return true }
    if distributions.contains(image.familiarRepository) { return false }
    return shape.words.allSatisfy { word in
      variants.contains(word) || variants.contains(String(word.prefix { $0.isLetter }))
    }
  }
}
