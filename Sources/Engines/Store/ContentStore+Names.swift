import Documents
import Host
import OCI
public import Source

extension ContentStore {
  /// Makes a name stand for an image whose blobs are stored; what it stood for loses it.
  /// - Throws: `Failure` when the name cannot be written.
  public func setName(_ record: ImageRecord) throws(Failure) {
    // A name that stands for the same image stays as it is: the disk need not be waited for.
    if let known = try? self.record(record.name), known.descriptor == record.descriptor,
      known.origin == record.origin
    {
      return
    }
    try Files.write(record.json.bytes(.pretty) + [0x0A], to: file(ofName: record.name))
  }

  /// What a name in full stands for; nil where the store does not have it.
  /// - Throws: `Failure` when the file of the name cannot be read.
  public func record(_ name: String) throws(Failure) -> ImageRecord? {
    let file = file(ofName: name)
    guard Files.status(file) != nil else { return nil }
    let record = try read(recordIn: file)
    return record?.name == name ? record : nil
  }

  /// Takes a name away; its image stays until it is collected.
  /// - Returns: What it stood for; nil where the store does not have it.
  /// - Throws: `Failure` when the name cannot be removed.
  @discardableResult
  public func removeName(_ name: String) throws(Failure) -> ImageRecord? {
    guard let record = try record(name) else { return nil }
    try Files.remove(file(ofName: name))
    return record
  }

  /// All names, sorted.
  /// - Throws: `Failure` when the folder or a file of it cannot be read.
  public func records() throws(Failure) -> [ImageRecord] {
    var records: [ImageRecord] = []
    for entry in try Files.list(path("names")) where entry.name.hasSuffix(".json") {
      let file = path("names/\(entry.name)")
      do throws(Failure) {
        if let record = try read(recordIn: file) { records.append(record) }
      } catch {
        // Another process may have taken the name away since the folder was listed.
        if Files.status(file) != nil { throw error }
      }
    }
    return records.sorted { $0.name < $1.name }
  }

  private func read(recordIn file: String) throws(Failure) -> ImageRecord? {
    let bytes = try Files.read(file, limit: 1 << 20)
    guard let json = try? JSON(reading: bytes, name: file), let record = ImageRecord(json) else {
      throw Failure(
        "cannot understand the name in `\(file)`", because: ["it was not written by hardstand"],
        hint: "remove the file and pull the image again")
    }
    return record
  }

  /// A name may be longer than a file system allows, so the file has its digest.
  private func file(ofName name: String) -> String {
    path("names/\(Digest(of: Array(name.utf8)).hex).json")
  }
}
