internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import IsoglossDigests
internal import IsoglossReporting

/// A file that pages are drawn with. Its address holds its hash, so that a browser may keep it for ever.
struct Asset: Sendable {
  let path: String
  let type: String
  let body: ByteBuffer

  private init(_ name: String, _ type: String, _ text: String) {
    let hash = Hex.of(Digest.of(Data(text.utf8)).prefix(6))
    let parts = name.split(separator: ".")
    path = "/assets/\(parts[0])-\(hash).\(parts[1])"
    self.type = type
    body = ByteBuffer(string: text)
  }

  static let style = Asset("style.css", "text/css; charset=utf-8", HTMLParts.styleSheet + DashboardStyle.css)
  static let script = Asset("script.js", "text/javascript; charset=utf-8", DashboardScript.text)
  static let icon = Asset(
    "icon.svg", "image/svg+xml",
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1b4f72"/>\
    <path d="M5 22C11 8 19 26 27 10" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>
    """)
  static let all = [style, script, icon]

  var response: Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "public, max-age=31536000, immutable"],
      body: .init(byteBuffer: body))
  }
}
