extension CSV {
  /// A record after RFC 4180, every field in quotes.
  package static func line(_ fields: [String]) -> String {
    // By scalar: a quote under a combining mark is a quote to a reader of CSV, though not to a search by characters.
    func quoted(_ field: String) -> String {
      var scalars = String.UnicodeScalarView("\"".unicodeScalars)
      for scalar in field.unicodeScalars {
        if scalar == "\"" { scalars.append(scalar) }
        scalars.append(scalar)
      }
      scalars.append("\"")
      return String(scalars)
    }
    return fields.map(quoted).joined(separator: ",") + "\r\n"
  }
}
