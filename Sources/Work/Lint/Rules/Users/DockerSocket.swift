import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let dockerSocket = Rule(
    "docker-socket", .users, .error,
    aliases: ["dockerfile-dockerd-socket-mount"],
    requirements: ["S3-NR-01"],
    summary: "The socket of the container engine is mounted or declared a volume.",
    why: """
      Whoever can write to the socket of Docker, containerd or Podman can start a container that mounts \
      the whole host, and so is root there, whatever user the image runs as.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        VOLUME ‹/var/run/docker.sock›
        """),
      .flags(
        """
        FROM docker:29-cli
        RUN ‹--mount=type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock› docker ps
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        VOLUME /var/run/app
        RUN echo docker.sock
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps {
        switch step.instruction.body {
        case .volume(let arguments)?:
          for argument in arguments where isSocket(argument.value) {
            report(argument.range, argument.value, &findings)
          }
        case .run(let run)?:
          for mount in run.mounts {
            guard let path = [mount.source, mount.target].compactMap(\.self).first(where: isSocket)
            else {
              continue
            }
            report(mount.range, path, &findings)
          }
        default: break
        }
      }
    })

  private static func isSocket(_ path: String) -> Bool {
    ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"].contains(FilePaths.name(path))
  }

  private static func report(_ range: SourceRange, _ path: String, _ findings: inout Findings) {
    findings.report(
      range, "`\(path)` gives the container control of its host",
      help: "Leave the socket out; build images with BuildKit or kaniko, which need none")
  }
}
