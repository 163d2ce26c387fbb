import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let sitePackagesCopied = Rule(
    "site-packages-copied", .packages, .info, requirements: ["S3-BO-02"],
    summary: "Installed Python packages are copied between stages folder by folder.",
    why: """
      site-packages belongs to one minor version of Python: in an image with another version nobody \
      looks there, and the packages are missing. And where all of /usr/local/bin comes along, the \
      interpreter, pip and everything else of the other stage replace those of the base. A virtual \
      environment that is made in the first stage and copied as a whole has neither trouble.
      """,
    references: ["https://docs.python.org/3/library/venv.html"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim AS build
        RUN pip install flask
        FROM python:3.13-slim
        COPY --from=build /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages
        COPY --from=build ‹/usr/local/bin› /usr/local/bin
        """),
      .flags(
        """
        FROM python:3.12-slim AS build
        RUN pip install flask
        FROM python:3.13-slim
        COPY --from=build ‹/usr/local/lib/python3.12/site-packages› /usr/local/lib/python3.12/site-packages
        """, note: "An error: Python 3.13 does not look there"),
      .accepts(
        """
        FROM python:3.13-slim AS build
        RUN python -m venv /opt/venv && /opt/venv/bin/pip install flask
        FROM python:3.13-slim
        COPY --from=build /opt/venv /opt/venv
        COPY --from=build /usr/local/bin/tool /usr/local/bin/
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.copy) {
        guard case .copy(let transfer)? = step.instruction.body, transfer.from != nil,
          let destination = subject.destination(of: transfer, in: step)
        else { continue }
        for path in transfer.paths {
          guard let text = subject.sourceName(path, in: step) else { continue }
          let source = FilePaths.clean("/" + text)
          if let wanted = pythonVersion(of: destination), let has = basePython(stage),
            wanted != has,
            destination.hasPrefix("/usr/local/lib/python")
          {
            findings.report(
              path.range, "Python \(has) of this image does not look into `\(destination)`",
              help: "Use the same version of Python in both stages", severity: .error)
          } else if source == "/usr/local/bin", destination == "/usr/local/bin",
            bringsPackages(stage, subject)
          {
            findings.report(
              path.range,
              "all of `/usr/local/bin` is copied, and replaces the interpreter and pip of this image",
              help: "Make a virtual environment in the first stage and copy that")
          }
        }
      }
    })

  /// The version in a path such as `/usr/local/lib/python3.13/site-packages`.
  private static func pythonVersion(of path: String) -> String? {
    for name in path.split(separator: "/") where name.hasPrefix("python3.") {
      let version = name.dropFirst("python".count)
      return version.dropFirst(2).allSatisfy(\.isNumber) ? String(version) : nil
    }
    return nil
  }

  /// The minor version of Python in an official image of it, where the tag names one.
  private static func basePython(_ stage: StageFacts) -> String? {
    guard let reference = stage.baseFacts?.reference, reference.familiarRepository == "python",
      let tag = reference.tag
    else { return nil }
    let numbers = tag.prefix { $0.isNumber || $0 == "." }.split(separator: ".")
    return numbers.count >= 2 ? "\(numbers[0]).\(numbers[1])" : nil
  }

  private static func bringsPackages(_ stage: StageFacts, _ subject: Subject) -> Bool {
    stage.steps.contains { step in
      guard case .copy(let transfer)? = step.instruction.body, transfer.from != nil else {
        return false
      }
      return transfer.paths.contains {
        $0.value.contains("site-packages") || $0.value.contains("lib/python")
      }
    }
  }
}
