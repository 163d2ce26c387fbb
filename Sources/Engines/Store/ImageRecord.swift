import Documents
public import OCI

/// What a name of the store stands for.
public struct ImageRecord: Hashable, Sendable {
  /// How an image came into the store.
  public enum Origin: String, Hashable, Sendable {
    /// From a registry, where it can be had again.
    case pulled
    /// From a file, a folder or a daemon.
    case imported
    /// From a build, or by another name of the store.
    case made
  }

  /// The name in full: registry, path, and tag or digest.
  public let name: String
  /// The manifest or index.
  public let descriptor: Descriptor
  /// How it came.
  public let origin: Origin
  /// When it came under this name, in seconds since 1970-01-01T00:00:00Z.
  public let since: Int64

  /// A record from its parts.
  public init(name: String, descriptor: Descriptor, origin: Origin, since: Int64) {
    self.name = name
    self.descriptor = descriptor
    self.origin = origin
    self.since = since
  }

  /// The record of a file of the store; nil where the file is none.
  init?(_ json: JSON) {
    guard json["schema"]?.string == "hardstand.name/1", let name = json["name"]?.string,
      let target = json["descriptor"], let descriptor = try? Descriptor(target, name),
      let origin = json["origin"]?.string.flatMap({ Origin(rawValue: $0) }),
      let since = json["since"]?.numberText.flatMap({ Int64($0) })
    else { return nil }
    self.init(name: name, descriptor: descriptor, origin: origin, since: since)
  }

  var json: JSON {
    [
      "schema": "hardstand.name/1", "name": .string(name), "descriptor": descriptor.json,
      "origin": .string(origin.rawValue), "since": .number(since),
    ]
  }
}
