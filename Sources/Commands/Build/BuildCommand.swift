import Arguments
import Dockerfile
import Facts
import Frontend
import Host
import Plan
import Source

/// `hardstand build`: an image from a Dockerfile.
let buildCommand = Command(
  CommandDescription(
    name: "build", abstract: "Build an image from a Dockerfile",
    discussion: """
      Builds without a daemon, from every instruction and flag of Docker's current frontend. Equal \
      sources make equal layers, whenever and wherever: files of new layers have one constant time. \
      The image goes into the store, or where `--output` says.
      """,
    group: "Dockerfiles", arguments: [BuildArguments.context], options: BuildArguments.all,
    examples: [
      .init("hardstand build -t app:1.0 .", "Build the folder and name the image"),
      .init("hardstand build -o type=oci,dest=app.tar .", "Write an OCI archive"),
      .init("hardstand build --secret id=npm,src=.npmrc --explain-cache .", "Build with a secret"),
    ])
) { session, arguments in
  if arguments.flag(BuildArguments.plan) { return try BuildPlanning.show(session, arguments) }
  if let engine = arguments.value(BuildArguments.engine) {
    return try BuildHandOver(engine, session, arguments).run()
  }
  try BuildPrivileges.take(session, arguments)
  let run = try BuildRun(session, arguments)
  defer { run.finish() }
  return try run.build()
}
