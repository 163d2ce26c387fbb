import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let aptInScript = Rule(
    "apt-in-script", .packages, .info, fix: .safe, aliases: ["DL3027", "CKV_DOCKER_9"],
    summary: "`apt` is called where no person looks on.",
    why: """
      `apt` is made for people at a terminal. Its output and its options may change from release to \
      release, and it warns of that when its output goes elsewhere; `apt-get` and `apt-cache` are the \
      ones whose behaviour is kept stable for scripts.
      """,
    references: ["https://manpages.debian.org/trixie/apt/apt.8.en.html"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt› update && ‹apt› -y upgrade && ‹apt› install -y curl
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update && apt-get -y upgrade --with-new-pkgs && apt-get install -y curl
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y apt && apt-cache show curl && echo apt
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("apt") where use.kind == .run {
        guard let path = use.path else { continue }
        let verb = use.subcommand?.value ?? ""
        let isShared = [
          "install", "update", "upgrade", "remove", "purge", "autoremove", "clean", "autoclean",
          "build-dep", "source", "download", "reinstall",
        ].contains(verb)
        let isCached = ["search", "show", "policy", "depends", "rdepends", "showsrc"].contains(verb)
        let replacement = isShared ? "apt-get" : isCached ? "apt-cache" : nil
        let edit = replacement.flatMap { name in
          path.text == "apt" && use.command != nil
            ? ScriptEdit(replacing: path.text, at: path.range, by: name)
              .followed(
                // `apt upgrade` also installs what the new versions need.
                by: verb == "upgrade"
                  ? use.inserting("--with-new-pkgs", after: use.subcommand) : nil) : nil
        }
        findings.report(
          path.range, "`apt` keeps neither its output nor its options stable for scripts",
          help: replacement.map { "Write `\($0) \(verb)`" }
            ?? "Use `apt-get`, `apt-cache` or `dpkg-query`",
          fixes: edit.map {
            [
              subject.fix(
                "Call `\(replacement ?? "")`", isShared ? .safe : .unsafe, $0, at: use,
                risk: isShared ? nil : "What it prints looks different.")
            ]
          } ?? [])
      }
    })
}
