import Arguments

/// `hardstand store`: the folder that images are kept in.
let storeCommand = Command(
  CommandDescription(
    name: "store", abstract: "List, clean and check the store of images", group: "Images"),
  subcommands: [storeListCommand, storeCollectCommand, storeVerifyCommand])
