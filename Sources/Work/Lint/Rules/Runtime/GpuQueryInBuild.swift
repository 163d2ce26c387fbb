import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let gpuQueryInBuild = Rule(
    "gpu-query-in-build", .runtime, .error,
    aliases: ["tally/gpu/no-buildtime-gpu-queries"],
    summary: "A RUN asks for a GPU, and a build has none.",
    why: """
      No device is attached while an image is built. `nvidia-smi` fails, \
      `torch.cuda.is_available()` says no, and whatever is decided by the answer is decided wrongly \
      for the container that later has one.
      """,
    references: [
      "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/docker-specialized.html"
    ],
    examples: [
      .flags(
        """
        FROM nvidia/cuda:12.2.0-devel-ubuntu22.04
        RUN ‹nvidia-smi›
        RUN python3 -c ‹"import torch; print(torch.cuda.is_available())"›
        """),
      .accepts(
        """
        FROM nvidia/cuda:12.2.0-runtime-ubuntu22.04
        RUN apt-get update && command -v nvidia-smi || true
        CMD ["nvidia-smi", "--loop=10"]
        """),
      .accepts(
        """
        FROM python:3.13
        RUN python -c "import torch; print(torch.version.cuda)"
        """),
    ],
    check: { subject, findings in
      for command in subject.facts.commands("nvidia-smi", "nvidia-debugdump", "nvidia-persistenced")
      where command.kind == .run {
        guard let path = command.path else { continue }
        findings.report(
          path.range, "`\(command.program ?? "")` needs a GPU, and a build has none",
          help: "Ask when the container starts")
      }
      for command in subject.facts.commands("python", "python3") where command.kind == .run {
        guard let code = command.value(of: "-c"),
          let query = queries.first(where: { code.text.contains($0) })
        else { continue }
        findings.report(
          code.range, "`\(query)` asks for a GPU, and a build has none",
          help: "Ask when the container starts")
      }
    })

  private static let queries = [
    "torch.cuda.is_available", "torch.cuda.device_count", "torch.cuda.get_device_name",
    "torch.cuda.current_device", "torch.cuda.get_device_capability", "tf.test.is_gpu_available",
    "list_physical_devices",
  ]
}
