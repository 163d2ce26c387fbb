import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let cudaInstalledTwice = Rule(
    "cuda-installed-twice", .runtime, .warning,
    aliases: ["tally/gpu/no-redundant-cuda-install"],
    summary: "CUDA is installed on a base that has it.",
    why: """
      The images `nvidia/cuda` hold the CUDA libraries, and with `devel` the compiler too. A second CUDA \
      from packages adds gigabytes and another version that may be found first.
      """,
    references: ["https://hub.docker.com/r/nvidia/cuda"],
    examples: [
      .flags(
        """
        FROM nvidia/cuda:12.2.0-devel-ubuntu22.04
        RUN apt-get update && apt-get install -y curl ‹cuda-toolkit-12-2›
        """),
      .flags(
        """
        FROM nvidia/cuda:12.2.0-runtime-ubuntu22.04
        RUN apt-get update && apt-get install -y ‹cuda-runtime-12-2›
        """),
      .accepts(
        """
        FROM nvidia/cuda:12.2.0-base-ubuntu22.04
        RUN apt-get update && apt-get install -y cuda-nvcc-12-2 libcudnn8
        """),
      .accepts(
        """
        FROM ubuntu:22.04
        RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.verb == .install && (command.manager.isSystem || command.manager == .conda) {
        guard let base = CudaBase(subject.stage(of: command.use)), let flavor = base.flavor else {
          continue
        }
        for package in command.packages where isHeld(package.name, flavor) {
          findings.report(
            package.range, "the `\(flavor)` base has what `\(package.name)` brings",
            help: "Leave the package out",
            related: [Finding.Related(subject.stage(of: command.use).markRange, "the base")])
        }
      }
    })

  private static func isHeld(_ name: String, _ flavor: String) -> Bool {
    let whole =
      ["cuda", "cudatoolkit", "nvidia-cuda-toolkit"].contains(name)
      || name.hasPrefix("cuda-toolkit")
    let runtime =
      name.hasPrefix("cuda-runtime") || name.hasPrefix("cuda-libraries-") && !name.contains("dev")
    switch flavor {
    case "devel": return whole || runtime
    case "runtime": return runtime
    default: return false
    }
  }
}
