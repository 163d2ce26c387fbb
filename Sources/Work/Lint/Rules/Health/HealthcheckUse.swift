import BaseImages
import Dockerfile
import Facts
import Source

/// The health check that a stage ends with, where it has a command.
struct HealthcheckUse {
  /// What it asks for.
  let check: Healthcheck
  /// Its step.
  let step: Step
  /// Its stage.
  let stage: StageFacts

  /// The checks that the stages of a file end with.
  static func all(_ subject: Subject) -> [HealthcheckUse] {
    subject.stages.compactMap { stage in
      guard let set = stage.end.healthcheck, stage.steps.indices.contains(set.step),
        set.check.command != nil
      else { return nil }
      return HealthcheckUse(check: set.check, step: stage.steps[set.step], stage: stage)
    }
  }

  /// Whether `wget` is that of BusyBox; nil where it may be either.
  var hasBusyBoxWget: Bool? {
    if stage.end.installations.has("wget") { return false }
    switch stage.baseFacts?.family {
    case .alpine, .busybox, .wolfi: return true
    case .debian, .ubuntu, .redhat, .amazonlinux, .azurelinux: return false
    default: return nil
    }
  }

  /// The places of a text in the command.
  func places(of text: String, _ source: SourceText) -> [SourceRange] {
    guard let range = check.command?.range else { return [] }
    let bytes = Array(source.bytes[range.offsets])
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return [] }
    var result: [SourceRange] = []
    for start in 0...(bytes.count - wanted.count) where bytes[start] == wanted[0] {
      if bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
        let lower = range.lowerBound + start
        result.append(SourceRange(lower, lower + wanted.count))
      }
    }
    return result
  }
}
