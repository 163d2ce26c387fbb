import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Subject {
  /// The image that the last stage stands on, through earlier stages, with the place that names it.
  var finalImage: (image: ImageReference, facts: BaseImageFacts?, range: SourceRange)? {
    guard let final = facts.finalStage else { return nil }
    var index = final.index
    for _ in stages.indices {
      switch stages[index].base {
      case .stage(let earlier): index = earlier
      case .image(let image):
        return (image, stages[index].baseFacts, stages[index].markRange)
      default: return nil
      }
    }
    return nil
  }
}
