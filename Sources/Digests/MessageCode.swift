internal import COpenSSL
public import Foundation

/// Codes that only the holder of a key can make: HMAC (RFC 2104).
public enum MessageCode {
  /// HMAC-SHA-256 of a message, 32 bytes.
  public static func sha256(_ message: some DataProtocol, key: [UInt8]) -> [UInt8] {
    let message = [UInt8](message)
    return [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
      var length: UInt32 = 0
      let made = HMAC(
        EVP_sha256(), key, Int32(key.count), message, message.count, buffer.baseAddress, &length)
      precondition(made != nil, "OpenSSL's message code failed")
      count = Int(length)
    }
  }
}
