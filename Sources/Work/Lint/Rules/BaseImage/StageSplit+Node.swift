import BaseImages
import Dockerfile
import Documents
import Facts
import OCI
import Source

extension StageSplit {
  /// The repair for Node.js: what `build` made goes to the last stage with the packages of production.
  var forNode: Fix? {
    guard case .image(let image) = stage.base, RuntimeBase.repository(image) == "node",
      stage.baseFacts?.hasOnbuildTriggers != true, let project = project,
      let cut = RuntimeStage.cut(stage)
    else { return nil }
    let written = subject.text(from.base.range)
    let smaller =
      stage.baseText.references.isEmpty ? RuntimeBase.node(image, written: written) : nil
    let base = smaller ?? written
    guard
      let runtime = smaller == nil
        ? stage.baseFacts
        : (try? ImageReference(parsing: base)).flatMap({ BaseImageCatalog.shared.facts(for: $0) })
    else { return nil }
    let second = RuntimeStage(
      split: self, cut: cut, base: base, image: runtime, copied: copied(of: project),
      buildVariables: ["NPM_", "npm_", "YARN_", "PNPM_", "DEBIAN_"],
      ending: ["RUN \(project.pruning)"])
    guard let edits = second.edits() else { return nil }
    return Fix(
      "Build in a stage of its own, and ship the packages of production alone", .unsafe, edits,
      risk:
        "Packages of development\(smaller == nil ? "" : ", and the programs and C libraries that only the larger image has,") are no longer there when the program runs."
    )
  }

  /// A project that one stage installs, builds and starts.
  private struct Project {
    let folder: String
    /// The file that is started.
    let script: String
    /// The command that takes the packages of development away.
    let pruning: String
  }

  private var project: Project? {
    guard let start = stage.startCommand, let use = start.main, use.program == "node",
      start.commands.count == 1, handsOn(start),
      use.wrappers.allSatisfy({ $0 == "exec" }), let path = use.path, path.value == "node",
      !path.range.isEmpty,
      let place = use.arguments.firstIndex(where: { !$0.prefix.hasPrefix("-") }),
      use.arguments[..<place].allSatisfy({ argument in
        ["--enable-source-maps", "--max-", "--trace-", "--unhandled-", "--no-warnings"].contains {
          argument.prefix.hasPrefix($0)
        }
      }), let name = use.arguments[place].value,
      let end = stage.end.workingDirectory.value
    else { return nil }
    let script = FilePaths.absolute(name, in: end)
    var folder: String?
    var manager: Installations.Manager?
    var builds = false
    for step in stage.steps where step.kind == .run && !RuntimeStage.isPreparation(step) {
      if step.commands.isEmpty { return nil }
      for use in step.commands {
        guard let program = use.program, let directory = use.directory.value else { return nil }
        switch program {
        case "chmod", "rm", "cd", "set", "echo", "ls", "true", "corepack": continue
        case "npm", "yarn", "pnpm":
          let verb = use.subcommand?.best
          let isBuild = use.operands().contains {
            $0.best == "build" || $0.best.hasPrefix("build:")
          }
          if isBuild {
            guard use.isCertain, directory == folder else { return nil }
            builds = true
          } else if let package = step.packages.first(where: { $0.use.range == use.range }) {
            if package.verb == .clean { continue }
            if use.hasOption("-g", "--global") { continue }
            guard package.verb == .install, package.operands.isEmpty, use.isCertain,
              installsAll(use), folder == nil || folder == directory,
              manager == nil || manager == package.manager
            else { return nil }
            folder = directory
            manager = package.manager
          } else if verb != "config", verb != "cache", verb != "set" {
            return nil
          }
        default:
          guard let package = step.packages.first(where: { $0.use.range == use.range }),
            isForBuilding(package, besides: ["python3", "python", "git"])
          else { return nil }
        }
      }
    }
    guard builds, let folder, folder != "/", let manager, FilePaths.isWithin(script, folder),
      !FilePaths.isWithin(script, folder + "/.next"),
      let command = pruning(manager)
    else { return nil }
    // The command runs where the last RUN of the first stage does.
    guard let cut = RuntimeStage.cut(stage),
      stage.steps[cut].before.workingDirectory.value == folder
    else { return nil }
    return Project(folder: folder, script: script, pruning: command)
  }

  /// Whether a command installs the packages of development too.
  private func installsAll(_ use: CommandUse) -> Bool {
    !use.hasOption(
      "--omit", "--only", "--production", "--prod", "-P", "--prefix", "-C", "--dir", "--cwd",
      "--filter", "-F", "--package-lock-only", "--dry-run", "--workspace", "-w", "--immutable",
      "--mode", "-g", "--global")
      && !use.arguments.contains { $0.value == nil }
      && !stage.steps[...use.step].contains { step in
        step.kind == .env && step.instruction.pairs.contains { $0.key.value == "NODE_ENV" }
      }
      && !stage.steps[...use.step].contains { step in
        step.kind == .arg && step.instruction.pairs.contains { $0.key.value == "NODE_ENV" }
      }
  }

  private func pruning(_ manager: Installations.Manager) -> String? {
    switch manager {
    case .npm: return "npm prune --omit=dev"
    // Without a terminal pnpm asks for this variable before it takes packages away.
    case .pnpm: return "CI=true pnpm prune --prod"
    case .yarn:
      // Yarn of the image is version 1; later ones have no such command.
      if subject.facts.commands("corepack").contains(where: { $0.kind == .run })
        || subject.facts.commands("yarn").contains(where: {
          ["set", "policies", "workspaces"].contains($0.subcommand?.best)
        }) || subject.context?.kind(of: ".yarnrc.yml") != nil
      {
        return nil
      }
      return "yarn install --production --ignore-scripts --prefer-offline"
    default: return nil
    }
  }

  /// What a container needs: the whole project, or where the context shows that nothing else is there,
  /// the description, the packages and what was built.
  private func copied(of project: Project) -> [String] {
    let below = project.script.dropFirst(project.folder.count + 1)
    guard let slash = below.firstIndex(of: "/"), let context = subject.context,
      let description = context.contents(of: "package.json", limit: 1 << 18),
      let json = try? JSON(reading: description, name: "package.json"),
      let packages = json["dependencies"]?.object, !packages.isEmpty, json["workspaces"] == nil,
      // Such packages are links to folders of the project.
      packages.allSatisfy({ $0.value.string?.contains(":") == false }),
      !context.names(in: "").isEmpty,
      context.names(in: "").allSatisfy({ Self.isSource($0) || $0 == below[..<slash] })
    else { return [project.folder] }
    return ["package.json", "node_modules", String(below[..<slash])].map {
      project.folder + "/" + $0
    }
  }

  /// Whether an entry of the project is for people and builds alone.
  private static func isSource(_ name: String) -> Bool {
    if name.hasPrefix(".") && !name.hasPrefix(".env") { return true }
    if [".md", ".lock", ".config.js", ".config.ts", ".config.mjs", ".config.cjs", ".txt"].contains(
      where: { name.hasSuffix($0) })
    {
      return true
    }
    if ["tsconfig", "Dockerfile", "docker-compose", "compose", "LICENSE"].contains(where: {
      name.hasPrefix($0)
    }) {
      return true
    }
    return [
      "src", "test", "tests", "__tests__", "e2e", "docs", "node_modules", "package.json",
      "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "nest-cli.json", "coverage",
    ].contains(name)
  }
}
