import Arguments

/// `hardstand image`: what can be asked of images and done with them.
let imageCommand = Command(
  CommandDescription(
    name: "image", abstract: "Look into images, copy and convert them",
    discussion: """
      Wherever an IMAGE is named it may be a name of the store or, where the store has none, of a \
      registry; or a place as skopeo's users know it: docker://NAME, store:NAME, oci:DIR[:TAG], \
      oci-archive:FILE[:TAG], docker-archive:FILE[:NAME] or docker-daemon:NAME.
      """,
    group: "Images",
    examples: [
      .init("hardstand image analyze app", "Show where the bytes of an image are"),
      .init("hardstand image copy docker://debian:12 oci:debian", "Copy an image into a folder"),
    ]),
  subcommands: [
    imageInspectCommand, imageListCommand, imageReadCommand, imageCompareCommand,
    imageAnalyzeCommand, imageCopyCommand, imageExportCommand, imageImportCommand, imageSaveCommand,
    imageLoadCommand, imageTagsCommand,
    imageDigestCommand,
  ])
