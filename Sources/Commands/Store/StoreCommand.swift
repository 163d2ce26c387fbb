import Arguments

/// `hardstand store`: the folder that images are kept in.
let storeCommand = Command(
  CommandDescription(
    name: "store", abstract: "List, clean and check the store of images", group: "Images",
    examples: [.init("hardstand store gc --max-size 20GB", "Keep the store below 20 GB")]),
  subcommands: [storeListCommand, storeCollectCommand, storeVerifyCommand])
