import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let condaCacheKept = Rule(
    "conda-cache-kept", .packages, .info, fix: .safe,
    summary: "conda leaves archives and indexes in a layer of the image.",
    why: """
      conda, mamba and micromamba keep the archive of each package and the index of each channel \
      below the pkgs folder. `conda clean -afy` in the same RUN, or a cache mount, keeps them out of the \
      image. Stages that are not part of the image are left alone.
      """,
    references: ["https://docs.conda.io/projects/conda/en/stable/commands/clean.html"],
    examples: [
      .flags(
        """
        FROM condaforge/miniforge3:25.9.1-0
        RUN ‹mamba install› -y numpy
        """,
        fixed: """
          FROM condaforge/miniforge3:25.9.1-0
          RUN mamba install -y numpy && mamba clean -afy
          """),
      .accepts(
        """
        FROM condaforge/miniforge3:25.9.1-0
        RUN conda install -y numpy && conda clean -afy
        RUN --mount=type=cache,target=/opt/conda/pkgs conda install -y numpy
        RUN conda install -y numpy && rm -rf /opt/conda/pkgs
        """),
    ],
    check: { subject, findings in
      let commands = subject.packageCommands.filter {
        $0.manager == .conda && ($0.verb == .install || $0.verb == .upgrade)
      }
      if commands.isEmpty { return }
      let shipped = subject.shippedStages
      for command in commands where shipped.contains(command.use.stage) {
        let use = command.use
        let step = subject.facts.step(of: use)
        guard !step.mounts.contains(where: { $0.type == "cache" || $0.type == "tmpfs" }),
          !step.removes("/opt/conda/pkgs"), !use.hasOption("--dry-run", "-d", "--download-only"),
          !step.commands.contains(where: {
            ["conda", "mamba", "micromamba"].contains($0.program) && $0.subcommand?.value == "clean"
          }),
          !step.commands.contains(where: {
            $0.arguments.contains { $0.best.hasSuffix("/pkgs") || $0.best.contains("/pkgs/") }
          })
        else { continue }
        findings.report(
          use.range(to: command.verbArgument),
          "`\(command.program)` leaves archives and indexes in this layer",
          help: "End the same RUN with `\(command.program) clean -afy`",
          fixes: subject.cleaning(
            "\(command.program) clean -afy", title: "Clean up in the same RUN", after: command,
            among: commands))
      }
    })
}
