import Archive

extension Effect { static let shells = Effect(packages: []) { _, _ in } }
