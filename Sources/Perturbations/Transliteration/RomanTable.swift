/// Rules that turn letters into Latin ones, the longest that fits at each place.
struct RomanTable: Sendable {
  /// Where in a word a rule holds.
  private enum Place {
    case anywhere, start, inside, end, notEnd

    func holds(at range: Range<Int>, of count: Int) -> Bool {
      switch self {
      case .anywhere: true
      case .start: range.lowerBound == 0
      case .inside: range.lowerBound > 0
      case .end: range.upperBound == count
      case .notEnd: range.upperBound < count
      }
    }
  }

  private struct Rule {
    var from: [Unicode.Scalar]
    var latin: String
    var place: Place
  }

  /// Rules by first letter, longest first; of equal length, those bound to a place first.
  private let rules: [Unicode.Scalar: [Rule]]

  /// A table written as `letters=latin`, parted by blanks, in lower case. `^x` holds at the start of a word, `-x` elsewhere,
  /// `x$` at the end, `x-` elsewhere. Later rules take the place of earlier ones with equal left sides.
  init(_ tables: String...) {
    var written: [String: String] = [:]
    for rule in tables.joined(separator: " ").split(separator: " ") {
      let sides = rule.split(separator: "=", omittingEmptySubsequences: false)
      written[String(sides[0])] = String(sides[1])
    }
    var rules: [Unicode.Scalar: [Rule]] = [:]
    for (left, latin) in written {
      var from = Array(left.unicodeScalars)
      var place = Place.anywhere
      if let first = from.first, first == "^" || first == "-" {
        place = from.removeFirst() == "^" ? .start : .inside
      } else if let last = from.last, last == "$" || last == "-" {
        place = from.removeLast() == "$" ? .end : .notEnd
      }
      rules[from[0], default: []].append(Rule(from: from, latin: latin, place: place))
    }
    self.rules = rules.mapValues { rules in
      rules.sorted { ($0.from.count, $0.place == .anywhere ? 0 : 1) > ($1.from.count, $1.place == .anywhere ? 0 : 1) }
    }
  }

  /// A composed word in Latin letters; what no rule knows stays.
  func latin(_ word: String) -> String {
    let original = Array(word.unicodeScalars)
    let scalars = original.map { $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 }
    let isShouted = original.count > 1 && original.allSatisfy { !$0.properties.isLowercase }
    var text = ""
    var index = 0
    while index < scalars.count {
      let rule = rules[scalars[index]]?.first { rule in
        let range = index..<(index + rule.from.count)
        return range.upperBound <= scalars.count && scalars[range].elementsEqual(rule.from)
          && rule.place.holds(at: range, of: scalars.count)
      }
      let latin = rule?.latin ?? String(Character(scalars[index]))
      let isCapital = original[index].properties.isUppercase
      text += isShouted ? latin.uppercased() : isCapital ? latin.titled : latin
      index += rule?.from.count ?? 1
    }
    return text
  }

  private static let letters =
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch "
    + "ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ie ґ=gh ђ=dj ѓ=gj ѕ=dz ј=j љ=lj њ=nj ћ=tsh ќ=kj ў=u џ=dzh ий-=iy ий$=y"

  /// Cyrillic in a language without a table of its own.
  static let anyCyrillic = RomanTable(letters)

  /// Cyrillic by language code.
  static let cyrillic: [String: RomanTable] = [
    "ru": RomanTable(
      letters,
      "^е=ye ё=yo й=y ае=aye ее=eye ие=iye ое=oye уе=uye ье=ye ъе=ye аё=ayo её=eyo иё=iyo оё=oyo уё=uyo ьё=yo ъё=yo"),
    "uk": RomanTable(letters, "г=h ґ=g и=y ій=iy ий-=yi ий$=y иї=yi"),
    "bg": RomanTable(letters, "х=h ц=c щ=sht ъ=u ия$=ia"),
  ]

  /// Greek.
  static let greek = RomanTable(
    "α=a β=v γ=g δ=d ε=e ζ=z η=e θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o "
      + "ά=a έ=e ή=e ί=i ό=o ύ=u ώ=o ϊ=i ϋ=u ΐ=i ΰ=u "
      + "ου=ou αυ=au ευ=eu ηυ=eu υι=ui ωυ=ou ει=ei γγ=ng ^γκ=g -γκ=ng ^μπ=b -μπ=mb ντ=nd λμπ=lb νμπ=nb ρμπ=rb")
}
