import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let driverCapabilitiesAll = Rule(
    "driver-capabilities-all", .runtime, .info, isDefault: false, fix: .unsafe,
    aliases: ["tally/gpu/prefer-minimal-driver-capabilities"],
    summary: "The container asks for all capabilities of the GPU driver.",
    why: """
      NVIDIA_DRIVER_CAPABILITIES says which libraries and programs of the driver the host mounts. \
      Computing needs `compute,utility`; `all` adds graphics, video and display, and with them more \
      that may not fit.
      """,
    references: [
      "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html"
    ],
    examples: [
      .flags(
        """
        FROM ubuntu:22.04
        ENV A=b NVIDIA_DRIVER_CAPABILITIES=‹all›
        """,
        fixed: """
          FROM ubuntu:22.04
          ENV A=b NVIDIA_DRIVER_CAPABILITIES=compute,utility
          """),
      .accepts(
        """
        FROM ubuntu:22.04
        ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.env) {
        for pair in step.instruction.pairs where pair.key.value == "NVIDIA_DRIVER_CAPABILITIES" {
          guard let value = pair.value,
            value.value.filter({ $0 != "\"" && $0 != "'" }).lowercased() == "all"
          else { continue }
          findings.report(
            value.range, "the container asks for all capabilities of the driver",
            help: "Write `compute,utility`, and what else the program needs",
            fixes: [
              Fix(
                "Write `compute,utility`", .unsafe, [TextEdit(value.range, "compute,utility")],
                risk: "Graphics, video and display of the driver are no longer mounted.")
            ])
        }
      }
    })
}
