import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let cudaVersionMismatch = Rule(
    "cuda-version-mismatch", .runtime, .warning,
    aliases: ["tally/gpu/cuda-version-mismatch"],
    summary: "Packages are built for another CUDA than the base has.",
    why: """
      A wheel for a newer minor version than that of the base, or for another major version, finds \
      libraries that do not fit: the program ends with a CUDA error, or computes on the CPU and says \
      nothing. An older minor version of the same major works.
      """,
    references: ["https://docs.nvidia.com/deploy/cuda-compatibility/"],
    examples: [
      .flags(
        """
        FROM nvidia/cuda:12.1.0-devel-ubuntu22.04
        RUN pip install --index-url ‹https://download.pytorch.org/whl/cu118› torch
        RUN pip install ‹torch==2.5.0+cu124›
        """),
      .flags(
        """
        FROM nvidia/cuda:12.4.0-runtime-ubuntu22.04
        RUN uv pip install --torch-backend ‹cu118› torch
        RUN conda install -y pytorch ‹pytorch-cuda=11.8› -c pytorch
        """),
      .accepts(
        """
        FROM nvidia/cuda:12.6.0-runtime-ubuntu22.04
        RUN pip install --index-url https://download.pytorch.org/whl/cu121 torch
        """),
      .accepts(
        """
        FROM ubuntu:22.04
        RUN pip install --index-url https://download.pytorch.org/whl/cu121 torch
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands where command.verb == .install {
        let use = command.use
        guard let base = CudaBase(subject.stage(of: use)) else { continue }
        for argument in use.arguments {
          guard let text = argument.value, let wanted = version(text),
            wanted.major != base.version.major || wanted.minor > base.version.minor
          else { continue }
          findings.report(
            argument.range,
            "this is for CUDA \(wanted.major).\(wanted.minor), and the base has \(base.version.major).\(base.version.minor)",
            help: "Take packages and base of the same CUDA",
            related: [Finding.Related(subject.stage(of: use).markRange, "the base")])
        }
      }
    })

  /// The version of CUDA that an argument names.
  private static func version(_ text: String) -> (major: Int, minor: Int)? {
    if let name = text.split(separator: "/").last ?? text.split(separator: "=").last,
      text.contains("/whl/") || text.hasPrefix("cu"), let found = CudaBase.wheel(name)
    {
      return found
    }
    if let plus = text.lastIndex(of: "+"),
      let found = CudaBase.wheel(text[text.index(after: plus)...])
    {
      return found
    }
    for name in ["pytorch-cuda=", "cudatoolkit="] where text.hasPrefix(name) {
      let parts = text.dropFirst(name.count).drop { $0 == "=" }.split(separator: ".").prefix(2)
        .compactMap { Int($0) }
      if parts.count == 2 { return (parts[0], parts[1]) }
    }
    return nil
  }
}
