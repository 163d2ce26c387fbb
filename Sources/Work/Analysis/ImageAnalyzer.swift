import Archive
import Host
import Layers
import OCI
public import Source

extension ImageAnalysis {
  /// Analyzes an image: each layer is read once, on all processors.
  /// - Parameters:
  ///   - image: The image.
  ///   - options: What is looked at.
  /// - Throws: `Failure` when a layer is damaged, hostile or not the one that was asked for.
  public init(
    of image: AnalyzedImage, _ options: AnalysisOptions = AnalysisOptions()
  ) throws(Failure) {
    var analyzer = ImageAnalyzer(image, options)
    self = try analyzer.run()
  }
}

/// The state of an analysis.
private struct ImageAnalyzer {
  let image: AnalyzedImage
  let options: AnalysisOptions
  private var tree: FileTree
  private var waste: WasteCount
  private var efficiency = EfficiencyCount()
  private var facts: [[Int: ContentLook.Facts]] = []
  private var sizes: [ImageAnalysis.LayerSize] = []
  private var secrets: [SecretRow] = []
  /// The paths of files with secrets, and for each of their layers the one that hides it.
  private var secretPaths: Set<LayerPath> = []
  private var hiding: [LayerPath: [Int: Int]] = [:]

  init(_ image: AnalyzedImage, _ options: AnalysisOptions) {
    self.image = image
    self.options = options
    tree = FileTree(limits: options.limits)
    waste = WasteCount(rows: options.rows)
  }

  mutating func run() throws(Failure) -> ImageAnalysis {
    let search = SecretSearch(image: image, options: options)
    if options.looksForSecrets { secrets = search.inConfiguration() }
    let steps = image.config.stepsOfLayers
    let together = System.processorCount
    var start = 0
    while start < image.layers.count {
      let batch = Array(image.layers[start..<min(image.layers.count, start + together)])
      let options = options
      for (index, scan) in Parallel.map(batch, { LayerScan.read($0, options) }).enumerated() {
        let number = start + index
        let scan = try scan.get()
        let step = number < steps.count ? steps[number] : nil
        sizes.append(
          ImageAnalysis.LayerSize(
            digest: batch[index].descriptor.digest, compression: scan.compression,
            compressed: scan.compressed, plain: scan.plain, content: scan.content,
            entries: scan.steps.count - scan.marks, marks: scan.marks,
            step: step?.createdBy.map { BuildCommand.plain($0) }))
        if options.looksForSecrets {
          let found = search.inLayer(scan, number)
          for case .file(let path, _, _) in found.map(\.place) { secretPaths.insert(path) }
          secrets += found
        }
        try add(scan, number)
      }
      start += batch.count
    }
    return result()
  }

  private mutating func add(_ scan: LayerScan, _ number: Int) throws(Failure) {
    waste.ratios.append(scan.plain > 0 ? Double(scan.compressed) / Double(scan.plain) : 1)
    efficiency.add(scan.steps, on: tree)
    for step in scan.steps {
      let content = scan.hashes[step.ordinal]
      var hidden: [(LayerPath, FileEntry)] = []
      try tree.apply(step, layer: number, content: content) { hidden.append(($0, $1)) }
      for (path, file) in hidden {
        waste.hide(path, file, by: step, layer: number, content: content)
        if secretPaths.contains(path) { hiding[path, default: [:]][file.layer] = number }
      }
    }
    facts.append(scan.facts)
  }

