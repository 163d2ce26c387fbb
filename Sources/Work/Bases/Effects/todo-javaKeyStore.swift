import Archive

extension Effect { static let javaKeyStore = Effect(packages: []) { _, _ in } }
