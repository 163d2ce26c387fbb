import Documents
import OCI

/// What a row's data ask of a tag, such as "has the word slim, version 3.13 or later".
struct TagCondition {
  /// The tag; nil where a reference has only a digest.
  var shape: TagShape?
  var repository: String

  /// Whether the tag meets the condition; an absent condition is always met.
  ///
  /// A tag without a version is the newest one. Where there is no tag, only
  /// conditions on the repository are met, for nothing else is certain.
  func meets(_ condition: JSON?) -> Bool {
    guard let members = condition?.object, !members.isEmpty else { return true }
    return members.allSatisfy { meets($0.key, $0.value) }
  }

  private func meets(_ key: String, _ value: JSON) -> Bool {
    switch key {
    case "repositoryEnds": return repository.hasSuffix(value.string ?? "\0")
    case "repositoryHas": return repository.contains(value.string ?? "\0")
    default: break
    }
    guard let shape else { return false }
    switch key {
    case "words": return value.strings.allSatisfy { shape.names($0) }
    case "without": return !value.strings.contains { shape.names($0) }
    case "from": return shape.version.isEmpty || !shape.isBelow(value.string ?? "")
    case "below": return !shape.version.isEmpty && shape.isBelow(value.string ?? "")
    case "versioned": return shape.version.isEmpty != (value.bool ?? true)
    case "parts": return shape.version.count >= (value.int ?? 0)
    case "windows": return shape.isWindows == (value.bool ?? true)
    case "plain":
      return (shape.words.isEmpty || shape.words == ["latest"]) == (value.bool ?? true)
    case "bare": return (shape.words.count == 1) == (value.bool ?? true)
    case "pythonic":
      return shape.words.contains { $0.hasPrefix("python") } == (value.bool ?? true)
    default: return false
    }
  }
}

extension TagShape {
  /// Whether a word stands in the tag, alone or with a release behind it, as
  /// `alpine` does in `alpine3.24`.
  func names(_ word: String) -> Bool {
    words.contains {
      guard $0.hasPrefix(word) else { return false }
      guard let next = $0.utf8.dropFirst(word.utf8.count).first else { return true }
      return word == "alpine" && next.isDigit
    }
  }

  /// Whether a word names a Windows base.
  var isWindows: Bool {
    words.contains {
      $0.hasPrefix("windowsservercore") || $0.hasPrefix("nanoserver") || $0.hasPrefix("ltsc")
        || $0 == "windows"
    }
  }

  /// Whether the version is lower than a bound such as `3.13`, as far as both have numbers.
  func isBelow(_ bound: String) -> Bool {
    let limits = bound.split(separator: ".").map { Int($0) ?? 0 }
    for (number, limit) in zip(version, limits) where number != limit { return number < limit }
    return false
  }
}
