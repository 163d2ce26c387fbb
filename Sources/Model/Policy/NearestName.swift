import Source

/// The known name that a mistyped one most likely stands for; nil where none is near.
func nearestName(to text: String, in names: some Sequence<String>) -> String? {
  let wanted = Array(text.lowercased().utf8)
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  let bound = max(1, wanted.count / 3)
  var best: (name: String, distance: Int)?
  for name in names {
    let candidate = Array(name.lowercased().utf8)
    if wanted.count >= 3, candidate.starts(with: wanted), best == nil { best = (name, bound) }
    guard abs(candidate.count - wanted.count) <= bound else { continue }
    let distance = EditDistance.between(wanted, candidate)
    if distance <= bound, distance < best?.distance ?? .max { best = (name, distance) }
  }
  return best?.name
}
