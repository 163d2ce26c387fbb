import OCI

/// What holds at an instruction of a stage.
struct StageState {
  /// The operation that left the files; nil for none.
  var files: Int?
  /// The settings of the image so far.
  var runtime: RuntimeConfig
  /// What the image is for.
  var platform: Platform
  /// The settings of the image that it begins from; nil where it begins from none.
  var base: ImageConfig?
  var history: [ImageConfig.History] = []
  var author: String?
  /// The variables that a text sees, build arguments included.
  var variables = Variables()
  /// The build arguments in the order of their declarations.
  var arguments: [(name: String, value: String?)] = []
  /// Instructions that the base image asks for.
  var triggers: [String] = []
  var index = 0
  var stageName = ""
  var ignoresCache = false
  /// Whether a CMD stands in the stage.
  var setsCommand = false
  /// How many steps of files there are, and how many came so far.
  var stepCount = 0
  var step = 0

  /// The path that an image without one gets.
  static let usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  init(files: Int?, runtime: RuntimeConfig, platform: Platform) {
    self.files = files
    self.runtime = runtime
    self.platform = platform
    variables = Variables(runtime.environment)
  }

  /// The shell of commands in shell form.
  var shell: [String] {
    if let shell = runtime.shell, !shell.isEmpty { return shell }
    return platform.os == "windows" ? ["cmd", "/S", "/C"] : ["/bin/sh", "-c"]
  }

  /// The folder in force.
  var directory: String { runtime.workingDirectory.isEmpty ? "/" : runtime.workingDirectory }

  mutating func note(_ text: String, leavesLayer: Bool) {
    history.append(
      ImageConfig.History(
        created: nil, createdBy: text, comment: "buildkit.dockerfile.v0",
        isEmptyLayer: !leavesLayer))
  }

  /// A CMD of an earlier stage gives way to an ENTRYPOINT of this one.
  mutating func forgetsCommand() { setsCommand = false }
}
