import Archive

extension Effect { static let javaFiles = Effect(packages: []) { _, _ in } }
