import OCI
import Store

/// The names of images in the store, for completion.
let imageCandidates = DynamicCandidates(kind: "image") { session in
  let store = try ContentStore(try ContentStore.folder(in: session.environment))
  return try store.records().compactMap { record in
    guard let reference = try? ImageReference(parsing: record.name) else { return nil }
    return DynamicCandidates.Candidate(reference.familiar, record.descriptor.digest.short)
  }
}
