import Layers
import OCI
import Source
import Store
import Streams

extension StoredImage {
  /// Its layers, the lowest first, as they can be read again and again.
  var layerBlobs: [LayerBlob] {
    let store = store
    return zip(manifest.layers, config.diffIDs).map { layer, diffID in
      LayerBlob(layer, diffID: diffID, isVerified: true) { () throws(Failure) -> any ByteStream in
        try store.open(layer)
      }
    }
  }
}
