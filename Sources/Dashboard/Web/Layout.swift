internal import Hummingbird
internal import IsoglossReporting

/// A page: the bar on top, its own parts, and nothing inline that a browser would run.
struct Layout {
  /// The document's title, and its headline where it has no header of its own.
  var title: String
  /// Who looks at it.
  var visit: Visit
  /// Links below the headline: path, words, whether it is this page.
  var links: [(path: String, words: String, isHere: Bool)] = []
  /// A line above the headline.
  var kicker = "Isogloss"
  /// Words below the headline.
  var lead = ""
  /// What is in `main`.
  var main = ""
  /// Header, main and footer of a report, in place of the page's own.
  var report: String?
  /// What the page's script needs: attributes of the body, without `data-`.
  var data: [String: String] = [:]
  /// The text in the field of the search through all runs.
  var query = ""

  /// The whole document.
  var markup: String {
    let attributes = data.sorted { $0.key < $1.key }
      .map { " data-\($0.key)=\"\(Markup.attribute($0.value))\"" }.joined()
    return """
      <!doctype html>
      <html lang="en" dir="ltr">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.attribute(title))</title>
      <link rel="icon" href="\(Asset.icon.path)" type="image/svg+xml">
      <link rel="stylesheet" href="\(Asset.style.path)">
      <script src="\(Asset.script.path)" defer></script>
      </head>
      <body\(attributes)>
      <a class="skip" href="#main">Skip to the content</a>
      \(Self.definitions)
      \(bar)
      <div class="page">
      \(report ?? own)
      </div>
      \(Self.help)
      </body>
      </html>

      """
  }

  private static let definitions = HTMLParts.definitions

  /// Its header and `main`: the parts that no visitor's name is in, so that they may be kept for others.
  var own: String {
    var markup = "<header>\n<p class=\"kicker\">\(Markup.text(kicker))</p>\n"
    markup += "<h1 id=\"headline\">\(HTMLParts.headline(title))</h1>\n"
    if !lead.isEmpty { markup += "<p class=\"lead\">\(Markup.text(lead))</p>\n" }
    return markup + Self.contents(links) + "</header>\n<main id=\"main\" tabindex=\"-1\">\n" + main + "</main>\n"
  }

  /// Links to the pages beside this one.
  static func contents(_ links: [(path: String, words: String, isHere: Bool)]) -> String {
    guard !links.isEmpty else { return "" }
    let items = links.map { link in
      "<li><a href=\"\(Markup.attribute(link.path))\"\(link.isHere ? " aria-current=\"page\"" : "")>"
        + "\(Markup.text(link.words))</a></li>"
    }
    return "<nav aria-label=\"Pages\" class=\"pages\"><ol>\(items.joined(separator: "\n"))</ol></nav>\n"
  }

  private var bar: String {
    var markup = "<div class=\"bar\"><nav aria-label=\"Dashboard\"><a href=\"/\" class=\"home\">Isogloss</a>"
    markup += "<form action=\"/search\" method=\"get\" role=\"search\">"
    markup += "<input type=\"search\" name=\"q\" id=\"find\" aria-label=\"Search in requests and answers of all runs\" "
    markup += "placeholder=\"Search answers\" maxlength=\"200\" value=\"\(Markup.attribute(query))\">"
    markup += "<button type=\"submit\">Search</button></form>"
    markup += "<button type=\"button\" id=\"keys\" hidden>Keys</button>"
    if let session = visit.session {
      markup += "<form action=\"/sign-out\" method=\"post\" class=\"who\">\(Markup.hidden("csrf", session.csrf))"
      markup += "<span>\(Markup.text(session.account.name))</span> <button type=\"submit\">Sign out</button></form>"
    } else {
      markup += "<a href=\"/sign-in\" class=\"who\">Sign in</a>"
    }
    return markup + "</nav></div>\n<p id=\"news\" class=\"news\" role=\"status\" hidden></p>"
  }

  private static let help = """
    <dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl class="list">
    <dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous row or answer</dd>
    <dt><kbd>o</kbd></dt><dd>open it</dd>
    <dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>next and previous page</dd>
    <dt><kbd>w</kbd></dt><dd>open or fold answers behind their content warning</dd>
    <dt><kbd>/</kbd></dt><dd>search</dd>
    <dt><kbd>1</kbd> to <kbd>9</kbd></dt><dd>an answer of a form</dd>
    <dt><kbd>?</kbd></dt><dd>this list; <kbd>Esc</kbd> closes it</dd>
    </dl>
    <form method="dialog"><button type="submit">Close</button></form>
    </dialog>
    """

  /// The page as it is sent.
  func response(status: HTTPResponse.Status = .ok) -> Response {
    Self.response(ByteBuffer(string: markup), status: status)
  }

  /// A page that was made before.
  static func response(_ page: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
    Response(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: page))
  }
}
