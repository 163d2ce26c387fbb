import Documents
import Proof

/// The description of what `hardstand test` writes.
enum TestSchemas {
  static let all: [(file: String, schema: JSON)] = [("test", ProofSummary.schema)]
}
