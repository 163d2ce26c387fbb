import Archive

extension Effect { static let deadScripts = Effect(packages: []) { _, _ in } }
