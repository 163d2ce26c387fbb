public import Source

/// Something that says step by step how a layer changes what lies below it: a stored layer, the files
/// of a copy, the changes in a folder.
public protocol LayerSteps: AnyObject {
  /// The next step; nil at the end.
  func next() throws(Failure) -> LayerReader.Step?
  /// The next piece of the content of the last step's file; nil at its end.
  func read() throws(Failure) -> ArraySlice<UInt8>?
}

extension LayerReader: LayerSteps {}
