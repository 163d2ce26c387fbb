import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let basePlatformMismatch = Rule(
    "base-platform-mismatch", .baseImage, .error,
    aliases: ["InvalidBaseImagePlatform", "tally/platform-mismatch"],
    summary: "The base is for another platform than FROM asks for.",
    why: """
      Images such as `arm64v8/debian` are for one architecture, and those of Windows for one system. \
      FROM with another `--platform` either finds no image or begins a stage whose programs do not \
      run. Only names that say their platform are judged.
      """,
    references: [
      "https://docs.docker.com/reference/build-checks/invalid-base-image-platform/",
      "https://github.com/docker-library/official-images#architectures-other-than-amd64",
    ],
    examples: [
      .flags(
        """
        FROM --platform=linux/amd64 ‹arm64v8/debian:13›
        RUN true
        FROM --platform=linux/arm64 ‹mcr.microsoft.com/windows/nanoserver:ltsc2025›
        """),
      .accepts(
        """
        FROM --platform=linux/arm64 arm64v8/debian:13
        FROM arm64v8/debian:13
        FROM --platform=$BUILDPLATFORM amd64/debian:13
        FROM --platform=linux/amd64 amd64/debian:13
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        guard case .image(let image) = stage.base, let from = stage.from,
          let asked = stage.platform?.value.value?.lowercased(),
          let only = platform(of: image)
        else { continue }
        let parts = asked.split(separator: "/").map(String.init)
        let isWrong =
          parts.first != only.system
          || only.architecture.map { parts.count > 1 && parts[1] != $0 } ?? false
        guard isWrong else { continue }
        let name = only.architecture.map { "\(only.system)/\($0)" } ?? only.system
        findings.report(
          from.base.range, "`\(image.familiarRepository)` is for \(name) only, not for `\(asked)`",
          help: "Name the image without an architecture, or ask for its own platform")
      }
    })

  /// The only platform of an image whose name says it.
  private static func platform(of image: ImageReference) -> (system: String, architecture: String?)?
  {
    let owner = image.path.prefix { $0 != "/" }
    if image.registry == "docker.io", let architecture = architectures[String(owner)] {
      return ("linux", architecture)
    }
    if image.registry == "docker.io", owner == "winamd64" { return ("windows", "amd64") }
    if image.registry == "mcr.microsoft.com", owner == "windows" { return ("windows", nil) }
    return nil
  }

  private static let architectures = [
    "amd64": "amd64", "arm32v5": "arm", "arm32v6": "arm", "arm32v7": "arm", "arm64v8": "arm64",
    "i386": "386", "ppc64le": "ppc64le", "riscv64": "riscv64", "s390x": "s390x",
    "mips64le": "mips64le",
  ]
}
