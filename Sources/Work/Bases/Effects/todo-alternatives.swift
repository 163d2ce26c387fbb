import Archive

extension Effect { static let alternatives = Effect(packages: []) { _, _ in } }