  private mutating func result() -> ImageAnalysis {
    let facts = facts
    let look: (FileEntry) -> ContentLook.Facts? = { file in
      file.layer < facts.count ? facts[file.layer][file.ordinal] : nil
    }
    func text(_ path: RawPath) -> [UInt8] {
      guard let place = (try? tree.resolve(path)) ?? nil else { return [] }
      return look(tree[place])?.text ?? []
    }
    let accounts = AccountFiles(passwd: text("/etc/passwd"), group: text("/etc/group"))
    let user = UserCheck(image.config.runtime.user, accounts)
    var inspection = ProgramInspection(tree, image.config, user, facts: look)
    var analysis = ImageAnalysis(
      name: image.name, digest: image.manifest.digest, platform: image.config.platform,
      created: image.config.created, program: inspection.run(), user: user)
    analysis.layers = sizes
    analysis.history = history()
    analysis.totals.compressed = sizes.reduce(0) { $0 + $1.compressed }
    analysis.totals.plain = sizes.reduce(0) { $0 + $1.plain }
    analysis.totals.content = sizes.reduce(0) { $0 + $1.content }
    waste.addVisible(tree)
    analysis.waste = waste.result()
    analysis.efficiency = efficiency.result(
      userBytes: sizes.dropFirst().reduce(0) { $0 + $1.content }, rows: options.rows)
    addFiles(to: &analysis)
    (analysis.shells, analysis.packageManagers) = KnownPrograms.find(tree)
    analysis.secrets = Array(secrets.map(placed).prefix(options.secretCount))
    analysis.delta = options.other.map { delta($0.name, $0.manifest) }
    return analysis
  }

  /// The lists of files.
  private func addFiles(to analysis: inout ImageAnalysis) {
    var seen: Set<Int> = []
    var largest: [ImageAnalysis.FileRow] = []
    try? tree.walk { path, place throws(Never) in
      let file = tree[place]
      if path.names.isEmpty { return true }
      analysis.totals.paths += 1
      if file.kind == .folder {
        if file.mode & 0o1002 == 0o002 {
          analysis.worldWritable.append(.init(path: path, file: file))
        }
        return true
      }
      guard file.kind == .file, seen.insert(tree.fileNumber(place)).inserted else { return true }
      analysis.totals.visible += file.size
      let row = ImageAnalysis.FileRow(path: path, file: file)
      if file.mode & 0o002 != 0 { analysis.worldWritable.append(row) }
      if file.mode & 0o6000 != 0
        || file.attributes.contains(where: { $0.key == "security.capability" })
      {
        analysis.privileged.append(row)
      }
      largest.append(row)
      if largest.count > options.rows * 64 + 1024 { largest = cut(largest) }
      return true
    }
    analysis.largest = cut(largest)
  }

  private func cut(_ rows: [ImageAnalysis.FileRow]) -> [ImageAnalysis.FileRow] {
    Array(
      rows.sorted { ($1.file.size, $0.path) < ($0.file.size, $1.path) }.prefix(options.rows))
  }

  private func history() -> [ImageAnalysis.HistoryStep] {
    let isWhole = image.config.history.count { !$0.isEmptyLayer } == image.layers.count
    var next = 0
    return image.config.history.map { step in
      var layer: Int?
      if !step.isEmptyLayer, isWhole {
        layer = next
        next += 1
      }
      return ImageAnalysis.HistoryStep(
        command: BuildCommand.plain(step.createdBy ?? step.comment ?? ""), created: step.created,
        layer: layer)
    }
  }

  /// A secret with the layer that hides it.
  private func placed(_ row: SecretRow) -> SecretRow {
    guard case .file(let path, let layer, _) = row.place else { return row }
    var row = row
    if let file = tree[path], file.layer == layer { return row }
    row.hiddenBy = hiding[path]?[layer]
    return row
  }

  private func delta(_ name: String, _ other: Manifest) -> ImageAnalysis.Delta {
    let there = Set(other.layers.map(\.digest))
    var delta = ImageAnalysis.Delta(
      name: name, sharedLayers: 0, sharedBytes: 0, newLayers: 0, newBytes: 0)
    for layer in image.manifest.layers {
      if there.contains(layer.digest) {
        delta.sharedLayers += 1
        delta.sharedBytes += layer.size
      } else {
        delta.newLayers += 1
        delta.newBytes += layer.size
      }
    }
    return delta
  }
}
