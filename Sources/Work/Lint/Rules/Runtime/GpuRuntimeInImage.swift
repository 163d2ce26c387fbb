import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let gpuRuntimeInImage = Rule(
    "gpu-runtime-in-image", .runtime, .warning,
    aliases: ["tally/gpu/no-container-runtime-in-image"],
    summary: "The image installs NVIDIA's container runtime or driver, which belong to the host.",
    why: """
      The container toolkit is what the engine of the host uses to hand devices and driver libraries to \
      a container. Inside of one it does nothing, and driver packages there fight with the driver that \
      the host mounts.
      """,
    references: [
      "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html"
    ],
    examples: [
      .flags(
        """
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y curl ‹nvidia-container-toolkit›
        """),
      .accepts(
        """
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands
      where command.verb == .install && command.manager.isSystem {
        for package in command.packages where isOfHost(package.name) {
          findings.report(
            package.range, "`\(package.name)` belongs to the host, and does nothing in a container",
            help: "Install it on the host, and run the container with `--gpus`")
        }
      }
    })

  private static func isOfHost(_ name: String) -> Bool {
    name.hasPrefix("nvidia-container-") || name == "nvidia-docker" || name == "nvidia-docker2"
      || name.hasPrefix("libnvidia-container")
  }
}
