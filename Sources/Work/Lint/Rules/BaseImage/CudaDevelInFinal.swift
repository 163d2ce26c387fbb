import BaseImages
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let cudaDevelInFinal = Rule(
    "cuda-devel-in-final", .baseImage, .info,
    aliases: ["tally/gpu/prefer-runtime-final-stage"],
    summary: "The last stage stands on an image with the whole CUDA toolkit.",
    why: """
      The `devel` images of CUDA hold compilers, headers and static libraries, several gigabytes \
      of them. A program that was built needs the `runtime` or `base` image only. Where programs \
      compile kernels at run time with `nvcc`, the toolkit is needed and the rule is to be ignored.
      """,
    references: ["https://hub.docker.com/r/nvidia/cuda"],
    examples: [
      .flags(
        """
        FROM ‹nvidia/cuda:12.9.1-cudnn-devel-ubuntu24.04›
        COPY app /app
        """),
      .accepts(
        """
        FROM nvidia/cuda:12.9.1-devel-ubuntu24.04 AS build
        RUN make
        FROM nvidia/cuda:12.9.1-runtime-ubuntu24.04
        """),
    ],
    check: { subject, findings in
      guard let (image, _, range) = subject.finalImage, image.path == "nvidia/cuda",
        let tag = image.tag, tag.split(separator: "-").contains("devel")
      else { return }
      let words = tag.split(separator: "-").map { $0 == "devel" ? "runtime" : String($0) }
      findings.report(
        range, "the image ships the compilers of CUDA, which a program that is built does not need",
        help:
          "Build in a stage of its own, and write `nvidia/cuda:\(words.joined(separator: "-"))` here"
      )
    })
}
