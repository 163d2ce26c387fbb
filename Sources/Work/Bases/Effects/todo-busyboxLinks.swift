import Archive

extension Effect { static let busyboxLinks = Effect(packages: []) { _, _ in } }
