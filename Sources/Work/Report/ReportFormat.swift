/// The formats that a report can have, by the names people give on the command line.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
  /// Text for a person at a terminal.
  case human
  /// Our own JSON, `hardstand.check/1`.
  case json
  /// SARIF 2.1.0 (OASIS).
  case sarif
  /// Workflow commands of GitHub Actions.
  case github
  /// GitLab's Code Quality report.
  case gitlab
  /// JUnit XML.
  case junit
  /// Checkstyle XML.
  case checkstyle
  /// SonarQube's generic issue format, since 10.3.
  case sonarqube
  /// GitHub Flavored Markdown, for a comment on a pull request.
  case markdown
  /// One line for each finding, as the GNU coding standards have it.
  case gnu

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .human: "text with the source, for a person"
    case .json: "JSON with every detail"
    case .sarif: "SARIF 2.1.0, for code scanning"
    case .github: "annotations of GitHub Actions"
    case .gitlab: "Code Quality report of GitLab"
    case .junit: "JUnit XML"
    case .checkstyle: "Checkstyle XML"
    case .sonarqube: "generic issues of SonarQube"
    case .markdown: "Markdown for a pull request"
    case .gnu: "one line a finding, for editors"
    }
  }

  /// The reporter of the format. `style`, `width` (in columns) and `glyphs` matter to `human` alone.
  public func reporter(
    style: ReportStyle = .plain, width: Int = 100, glyphs: Glyphs = .unicode
  ) -> any Reporter {
    switch self {
    case .human: HumanReporter(style: style, width: width, glyphs: glyphs)
    case .json: JSONReporter()
    case .sarif: SARIFReporter()
    case .github: GitHubReporter()
    case .gitlab: GitLabReporter()
    case .junit: JUnitReporter()
    case .checkstyle: CheckstyleReporter()
    case .sonarqube: SonarQubeReporter()
    case .markdown: MarkdownReporter()
    case .gnu: GNUReporter()
    }
  }
}
