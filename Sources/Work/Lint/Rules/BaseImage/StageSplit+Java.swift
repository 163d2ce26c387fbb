import BaseImages
import Dockerfile
import Facts
import OCI
import Source

extension StageSplit {
  /// The repair for Java: the jar that Maven or Gradle makes goes to an image with a runtime alone.
  var forJava: Fix? {
    guard case .image(let image) = stage.base,
      let base = RuntimeBase.java(image, written: subject.text(from.base.range)),
      let runtime = (try? ImageReference(parsing: base)).flatMap({
        BaseImageCatalog.shared.facts(for: $0)
      }), let cut = RuntimeStage.cut(stage), let jar = jar(upTo: cut), isComplete(jar)
    else { return nil }
    // The launcher of Quarkus is one file of a folder.
    let folder = FilePaths.parent(jar)
    let copied = FilePaths.name(folder) == "quarkus-app" ? folder : jar
    let second = RuntimeStage(
      split: self, cut: cut, base: base, image: runtime, copied: [copied],
      buildVariables: ["MAVEN_", "M2_", "MVN_", "GRADLE_", "DEBIAN_"])
    guard let edits = second.edits() else { return nil }
    return Fix(
      "Build in a stage of its own, and ship the jar on a Java runtime", .unsafe, edits,
      risk:
        "Files beside the jar that the program reads when it runs, and the tools of the JDK and of the larger image, are no longer there."
    )
  }

  /// The one jar that a container starts with `java -jar`, where the steps up to one certainly make it.
  private func jar(upTo cut: Int) -> String? {
    guard let start = stage.startCommand, let use = start.main, use.program == "java",
      start.commands.count == 1, handsOn(start),
      use.wrappers.allSatisfy({ $0 == "exec" }), let path = use.path, path.value == "java",
      !path.range.isEmpty,
      let option = use.arguments.firstIndex(where: { $0.value == "-jar" }),
      option + 1 < use.arguments.count,
      use.arguments[..<option].allSatisfy(Self.needsNoFile),
      namesNoFiles(use.arguments[(option + 2)...]),
      let name = use.arguments[option + 1].value, name.hasSuffix(".jar"),
      !name.contains(where: { "*?[{$".contains($0) }),
      let directory = stage.end.workingDirectory.value
    else { return nil }
    let jar = FilePaths.absolute(name, in: directory)
    return makes(jar, upTo: cut) ? jar : nil
  }

  /// Whether an option of Java names no file beyond those of the system.
  private static func needsNoFile(_ option: CommandUse.Argument) -> Bool {
    let text = option.best
    if text.hasPrefix("-javaagent") || text.hasPrefix("-agent") || text.hasPrefix("@") {
      return false
    }
    guard let slash = text.firstIndex(of: "/") else { return true }
    return text[slash...].hasPrefix("/dev/") || text[slash...].hasPrefix("/tmp")
  }

  /// Whether the steps build with Maven or Gradle, put the jar in place, and do nothing else that a
  /// container may need.
  private func makes(_ jar: String, upTo cut: Int) -> Bool {
    var builds = false
    var isMade = false
    for step in stage.steps[...cut] where step.kind == .run && !RuntimeStage.isPreparation(step) {
      if step.commands.isEmpty { return false }
      for use in step.commands {
        guard let program = use.program, let folder = use.directory.value else { return false }
        switch program {
        case "mvn", "mvnw":
          guard use.isCertain, use.arguments.contains(where: { Self.mavenGoals.contains($0.best) })
          else { continue }
          builds = true
          let target =
            FilePaths.parent(jar).hasSuffix("/quarkus-app")
            ? FilePaths.parent(FilePaths.parent(jar)) : FilePaths.parent(jar)
          if FilePaths.name(target) == "target", FilePaths.isWithin(target, folder) {
            isMade = true
          }
        case "gradle", "gradlew":
          guard use.isCertain, use.arguments.contains(where: { Self.isGradleTask($0.best) })
          else { continue }
          builds = true
          let libraries = FilePaths.parent(jar)
          if libraries.hasSuffix("/build/libs"), FilePaths.isWithin(libraries, folder) {
            isMade = true
          }
        case "cp", "mv":
          let operands = use.operands()
          guard builds, use.isCertain, operands.count == 2, let last = operands[1].value else {
            return false
          }
          let source = operands[0].best
          let destination = FilePaths.absolute(last, in: folder)
          guard source.hasSuffix(".jar"),
            destination == jar || destination + "/" + FilePaths.name(source) == jar
          else { return false }
          isMade = true
        case "chmod", "rm", "cd", "set", "echo", "ls", "true", "sed", "dos2unix": continue
        default:
          guard let package = step.packages.first(where: { $0.use.range == use.range }),
            isForBuilding(package)
          else { return false }
        }
      }
    }
    return builds && isMade
  }

  private static let mavenGoals: Set<String> = ["package", "install", "verify", "deploy"]

  private static func isGradleTask(_ text: String) -> Bool {
    let task = text.split(separator: ":").last.map(String.init) ?? text
    return ["build", "assemble", "bootJar", "shadowJar", "jar", "quarkusBuild"].contains(task)
  }

  /// Whether a command of the system's package manager brings nothing that a container needs.
  func isForBuilding(_ package: PackageCommand, besides others: Set<String> = []) -> Bool {
    guard package.manager.isSystem else { return false }
    switch package.verb {
    case .update, .clean: return true
    case .install:
      return !package.hasUnnamed
        && package.packages.allSatisfy { each in
          switch PackagePurpose(each) {
          case .compiler, .headers: true
          default: ["maven", "gradle"].contains(each.name) || others.contains(each.name)
          }
        }
    default: return false
    }
  }

  /// Whether the project, as far as it can be read, packs its libraries into the jar.
  private func isComplete(_ jar: String) -> Bool {
    guard let context = subject.context else { return true }
    for (file, markers) in [
      (
        "pom.xml",
        [
          "spring-boot-maven-plugin", "maven-shade-plugin", "maven-assembly-plugin", "quarkus",
          "micronaut",
        ]
      ),
      ("build.gradle", ["org.springframework.boot", "shadow", "quarkus", "micronaut"]),
      ("build.gradle.kts", ["org.springframework.boot", "shadow", "quarkus", "micronaut"]),
    ] {
      guard let bytes = context.contents(of: file, limit: 1 << 18) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      if !text.contains("dependenc") { continue }
      if !markers.contains(where: { text.contains($0) }) { return false }
    }
    return true
  }
}
