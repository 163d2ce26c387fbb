import BaseImages
import Facts
import OCI

/// The CUDA toolkit that a stage begins with.
struct CudaBase {
  /// The version, major and minor.
  let version: (major: Int, minor: Int)
  /// The word of the tag that says how much is there: `base`, `runtime` or `devel`; nil without.
  let flavor: String?

  /// The toolkit of a stage that begins with an image of NVIDIA; nil for any other.
  init?(_ stage: StageFacts) {
    guard case .image(let reference) = stage.rootBase, reference.path == "nvidia/cuda",
      let tag = reference.tag
    else { return nil }
    let shape = TagShape(tag)
    guard shape.version.count >= 2 else { return nil }
    version = (shape.version[0], shape.version[1])
    flavor = shape.words.first { ["base", "runtime", "devel"].contains($0) }
  }

  /// Whether the base of a stage is an image of CUDA, whatever its tag.
  static func isBase(of stage: StageFacts) -> Bool {
    guard case .image(let reference) = stage.rootBase else { return false }
    return reference.path == "nvidia/cuda"
  }

  /// The version that a name such as `cu118` or `cu126` stands for.
  static func wheel(_ text: Substring) -> (major: Int, minor: Int)? {
    guard text.hasPrefix("cu") else { return nil }
    let digits = text.dropFirst(2).prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 3, let number = Int(digits) else { return nil }
    return (number / 10, number % 10)
  }
}
