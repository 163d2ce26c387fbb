import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let packageTlsUnchecked = Rule(
    "package-tls-unchecked", .packages, .error,
    aliases: [
      "CKV2_DOCKER_4", "CKV2_DOCKER_5", "CKV2_DOCKER_6", "CKV2_DOCKER_12", "CKV2_DOCKER_13",
      "CKV2_DOCKER_14", "CKV2_DOCKER_15", "CKV2_DOCKER_16",
    ],
    summary: "A package manager or a runtime is told to accept any TLS certificate.",
    why: """
      Without a check of certificates, whoever stands between the build and a server can answer in its \
      place, and what he sends is installed and run. As ENV the setting also holds in every container, \
      for every connection of the application. Where a proxy has a certificate of its own, add that \
      certificate to the image's store.
      """,
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install ‹--trusted-host› pypi.org flask
        RUN pip config set ‹global.trusted-host› pypi.org
        RUN pip install ‹--trusted-host=files.pythonhosted.org› flask
        ENV ‹PIP_TRUSTED_HOST=pypi.org›
        """),
      .flags(
        """
        FROM node:24-slim
        ENV ‹NODE_TLS_REJECT_UNAUTHORIZED=0› PORT=80
        RUN ‹npm config set strict-ssl false› && npm ci ‹--strict-ssl=false›
        """),
      .flags(
        """
        FROM debian:trixie-slim
        ARG ‹PYTHONHTTPSVERIFY=0›
        RUN export ‹GIT_SSL_NO_VERIFY=true› && git clone https://example.com/a.git
        RUN ‹GIT_SSL_NO_VERIFY=1› git fetch && git config --global ‹http.sslVerify false›
        RUN git -c ‹http.sslVerify=false› clone https://example.com/b.git
        RUN apt-get -o ‹Acquire::https::Verify-Peer=false› update
        """),
      .flags(
        """
        FROM fedora:43
        RUN dnf -y install ‹--setopt=sslverify=0› httpd && yum-config-manager ‹--setopt=sslverify=false› --save
        """),
      .accepts(
        """
        FROM python:3.13-slim
        ENV NODE_TLS_REJECT_UNAUTHORIZED=1 PYTHONHTTPSVERIFY=1
        RUN pip install --trusted-host localhost --index-url http://localhost:3141 flask
        RUN npm config set strict-ssl true && git config --global http.sslVerify true
        RUN echo PIP_TRUSTED_HOST=x && unset GIT_SSL_NO_VERIFY
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps {
        switch step.kind {
        case .env, .arg: settings(step, subject, &findings)
        case .run: for use in step.commands { examine(use, subject, &findings) }
        default: continue
        }
      }
    })

  /// What an environment variable switches off, by its name; the text completes "accepts".
  private static let variables: [String: (program: String, isOff: @Sendable (String) -> Bool)] = [
    "PIP_TRUSTED_HOST": ("pip", { !isLocalHost($0) && !$0.isEmpty }),
    "UV_INSECURE_HOST": ("uv", { !isLocalHost($0) && !$0.isEmpty }),
    "NODE_TLS_REJECT_UNAUTHORIZED": ("Node.js", { $0 == "0" }),
    "NPM_CONFIG_STRICT_SSL": ("npm", { isFalse($0) }),
    "npm_config_strict_ssl": ("npm", { isFalse($0) }),
    "YARN_ENABLE_STRICT_SSL": ("yarn", { isFalse($0) }),
    "PYTHONHTTPSVERIFY": ("Python", { $0 == "0" }),
    "GIT_SSL_NO_VERIFY": ("git", { !isFalse($0) && !$0.isEmpty }),
    "CONDA_SSL_VERIFY": ("conda", { isFalse($0) }),
    "BUNDLE_SSL_VERIFY_MODE": ("bundler", { $0 == "0" }),
  ]

  private static func isFalse(_ value: String) -> Bool {
    ["0", "false", "no", "off"].contains(value.lowercased())
  }

  private static func isLocalHost(_ value: String) -> Bool {
    ["localhost", "127.", "[::1]", "host.docker.internal"].contains { value.hasPrefix($0) }
  }

  private static func settings(_ step: Step, _ subject: Subject, _ findings: inout Findings) {
    for pair in step.instruction.pairs {
      guard let known = variables[pair.key.value], let written = pair.value,
        let value = step.before.scope.expand(written, escape: subject.facts.syntax.escape).value
          .value,
        known.isOff(value)
      else { continue }
      tell(pair.range, "\(pair.key.value)=\(value)", known.program, &findings)
    }
  }

  private static func tell(
    _ range: SourceRange, _ setting: String, _ program: String, _ findings: inout Findings
  ) {
    findings.report(
      range, "`\(setting)` makes \(program) accept any certificate",
      help: "Leave it out, and add the certificate of a proxy to the store of the image")
  }

  private static func examine(_ use: CommandUse, _ subject: Subject, _ findings: inout Findings) {
    for assignment in use.command?.assignments ?? [] {
      guard let known = variables[assignment.name], let value = assignment.value?.literal,
        known.isOff(value)
      else { continue }
      tell(assignment.range, "\(assignment.name)=\(value)", known.program, &findings)
    }
    switch use.program {
    case "export", "env", "declare":
      for argument in use.arguments {
        guard let equals = argument.best.firstIndex(of: "="),
          let known = variables[String(argument.best[..<equals])],
          known.isOff(String(argument.best[argument.best.index(after: equals)...]))
        else { continue }
        tell(argument.range, argument.best, known.program, &findings)
      }
    case "git": git(use, &findings)
    case "npm", "yarn", "pnpm": node(use, &findings)
    case "yum", "dnf", "dnf5", "microdnf", "tdnf", "yum-config-manager":
      for argument in use.arguments {
        let text = argument.best.lowercased()
        guard text.contains("sslverify=0") || text.contains("sslverify=false") else { continue }
        tell(argument.range, argument.best, use.program ?? "", &findings)
      }
    case "apt-get", "apt":
      for argument in use.arguments {
        let text = argument.best.lowercased()
        guard text.contains("acquire::https") && text.contains("verify-"),
          text.hasSuffix("=false") || text.hasSuffix("=0")
        else { continue }
        tell(argument.range, argument.best, "apt", &findings)
      }
    case let program?: python(use, program, &findings)
    case nil: break
    }
  }

  private static func python(_ use: CommandUse, _ program: String, _ findings: inout Findings) {
    let isPip =
      program.hasPrefix("pip")
      || program.hasPrefix("python") && use.arguments.contains { $0.value == "pip" }
    guard isPip || program == "uv" else { return }
    // `pip config set global.trusted-host example.org` asks for the same for good.
    for (index, argument) in use.arguments.enumerated().dropFirst(2)
    where argument.best.hasSuffix(".trusted-host") && index + 1 < use.arguments.count {
      let host = use.arguments[index + 1].best
      if use.arguments[index - 1].best == "set", !isLocalHost(host) {
        tell(argument.range, "\(argument.best) \(host)", program, &findings)
      }
    }
    for (index, argument) in use.arguments.enumerated() {
      for option in ["--trusted-host", "--allow-insecure-host"] {
        let next = index + 1 < use.arguments.count ? use.arguments[index + 1] : nil
        if argument.value == option, let host = next?.value, !isLocalHost(host) {
          tell(argument.range, "\(option) \(host)", program, &findings)
        } else if argument.best.hasPrefix(option + "="), let value = argument.value,
          !isLocalHost(String(value.dropFirst(option.count + 1)))
        {
          tell(argument.range, value, program, &findings)
        }
      }
    }
  }

  private static func git(_ use: CommandUse, _ findings: inout Findings) {
    for (index, argument) in use.arguments.enumerated() {
      let text = argument.best.lowercased()
      guard text.hasPrefix("http."), let form = text.setting(named: "sslverify") else { continue }
      if form == .pair {
        if isFalse(String(text.split(separator: "=").last ?? "")) {
          tell(argument.range, argument.best, "git", &findings)
        }
      } else if index + 1 < use.arguments.count, isFalse(use.arguments[index + 1].best) {
        let value = use.arguments[index + 1]
        tell(argument.range.union(value.range), "\(argument.best) \(value.best)", "git", &findings)
      }
    }
  }

  private static func node(_ use: CommandUse, _ findings: inout Findings) {
    for argument in use.arguments
    where argument.best == "--strict-ssl=false" || argument.best == "--no-strict-ssl" {
      tell(argument.range, argument.best, use.program ?? "", &findings)
    }
    let words = use.operands()
    guard let first = words.first?.best, first == "config" || first == "set" || first == "c" else {
      return
    }
    for (index, word) in words.enumerated() {
      let isPair = word.best == "strict-ssl=false"
      let isSplit =
        word.best == "strict-ssl" && index + 1 < words.count && isFalse(words[index + 1].best)
      if isPair || isSplit {
        tell(use.range, "strict-ssl false", use.program ?? "", &findings)
      }
    }
  }
}

/// How a setting of git is written.
private enum GitSetting {
  /// As `key=value` in one word.
  case pair
  /// As a key that its value follows.
  case key
}

extension String {
  /// How the text names a setting of git whose last part is `name`; nil where it does not.
  fileprivate func setting(named name: String) -> GitSetting? {
    let key = prefix { $0 != "=" }
    guard key.hasSuffix("." + name) else { return nil }
    return key.endIndex == endIndex ? .key : .pair
  }
}
