internal import COpenSSL
public import Foundation

/// A digest of bytes that come in pieces, computed by OpenSSL.
public struct Digest: ~Copyable {
  private let context: OpaquePointer

  /// An empty digest.
  public init(_ algorithm: DigestAlgorithm) {
    guard let context = EVP_MD_CTX_new() else { fatalError("no memory") }  // trap: nothing else fails here
    let kind =
      switch algorithm {
      case .sha256: EVP_sha256()
      case .sha1: EVP_sha1()
      }
    precondition(EVP_DigestInit_ex(context, kind, nil) == 1, "this OpenSSL refuses the digest")
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes in a piece.
  public mutating func update(_ piece: some DataProtocol) {
    for region in piece.regions {
      region.withUnsafeBytes { bytes in
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "OpenSSL's digest failed")
      }
    }
  }

  /// The digest's bytes: 32 of SHA-256, 20 of SHA-1.
  public consuming func finalize() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      var length: UInt32 = 0
      precondition(EVP_DigestFinal_ex(context, buffer.baseAddress, &length) == 1, "OpenSSL's digest failed")
      count = Int(length)
    }
  }

  /// The digest of bytes that are all there.
  public static func of(_ bytes: some DataProtocol, _ algorithm: DigestAlgorithm = .sha256) -> [UInt8] {
    var digest = Digest(algorithm)
    digest.update(bytes)
    return digest.finalize()
  }

  /// The digest of what is left of an open file, read in pieces of 4 MB.
  /// - Parameter prefix: bytes that come before the file's.
  /// - Throws: the file system's error where it cannot be read.
  public static func of(
    _ file: FileHandle, after prefix: some DataProtocol = Data(), _ algorithm: DigestAlgorithm = .sha256
  ) throws -> [UInt8] {
    var digest = Digest(algorithm)
    digest.update(prefix)
    while let piece = try file.read(upToCount: 1 << 22), !piece.isEmpty { digest.update(piece) }
    return digest.finalize()
  }
}
