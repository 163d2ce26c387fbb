import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let visibleDevicesFixed = Rule(
    "visible-devices-fixed", .runtime, .warning, fix: .unsafe,
    aliases: ["tally/gpu/no-hardcoded-visible-devices"],
    requirements: ["S3-EV-06"],
    summary: "The image says which GPUs it sees, which is for the one who runs it to say.",
    why: """
      Numbers and identifiers of GPUs are those of one machine. On another, or where a scheduler hands \
      out devices, a fixed CUDA_VISIBLE_DEVICES hides the device that the container was given. `all` on \
      an image of `nvidia/cuda` repeats what the base says.
      """,
    references: [
      "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html"
    ],
    examples: [
      .flags(
        """
        FROM ubuntu:22.04
        ENV ‹CUDA_VISIBLE_DEVICES=0›
        """,
        fixed: """
          FROM ubuntu:22.04
          """),
      .flags(
        """
        FROM ubuntu:22.04
        ENV ‹CUDA_VISIBLE_DEVICES=0› \\
            NVIDIA_VISIBLE_DEVICES=all
        """),
      .flags(
        """
        FROM nvidia/cuda:12.2.0-runtime-ubuntu22.04
        ENV ‹NVIDIA_VISIBLE_DEVICES=all›
        RUN ldconfig
        """,
        fixed: """
          FROM nvidia/cuda:12.2.0-runtime-ubuntu22.04
          RUN ldconfig
          """),
      .flags(
        """
        FROM ubuntu:22.04
        ENV ‹NVIDIA_VISIBLE_DEVICES=GPU-aaaa-bbbb,1›
        """),
      .accepts(
        """
        FROM ubuntu:22.04
        ENV NVIDIA_VISIBLE_DEVICES=all CUDA_VISIBLE_DEVICES=
        """, note: "Without a base of NVIDIA, `all` asks for the devices."),
      .accepts(
        """
        FROM nvidia/cuda:12.2.0-runtime-ubuntu22.04
        ARG GPU_DEVICES=all
        ENV NVIDIA_VISIBLE_DEVICES=${GPU_DEVICES}
        """),
      .accepts(
        """
        FROM nvidia/cuda:12.2.0-runtime-ubuntu22.04
        ENV NVIDIA_VISIBLE_DEVICES=none
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.env) {
        for pair in step.instruction.pairs {
          guard let value = pair.value?.value.filter({ $0 != "\"" && $0 != "'" }),
            let message = message(pair.key.value, value, stage)
          else { continue }
          let isAlone = step.instruction.pairs.count == 1
          let fixes =
            isAlone
            ? [
              Fix(
                "Leave it out", .unsafe,
                [TextEdit(step.instruction.wholeLines(of: subject.source), "")],
                risk: "Where nobody else says it, the container sees other GPUs.")
            ]
            : []
          findings.report(
            pair.range, message, help: "Leave it out, and run the container with `--gpus`",
            fixes: fixes)
        }
      }
    })

  private static func message(_ name: String, _ value: String, _ stage: StageFacts) -> String? {
    let lower = value.lowercased()
    if lower.isEmpty || lower.contains("$") || ["none", "void", "nodevfiles", "-1"].contains(lower)
    {
      return nil
    }
    switch name {
    case "CUDA_VISIBLE_DEVICES":
      return "the image fixes the GPUs that CUDA sees to `\(value)`"
    case "NVIDIA_VISIBLE_DEVICES":
      if lower == "all" {
        return CudaBase.isBase(of: stage)
          ? "the base says `NVIDIA_VISIBLE_DEVICES=all` already" : nil
      }
      return "the image fixes the GPUs of the container to `\(value)`"
    default: return nil
    }
  }
}
