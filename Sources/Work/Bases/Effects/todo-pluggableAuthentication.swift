import Archive

extension Effect { static let pluggableAuthentication = Effect(packages: []) { _, _ in } }
