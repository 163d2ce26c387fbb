import Archive

extension Effect { static let shellFiles = Effect(packages: []) { _, _ in } }
