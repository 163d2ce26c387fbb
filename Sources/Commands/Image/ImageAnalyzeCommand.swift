import Analysis
import Arguments
import Documents
import Host
import OCI
import Source
import Store
import Transfer

/// `hardstand image analyze`: where the bytes of an image are, and what should not be in it.
let imageAnalyzeCommand = Command(
  CommandDescription(
    name: "analyze", aliases: ["analyse"], abstract: "Show where the bytes of an image are",
    discussion: """
      Reads every layer once and shows the size of each step, waste by its cause, the largest files, files \
      with privileges, files that everyone may write, secrets in any layer even where a later one deletes \
      them, and whether the program can start. With --ci, or where a file .dive-ci is in the current \
      folder, dive's rules are held against the image, and it exits with 1 where one is broken.
      """,
    arguments: [imageArgument],
    options: [
      otherOption, gateOption, efficiencyOption, wastedOption, userWastedOption, rowsOption,
      CommonOptions.json,
    ] + ImageOptions.reading,
    examples: [
      .init("hardstand image analyze app", "Look into an image"),
      .init("hardstand image analyze --against app:1.3 app:1.4", "Tell what an update pulls"),
      .init("hardstand image analyze --ci app", "Hold dive's rules against it"),
    ])
) { session, arguments in
  let work = try ImageSession(session, arguments, progress: "reading")
  defer { work.finish() }
  let name = arguments.argument(imageArgument) ?? ""
  let image = try work.image(name)
  var options = AnalysisOptions()
  if let rows = arguments.integer(rowsOption) { options.rows = rows }
  if let other = arguments.value(otherOption) {
    options.other = (other, try work.image(other, .settings).manifest)
  }
  let analysis = try ImageAnalysis(
    of: AnalyzedImage(
      name: name, manifest: image.manifest, config: image.config, layers: image.layerBlobs), options
  )
  let gates = try DiveRules.asked(session, arguments)?.outcomes(analysis.efficiency) ?? []
  if arguments.flag(CommonOptions.json) {
    session.write(AnalysisJSON.document(analysis, gates: gates).text(.pretty) + "\n")
  } else {
    session.write(AnalysisText.text(analysis, gates: gates, style: session.outputStyle))
  }
  return gates.allSatisfy(\.isHeld) ? .clean : .findings
}

private let imageArgument = ArgumentDescription("IMAGE", .one, .dynamic("image"), help: "The image")
private let otherOption = OptionDescription.value(
  "against", "IMAGE", .dynamic("image"),
  help: "Tell what is to be pulled by those who have this one")
private let gateOption = OptionDescription.flag("ci", help: "Hold dive's rules against the image")
private let efficiencyOption = OptionDescription.value(
  "lowest-efficiency", "SHARE", help: "dive's rule, from 0 to 1, or `disabled`")
private let wastedOption = OptionDescription.value(
  "highest-wasted-bytes", "SIZE", help: "dive's rule, such as 20MB, or `disabled`")
private let userWastedOption = OptionDescription.value(
  "highest-user-wasted-percent", "SHARE", help: "dive's rule, from 0 to 1, or `disabled`")
private let rowsOption = OptionDescription.value(
  "rows", "NUMBER", default: "20", help: "How many of the largest files are told")

extension DiveRules {
  /// The rules that are asked for: those of `.dive-ci` with what the options say; nil for none.
  fileprivate static func asked(
    _ session: Session, _ arguments: ParsedArguments
  ) throws(Failure) -> DiveRules? {
    let given = [
      (efficiencyOption, "lowestEfficiency"), (wastedOption, "highestWastedBytes"),
      (userWastedOption, "highestUserWastedPercent"),
    ].filter { arguments.isGiven($0.0) }
    let file = session.path(".dive-ci")
    let hasFile = Files.isFile(file)
    guard hasFile || !given.isEmpty || arguments.flag(gateOption) else { return nil }
    var rules = DiveRules()
    if hasFile {
      rules = try DiveRules(
        reading: SourceText(name: ".dive-ci", bytes: try Files.read(file, limit: 1 << 20)))
    }
    for (option, name) in given { try rules.set(name, arguments.value(option) ?? "") }
    return rules
  }
}
