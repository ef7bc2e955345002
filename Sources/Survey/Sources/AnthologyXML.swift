internal import Foundation
internal import FoundationXML
internal import IsoglossDatasets

/// Which events volumes belong to: an event names volumes of other collections that were held with it.
struct AnthologyEvents {
  private var byVolume: [String: [String]] = [:]
  private var byCollection: [String: [String]] = [:]

  /// Notes that a volume (`2024.bionlp-1`) was held with an event.
  mutating func add(_ event: String, volume: String) { byVolume[volume, default: []].append(event) }
  /// Notes that a collection (`2024.acl`) is of an event.
  mutating func add(_ event: String, collection: String) { byCollection[collection, default: []].append(event) }

  /// Events of a paper, by its id `COLLECTION-VOLUME.NUMBER`.
  func events(of paper: Paper) -> [String] {
    let volume = paper.id.lastIndex(of: ".").map { String(paper.id[..<$0]) } ?? paper.id
    return (byVolume[volume] ?? []) + (paper.collection.flatMap { byCollection[$0] } ?? [])
  }
}

/// Reads the XML of the ACL Anthology (`data/xml/*.xml` of acl-org/acl-anthology).
enum AnthologyXML {
  /// Adds a file's papers. A file that breaks off gives the papers before the break, and a problem.
  static func read(_ data: Data, file: String, into reading: inout SourceReading, events: inout AnthologyEvents) {
    // The Anthology declares no entities; a file that does could grow without bound.
    guard data.range(of: Data("<!ENTITY".utf8)) == nil else {
      reading.problems.append(RowProblem(file: file, line: 1, reason: "it declares entities, which are not read"))
      return
    }
    let handler = AnthologyHandler(file: file, reading: reading, events: events)
    let parser = XMLParser(data: data)
    parser.shouldResolveExternalEntities = false
    parser.delegate = handler
    // The parser takes a file that just ends for a whole one.
    let isWhole = parser.parse() && handler.isClosed
    reading = handler.reading
    events = handler.events
    if !isWhole {
      let line = max(1, parser.lineNumber)
      reading.problems.append(RowProblem(file: file, line: line, reason: "not well-formed XML from here on"))
    }
  }
}

/// Collects papers from the events of the parser.
private final class AnthologyHandler: NSObject, XMLParserDelegate {
  var reading: SourceReading
  var events: AnthologyEvents
  private let file: String
  /// Names of the open elements.
  private var path: [String] = []
  private var text = ""
  private var collection = ""
  private var volume = ""
  private var volumeYear: Int?
  private var venues: [String] = []
  private var event = ""
  private var paper: Paper?
  private var number = ""
  private var address: String?

  init(file: String, reading: SourceReading, events: AnthologyEvents) {
    self.file = file
    self.reading = reading
    self.events = events
  }

  /// Elements whose text is a field, with the element that they stand in.
  private static let fields: Set<String> = [
    "paper/title", "paper/abstract", "paper/url", "paper/language", "paper/year", "meta/year", "meta/venue",
    "colocated/volume-id",
  ]

  /// Whether every element was closed again.
  var isClosed: Bool { path.isEmpty }

  private var place: String { path.suffix(2).joined(separator: "/") }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    path.append(name)
    switch name {
    case "collection": collection = attributes["id"] ?? ""
    case "volume" where path.count == 2:
      volume = attributes["id"] ?? ""
      (volumeYear, venues) = (nil, [])
    case "paper" where path.dropLast().last == "volume":
      number = attributes["id"] ?? ""
      address = nil
      paper = Paper(id: "", title: "", year: volumeYear, venues: venues, collection: collection)
    case "event":
      event = attributes["id"] ?? ""
      if !event.isEmpty { events.add(event, collection: collection) }
    default: break
    }
    if Self.fields.contains(place) { text = "" }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    switch place {
    case "meta/year": volumeYear = PaperText.year(text)
    case "meta/venue": venues.append(text)
    case "paper/title": paper?.title = text
    case "paper/abstract": paper?.abstract = text
    case "paper/language": paper?.language = text
    case "paper/year": paper?.year = PaperText.year(text) ?? paper?.year
    case "paper/url": address = text.trimmingCharacters(in: .whitespacesAndNewlines)
    case "colocated/volume-id": events.add(event, volume: text.trimmingCharacters(in: .whitespacesAndNewlines))
    case "volume/paper": finish(line: parser.lineNumber)
    default: break
    }
    path.removeLast()
  }

  private func finish(line: Int) {
    guard var paper else { return }
    self.paper = nil
    // The address of a paper in the Anthology is its id; older collections (P18) run number and volume together there.
    let isOwn = address.map { !$0.isEmpty && !$0.contains("/") } ?? false
    paper.id = isOwn ? address ?? "" : "\(collection)-\(volume).\(number)"
    paper.url = isOwn ? "https://aclanthology.org/\(paper.id)/" : address
    if collection.isEmpty || number.isEmpty { paper.id = "" }
    reading.add(paper, file: file, line: line)
  }
}
