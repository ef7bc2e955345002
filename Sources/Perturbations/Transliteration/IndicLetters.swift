/// Letters of a script in which a consonant carries the vowel a unless a sign says otherwise.
struct IndicLetters: Sendable {
  private let consonants: [Unicode.Scalar: String]
  private let vowels: [Unicode.Scalar: String]
  private let signs: [Unicode.Scalar: String]
  /// Nasalisation, visarga, digits.
  private let marks: [Unicode.Scalar: String]
  /// Consonants with a dot below.
  private let dotted: [Unicode.Scalar: String]
  private let virama: Unicode.Scalar
  private let nukta: Unicode.Scalar

  /// A composed word in Latin letters; what the script does not have stays.
  ///
  /// The vowel a is written behind a consonant without a sign, but not at the end of a word, where speakers drop it; after
  /// a consonant without vowel it is kept even there.
  func latin(_ word: String) -> String {
    let scalars = Array(word.unicodeScalars).filter { $0 != "\u{200C}" && $0 != "\u{200D}" }
    var text = ""
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      var next = index + 1
      let hasNukta = next < scalars.count && scalars[next] == nukta
      guard let plain = consonants[scalar] else {
        text +=
          vowels[scalar] ?? signs[scalar] ?? marks[scalar] ?? (scalar == virama || scalar == nukta ? "" : "\(scalar)")
        index = next
        continue
      }
      if hasNukta { next += 1 }
      text += (hasNukta ? dotted[scalar] : nil) ?? plain
      let follower = next < scalars.count ? scalars[next] : nil
      let isJoined = index > 0 && scalars[index - 1] == virama
      if let follower, signs[follower] != nil || follower == virama {
        index = next
        continue
      }
      if follower != nil || isJoined || index == 0 { text += "a" }
      index = next
    }
    return text
  }

  private static func table(_ text: String) -> [Unicode.Scalar: String] {
    var table: [Unicode.Scalar: String] = [:]
    // By scalars: a sign shares a character with the blank or the mark beside it.
    for scalars in text.unicodeScalars.split(separator: " ") {
      if let letter = scalars.first { table[letter] = String(String.UnicodeScalarView(scalars.dropFirst(2))) }
    }
    return table
  }

  /// Devanagari.
  static let devanagari = IndicLetters(
    consonants: table(
      "क=k ख=kh ग=g घ=gh ङ=ng च=c छ=ch ज=j झ=jh ञ=ny ट=tt ठ=tth ड=dd ढ=ddh ण=nn त=t थ=th द=d ध=dh न=n प=p फ=ph ब=b भ=bh "
        + "म=m य=y र=r ल=l व=v श=sh ष=ss स=s ह=h ळ=ll"),
    vowels: table("अ=a आ=aa इ=i ई=ii उ=u ऊ=uu ऋ=r ए=e ऐ=ai ओ=o औ=au ऑ=o"),
    signs: table("ा=aa ि=i ी=ii ु=u ू=uu ृ=r े=e ै=ai ो=o ौ=au ॉ=o ॅ=e"),
    marks: table("ं=m ँ=m ः=h ०=0 १=1 २=2 ३=3 ४=4 ५=5 ६=6 ७=7 ८=8 ९=9"),
    dotted: table("क=q ख=kh ग=g ज=z ड=dd ढ=ddh फ=f"), virama: "\u{94D}", nukta: "\u{93C}")

  /// Bengali.
  static let bengali = IndicLetters(
    consonants: table(
      "ক=k খ=kh গ=g ঘ=gh ঙ=ng চ=ch ছ=chh জ=j ঝ=jh ঞ=ny ট=tt ঠ=tth ড=dd ঢ=ddh ণ=nn ত=t থ=th দ=d ধ=dh ন=n প=p ফ=ph ব=b "
        + "ভ=bh ম=m য=y র=r ল=l শ=sh ষ=ss স=s হ=h ৎ=t"),
    vowels: table("অ=a আ=aa ই=i ঈ=ii উ=u ঊ=uu ঋ=r এ=e ঐ=ai ও=o ঔ=au"),
    signs: table("া=aa ি=i ী=ii ু=u ূ=uu ৃ=r ে=e ৈ=ai ো=o ৌ=au"),
    marks: table("ং=ng ঁ=n ঃ=h ০=0 ১=1 ২=2 ৩=3 ৪=4 ৫=5 ৬=6 ৭=7 ৮=8 ৯=9"),
    dotted: table("ড=r ঢ=rh য=y"), virama: "\u{9CD}", nukta: "\u{9BC}")
}
