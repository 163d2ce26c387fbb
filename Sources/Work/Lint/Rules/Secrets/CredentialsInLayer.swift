import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let credentialsInLayer = Rule(
    "credentials-in-layer", .secrets, .error,
    aliases: ["CIS-DI-0010"], requirements: ["S1-D-07", "S3-CK-S5"],
    summary: "A command leaves a login in the layer that it makes.",
    why: """
      A token that RUN writes to `.npmrc`, `.netrc` or a configuration of git, or copies out of a \
      secret mount, is a file of the layer like any other, even if a later instruction removes it. \
      Only what the same RUN removes again stays out. Mount the whole file as a secret at the place \
      where the program looks for it, and nothing has to be written. In a stage that is not shipped \
      the layer stays in the build cache, so that it is told more mildly.
      """,
    references: ["https://docs.docker.com/build/building/secrets/"],
    examples: [
      .flags(
        """
        FROM node:24-slim
        ARG NPM_TOKEN
        RUN echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > ‹~/.npmrc› && npm ci
        RUN npm config set ‹"//npm.acme.io/:_authToken=$NPM_TOKEN"›
        RUN printf 'machine git.acme.io login ci password %s' "$T" >> ‹/root/.netrc›
        """),
      .flags(
        """
        FROM alpine:3.24
        RUN --mount=type=secret,id=key \\
            ‹cp /run/secrets/key /root/.ssh/id_ed25519› && \\
            git clone ‹https://ci:${TOKEN}@git.acme.io/app.git› /app
        """),
      .accepts(
        """
        FROM node:24-slim
        RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
        RUN echo "save-exact=true" > .npmrc
        RUN echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > .npmrc && npm ci && rm -f .npmrc
        RUN git config --global url."https://github.com/".insteadOf git@github.com:
        RUN --mount=type=tmpfs,target=/root echo "machine a login b password $C" > /root/.netrc
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.run) {
        for use in step.commands {
          guard let write = CredentialWrite.of(use, in: step), !isTakenBack(write, step) else {
            continue
          }
          let place =
            stage.isShipped
            ? "which stays in a layer of the image" : "which stays in the build cache"
          findings.report(
            write.range, "`\(use.program ?? "It")` \(write.what), \(place)",
            help:
              "Mount the login where the program looks for it, as in `RUN --mount=type=secret,id=login,target=…`",
            severity: stage.isShipped ? nil : .warning)
        }
      }
    })

  /// Whether the same instruction removes the file, or a mount takes it.
  private static func isTakenBack(_ write: CredentialWrite, _ step: Step) -> Bool {
    guard let file = write.file else {
      return step.commands.contains { $0.program == "rm" || $0.best("logout") || $0.best("unset") }
    }
    let name = FilePaths.name(file)
    let isRemoved = step.commands.contains { use in
      (use.program == "rm" || use.program == "shred")
        && use.arguments.contains {
          FilePaths.name($0.best) == name || file.hasPrefix($0.best + "/")
        }
    }
    if isRemoved { return true }
    guard case .run(let run)? = step.instruction.body else { return false }
    return run.mounts.contains { mount in
      guard let target = mount.target, mount.type != "bind" else { return false }
      return file == target || file.hasPrefix(target + "/")
        || file.hasPrefix("~") && target.hasPrefix("/root")
    }
  }
}

extension CommandUse {
  /// Whether a word is among the arguments.
  fileprivate func best(_ word: String) -> Bool { arguments.contains { $0.best == word } }
}
