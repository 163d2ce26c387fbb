public import Documents

/// The machine and system that an image is for (OCI image-spec, image-index.md, "platform").
public struct Platform: Hashable, Sendable {
  /// The system, as Go names it, such as `linux`.
  public let os: String
  /// The processor, as Go names it, such as `amd64`.
  public let architecture: String
  /// The variant of the processor, such as `v7`; nil where none is said.
  public let variant: String?
  /// The version of the system, which Windows images have.
  public let osVersion: String?

  /// A platform of parts as they stand in a document.
  public init(os: String, architecture: String, variant: String? = nil, osVersion: String? = nil) {
    self.os = os
    self.architecture = architecture
    self.variant = variant
    self.osVersion = osVersion
  }

  /// The platform that people mean by `os/architecture[/variant]`, or by a part of it such as
  /// `arm64`; nil where the text is none.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: "/", omittingEmptySubsequences: false).map(
      String.init)
    let isWord = { (part: String) in
      !part.isEmpty
        && part.utf8.allSatisfy { $0.isAlphanumeric || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E }
    }
    guard (1...3).contains(parts.count), parts.allSatisfy(isWord) else { return nil }
    let systems = ["linux", "windows", "darwin", "freebsd", "wasip1", "js"]
    let written: Platform
    if parts.count == 1 {
      written =
        systems.contains(parts[0])
        ? Platform(os: parts[0], architecture: Platform.host.architecture)
        : Platform(os: "linux", architecture: parts[0])
    } else {
      written = Platform(
        os: parts[0], architecture: parts[1], variant: parts.count == 3 ? parts[2] : nil)
    }
    self = written.normalized
  }

  /// The platform of a document; nil where the system or the processor is missing.
  public init?(_ json: JSON) {
    guard let os = json["os"]?.string, let architecture = json["architecture"]?.string else {
      return nil
    }
    self.init(
      os: os, architecture: architecture,
      variant: json["variant"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      osVersion: json["os.version"]?.string)
  }

  /// The platform of images for this machine: always Linux, as containers are.
  public static var host: Platform {
    #if arch(arm64)
      Platform(os: "linux", architecture: "arm64")
    #elseif arch(x86_64)
      Platform(os: "linux", architecture: "amd64")
    #elseif arch(arm)
      Platform(os: "linux", architecture: "arm", variant: "v7")
    #elseif arch(riscv64)
      Platform(os: "linux", architecture: "riscv64")
    #elseif arch(powerpc64le)
      Platform(os: "linux", architecture: "ppc64le")
    #elseif arch(s390x)
      Platform(os: "linux", architecture: "s390x")
    #else
      Platform(os: "linux", architecture: "unknown")
    #endif
  }

  /// The same platform by the names and variants that are usual, such as `amd64` for `x86_64` and
  /// no variant for `arm64/v8`.
  public var normalized: Platform {
    var architecture = architecture.lowercased()
    var variant = variant?.lowercased()
    switch architecture {
    case "x86_64", "x86-64", "x64": architecture = "amd64"
    case "i386", "i486", "i586", "i686", "x86": architecture = "386"
    case "aarch64", "armv8": architecture = "arm64"
    case "armhf": (architecture, variant) = ("arm", variant ?? "v7")
    case "armel": (architecture, variant) = ("arm", variant ?? "v6")
    case "armv7", "armv7l": (architecture, variant) = ("arm", "v7")
    case "armv6", "armv6l": (architecture, variant) = ("arm", "v6")
    default: break
    }
    switch (architecture, variant) {
    case ("arm64", "v8"), ("arm64", "8"), ("amd64", "v1"): variant = nil
    case ("arm", nil), ("arm", "7"): variant = "v7"
    case ("arm", "5"): variant = "v5"
    case ("arm", "6"): variant = "v6"
    default: break
    }
    return Platform(
      os: os.lowercased(), architecture: architecture, variant: variant, osVersion: osVersion)
  }

  /// How well an image for `offered` runs on this platform: 0 at best, more for older variants; nil
  /// where it does not run.
  public func distance(to offered: Platform) -> Int? {
    let wanted = normalized
    let offered = offered.normalized
    guard wanted.os == offered.os, wanted.architecture == offered.architecture else { return nil }
    if let version = wanted.osVersion, version != offered.osVersion { return nil }
    let (mine, theirs) = (wanted.level, offered.level)
    if mine == theirs { return wanted.variant == offered.variant ? 0 : nil }
    guard let mine, let theirs, theirs < mine else { return nil }
    return mine - theirs
  }

  /// The number of the variant, by which older ones run on newer machines; nil where it has none.
  private var level: Int? {
    guard let variant else {
      return architecture == "amd64" ? 1 : architecture == "arm64" ? 8 : nil
    }
    guard variant.hasPrefix("v") else { return nil }
    return Int(variant.dropFirst())
  }

  /// The platform as a document writes it.
  public var json: JSON {
    var members = [
      JSON.Member("architecture", .string(architecture)), JSON.Member("os", .string(os)),
    ]
    if let osVersion { members.append(.init("os.version", .string(osVersion))) }
    if let variant { members.append(.init("variant", .string(variant))) }
    return .object(members)
  }
}

extension Platform: CustomStringConvertible {
  /// The platform as people write it, such as `linux/arm/v7`.
  public var description: String {
    "\(os)/\(architecture)" + (variant.map { "/\($0)" } ?? "")
  }
}
