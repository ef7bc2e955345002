internal import Foundation

/// Typed reading of a JSON configuration, with messages that name the key and the file.
struct ConfigurationReader {
  let values: [String: Any]
  let file: String

  init(values: [String: Any], file: String) {
    self.values = values
    self.file = file
  }

  /// - Throws: `ModelError.notFound` or `.badConfiguration`.
  init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw ModelError(.notFound, "\(url.path) cannot be read: a model folder needs it.", underlying: error)
    }
    guard let values = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
      throw ModelError(.badConfiguration, "\(url.path) is not a JSON object; fetch it again.")
    }
    self.init(values: values, file: url.path)
  }

  private func value(_ key: String) -> Any? {
    let value = values[key]
    return value is NSNull ? nil : value
  }

  private func wrong(_ key: String, _ kind: String) -> ModelError {
    ModelError(.badConfiguration, "\"\(key)\" in \(file) should be \(kind).")
  }

  /// The number under a key, null where it is missing or null. JSON's `true` is no number.
  func optionalDouble(_ key: String) throws -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = value as? NSNumber, !(value is Bool && Self.isBool(number)) else { throw wrong(key, "a number") }
    return number.doubleValue
  }

  func optionalInt(_ key: String) throws -> Int? {
    guard let number = try optionalDouble(key) else { return nil }
    guard let int = Int(exactly: number) else { throw wrong(key, "a whole number") }
    return int
  }

  func int(_ key: String) throws -> Int {
    guard let int = try optionalInt(key) else {
      throw ModelError(.badConfiguration, "\(file) has no \"\(key)\"; is it a Hugging Face model's config.json?")
    }
    return int
  }

  func optionalBool(_ key: String) throws -> Bool? {
    guard let value = value(key) else { return nil }
    guard let bool = value as? Bool else { throw wrong(key, "true or false") }
    return bool
  }

  func optionalString(_ key: String) throws -> String? {
    guard let value = value(key) else { return nil }
    guard let string = value as? String else { throw wrong(key, "a text") }
    return string
  }

  func optionalStrings(_ key: String) throws -> [String]? {
    guard let value = value(key) else { return nil }
    guard let strings = value as? [String] else { throw wrong(key, "a list of texts") }
    return strings
  }

  /// A number, or a list of numbers.
  func ints(_ key: String) throws -> [Int] {
    if let list = value(key) as? [Any] {
      return try list.map {
        guard let number = $0 as? NSNumber, let int = Int(exactly: number.doubleValue) else {
          throw wrong(key, "a whole number, or a list of them")
        }
        return int
      }
    }
    return try optionalInt(key).map { [$0] } ?? []
  }

  func object(_ key: String) throws -> ConfigurationReader? {
    guard let value = value(key) else { return nil }
    guard let values = value as? [String: Any] else { throw wrong(key, "an object") }
    return ConfigurationReader(values: values, file: file)
  }

  private static func isBool(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }
}
