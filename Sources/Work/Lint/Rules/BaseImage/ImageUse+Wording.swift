import BaseImages
import Evidence
import Facts
import OCI
import Source

extension ImageUse {
  /// What the image is taken as, for a message.
  var role: String {
    switch place {
    case .base: "base image"
    case .copy, .mount: "image"
    }
  }

  /// The arguments that give the name, as places beside a finding.
  var related: [Finding.Related] {
    sources.map { Finding.Related($0, "the name comes from here") }
  }

  /// Uses of the same image are told once.
  var cause: String { reference.description }
}
