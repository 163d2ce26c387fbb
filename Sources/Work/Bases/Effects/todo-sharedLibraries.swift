import Archive

extension Effect { static let sharedLibraries = Effect(packages: []) { _, _ in } }
