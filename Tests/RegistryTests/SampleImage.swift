import Documents
import OCI
import Registry
import Source
import Testing

/// A small image to push: a configuration and a layer.
struct SampleImage {
  let config: [UInt8]
  let layer: [UInt8]
  let manifest: Manifest

  /// - Parameters:
  ///   - name: What tells it from others.
  ///   - size: The bytes of its layer.
  init(_ name: String, size: Int = 5000) {
    config =
      Array(#"{"architecture":"amd64","os":"linux","config":{},"x":"\#(name)","#.utf8)
      + Array(#""rootfs":{"type":"layers","diff_ids":[]}}"#.utf8)
    var state = UInt32(truncatingIfNeeded: name.utf8.reduce(7) { $0 &* 31 &+ UInt($1) })
    let block = (0..<min(size, 4093)).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24)
    }
    var layer: [UInt8] = []
    while layer.count < size { layer += block.prefix(size - layer.count) }
    self.layer = layer
    manifest = Manifest(
      config: Descriptor(of: config, .config), layers: [Descriptor(of: layer, .layer)])
  }

  var layerDescriptor: Descriptor { manifest.layers[0] }

  /// Pushes it, and names it.
  func push(_ client: RegistryClient, _ repository: Repository, tag: String = "latest") throws {
    try client.push(manifest.config.digest, from: .bytes(config), to: repository)
    try client.push(layerDescriptor.digest, from: .bytes(layer), to: repository)
    try client.put(.manifest(manifest), to: repository, .tag(tag))
  }
}

extension RegistryClient {
  /// The bytes of a blob.
  func bytes(_ blob: Descriptor, _ repository: Repository) throws -> [UInt8] {
    try self.blob(blob, of: repository, limit: 1 << 26)
  }
}
