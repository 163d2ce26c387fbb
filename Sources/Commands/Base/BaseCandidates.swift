import Bases
import Source

/// The names of the bases that are ready.
let baseCandidates = DynamicCandidates(kind: "base") { _ in
  ReadyBases.names.compactMap { name in
    ReadyBases.specification(name).flatMap { try? BaseSpec($0) }.map {
      DynamicCandidates.Candidate(name, $0.summary)
    }
  }
}
