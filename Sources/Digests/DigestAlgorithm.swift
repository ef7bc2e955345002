/// The digests that files and services name things by.
public enum DigestAlgorithm: Sendable {
  /// SHA-256: contents, tokens, message codes.
  case sha256
  /// SHA-1: the names that Git gives to files, and nothing that must withstand an attack.
  case sha1
}
