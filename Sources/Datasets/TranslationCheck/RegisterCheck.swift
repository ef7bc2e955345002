internal import IsoglossCore

/// Politeness, slang and officialese that came or went, and forms of address that do not fit each other.
struct RegisterCheck: LossCheck {
  func signs(in text: CheckedText) -> [LossSign] {
    var signs: [LossSign] = []
    if let forms = Self.address[text.row.language.code] {
      let close = forms.close.first(where: text.translation.contains)
      let distant = forms.distant.first { Self.hasDistant($0, in: text) }
      if let close, let distant {
        signs.append(LossSign(.register, 0.5, "\"\(close)\" and \"\(distant)\" address one person in two ways"))
      }
      if let distant, let slang = Self.first(Self.slang, in: text.source) {
        signs.append(LossSign(.register, 0.55, "slang (\"\(slang)\") became polite address (\"\(distant)\")"))
      } else if let close, let formal = Self.first(Self.formal, in: text.source) {
        signs.append(LossSign(.register, 0.5, "formal language (\"\(formal)\") became familiar address (\"\(close)\")"))
      }
    }
    guard let (source, back) = text.english else { return signs }
    signs += Self.change("polite wording", Self.polite, from: source, to: back, lost: 0.6, new: 0.5)
    signs += Self.change("slang", Self.slang, from: source, to: back, lost: 0.55, new: 0.55)
    signs += Self.change("officialese", Self.formal, from: source, to: back, lost: 0.35, new: 0.55)
    return signs
  }

  private static func change(
    _ what: String, _ marks: Set<String>, from source: TextWords, to back: TextWords, lost: Double, new: Double
  ) -> [LossSign] {
    switch (first(marks, in: source), first(marks, in: back)) {
    case (let mark?, nil): [LossSign(.register, lost, "\(what) is gone: \"\(mark)\"")]
    case (nil, let mark?): [LossSign(.register, new, "\(what) is new: \"\(mark)\"")]
    default: []
    }
  }

  private static func first(_ marks: Set<String>, in words: TextWords) -> String? {
    words.words.map(\.key).first(where: marks.contains)
      ?? marks.filter { $0.contains("_") }.map { $0.replacing("_", with: " ") }.sorted().first(where: words.contains)
  }

  /// A polite pronoun that is only told by its capital must stand within a sentence.
  private static func hasDistant(_ form: String, in text: CheckedText) -> Bool {
    guard form.first?.isUppercase == true else { return text.translation.contains(form) }
    return text.translation.words.contains { $0.text == form && !$0.startsSentence }
  }

  private static let polite = EnglishWords.set(
    """
    please kindly sir madam could_you would_you may_i might_i grateful appreciate excuse humbly politely esteemed honoured \
    honourable honorable gracious obliged
    """)

  private static let slang = EnglishWords.set(
    """
    gonna wanna gotta gimme dude bro bruh yo ya ain't lol omg wtf dunno kinda sorta cuz 'cause bucks cops cop folks guys buddy \
    hey hi hiya oi ta eh cheers gran innit homie dope yeah nah y'all stuff crap shit damn hell ass screw ripping rip_off hook_me_up lemme mate pal jerk dumb legit asap \
    cash_in snitch weed stoned booze kiddo chick wicked sick lowdown busted sneaky freaking freakin darn hit_me_up what's_up
    """)

  private static let formal = EnglishWords.set(
    """
    hereby herewith pursuant aforementioned aforesaid therein thereof hereinafter whereby notwithstanding henceforth \
    forthwith undersigned respectfully yours_faithfully provide_me_with i_request in_what_manner in_what_way
    """)

  private struct Address {
    /// Familiar forms, folded.
    var close: [String]
    /// Polite forms, folded; with a capital where only the capital tells.
    var distant: [String]
  }

  private static func forms(_ close: String, _ distant: String) -> Address {
    func read(_ text: String) -> [String] {
      text.split(separator: " ").map { $0.first?.isUppercase == true ? String($0) : TextWords.fold(String($0)) }
    }
    return Address(close: read(close), distant: read(distant))
  }

  /// Only forms that are nearly never anything else.
  private static let address: [String: Address] = [
    "de": forms("du dich dir dein deine deinen deinem deiner kannst hast bist", "Sie Ihnen Ihre Ihren Ihrem Ihrer"),
    "fr": forms("tu toi tes peux", "vous votre vos pouvez"),
    "es": forms("tú ti contigo puedes dime explícame dame podrías", "usted ustedes podría dígame explíqueme deme"),
    "it": forms("tu ti tuo tua puoi dimmi spiegami", "Lei Suo Sua potrebbe mi_dica"),
    "pt": forms("tu ti teu tua podes diz-me", "senhor senhora poderia"),
    "pl": forms("ty ciebie cię ci tobie twój twoja twoje twoją możesz", "pan pani pana panu panią państwo państwa"),
    "cs": forms("ty tebe tobě tvůj tvoje můžeš", "vy vás vám váš vaše můžete"),
    "sk": forms("ty teba tebe tvoj tvoje môžeš", "vy vás vám váš vaše môžete"),
    "sl": forms("ti tebe tebi tvoj tvoja lahko_poveš", "vi vas vam vaš vaša"),
    "lt": forms("tu tave tau tavo gali", "jūs jus jums jūsų galite"),
    "lv": forms("tu tevi tev tavs tava tavu vari", "jūs jums jūsu varat"),
    "ar": forms("", "حضرتك سيادتكم سيدي تفضلوا"),
    "bn": forms("তুমি তোমার তোমাকে তুই তোর", "আপনি আপনার আপনাকে"),
    "hi": forms("तुम तुम्हारा तुम्हें तू तेरा तुझे", "आप आपका आपको"),
    "sw": forms("", "tafadhali mheshimiwa"),
  ]
}
