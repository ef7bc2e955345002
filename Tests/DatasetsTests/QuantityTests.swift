import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Numbers and units: read in every script, and told right conversions from wrong ones.
struct QuantityTests {
  @Test(arguments: [
    ("It weighs 1,500 kg.", "en", [1500.0, 1.5]), ("Es wiegt 1.500 kg.", "de", [1500.0, 1.5]),
    ("1 500,25 €", "fr", [1500.25]),
    ("2.5 litres", "en", [2.5]), ("2,5 litra", "pl", [2.5]), ("١٢٫٥ كيلومتر", "ar", [12.5]), ("٢٥ ساعة", "ar", [25.0]),
    ("২৫ কিলোমিটার", "bn", [25.0]), ("२५ मील", "hi", [25.0]), ("twenty-five miles", "en", [25.0]),
    ("at 5 pm", "en", [5.0, 17.0]),
    ("1,234,567 people", "en", [1_234_567.0]), ("3 million euros", "en", [3e6, 3.0]), ("5 लाख रुपये", "hi", [5e5, 5.0]),
  ])
  func readsNumbers(text: String, language: String, values: [Double]) throws {
    let found = Quantity.all(in: text, language: Language(language))
    #expect(try #require(found.first).values == values)
    #expect(found.count == 1)
  }

  @Test(arguments: [
    ("5 miles away", "en", "mile"), ("8 Kilometer entfernt", "de", "kilometre"), ("$500 in cash", "en", "dollar"),
    ("maili 5", "sw", "mile"), ("dola 500", "sw", "dollar"), ("20 %", "lv", "percent"), ("٢٤ ساعة", "ar", "hour"),
    ("5 jūdžu attālumā", "lv", "mile"), ("90 °F", "en", "fahrenheit"), ("10 stóp", "pl", "foot"),
  ])
  func readsUnits(text: String, language: String, unit: String) {
    #expect(Quantity.all(in: text, language: Language(language)).first?.unit?.name == unit)
  }

  private func kinds(
    _ source: String, _ translation: String, _ language: String, back: String?
  ) -> [LossKind] {
    let row = TranslatedText(
      id: "1", language: Language(language), source: source, translation: translation, backTranslation: back)
    return QuantityCheck(terms: CultureTerms()).signs(in: CheckedText(row)).map(\.kind)
  }

  @Test(arguments: [
    ("It is 5 miles away.", "Es ist 8 km entfernt.", "de", "It is 8 km away."),
    ("It is 5 miles away.", "Es ist fünf Meilen entfernt.", "de", "It is five miles away."),
    ("It costs $2.50.", "Es kostet 2,50 $.", "de", "It costs $2.50."),
    ("It is 90 °F today.", "Dziś jest 32 °C.", "pl", "Today it is 32 °C."),
    ("Within 48 hours.", "2 dienu laikā.", "lv", "Within two days."),
    ("Wait 25 minutes.", "انتظر ٢٥ دقيقة.", "ar", "Wait 25 minutes."),
    ("It has 1,500 pages.", "Es hat 1.500 Seiten.", "de", "It has 1,500 pages."),
    ("It is 10 feet long.", "Ina urefu wa mita 3.", "sw", "It is 3 metres long."),
  ])
  func rightConversionsAreNoLoss(source: String, translation: String, language: String, back: String) {
    #expect(kinds(source, translation, language, back: back) == [])
    #expect(kinds(source, translation, language, back: nil) == [])
  }

  @Test(arguments: [
    ("It is 5 miles away.", "Es ist 5 km entfernt.", "de", "It is 5 km away.", LossKind.unit),
    ("It is 5 miles away.", "Es ist 12 km entfernt.", "de", "It is 12 km away.", LossKind.unit),
    ("Within 48 hours.", "W ciągu 48 dni.", "pl", "Within 48 days.", LossKind.unit),
    ("I have 300 friends.", "Tengo 30 amigos.", "es", "I have 30 friends.", LossKind.number),
    ("Wait 25 minutes.", "انتظر ٥٢ دقيقة.", "ar", "Wait 52 minutes.", LossKind.number),
    ("Buy 40 of them.", "Kaufe sie.", "de", "Buy them.", LossKind.number),
  ])
  func wrongOnesAre(source: String, translation: String, language: String, back: String, kind: LossKind) {
    #expect(kinds(source, translation, language, back: back) == [kind])
    #expect(kinds(source, translation, language, back: nil) == [kind])
  }
}
