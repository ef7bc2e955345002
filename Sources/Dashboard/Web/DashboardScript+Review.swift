extension DashboardScript {
  /// Forms: filled later in this file's life.
  static let review = ""
}
