public import Layers
public import OCI
import Source
import Streams

extension StoredImage {
  /// Its layers, the lowest first, as they can be read again and again.
  public var layerBlobs: [LayerBlob] {
    zip(manifest.layers, config.diffIDs).map { store.layer($0, diffID: $1) }
  }
}

extension ContentStore {
  /// A layer of the store, as it can be read again and again.
  public func layer(_ descriptor: Descriptor, diffID: Digest) -> LayerBlob {
    LayerBlob(descriptor, diffID: diffID, isVerified: true) { () throws(Failure) in
      try open(descriptor)
    }
  }
}
