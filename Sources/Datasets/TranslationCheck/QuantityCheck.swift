internal import IsoglossCore

/// Numbers and units: kept, rightly converted, or changed.
struct QuantityCheck: LossCheck {
  /// Numbers that name something (an emergency number) are culture's, not amounts.
  let terms: CultureTerms

  /// What became of one number of the source in another text.
  private enum Fate {
    /// The same, or converted within ``MeasureUnit/tolerance``.
    case kept
    /// The same number with another unit.
    case otherUnit(Quantity)
    /// The same dimension, but not the same amount.
    case wrong(Quantity)
    /// Another currency and another number: cannot be checked without a rate.
    case otherMoney(Quantity)
    /// Another number in its place.
    case otherNumber(Quantity)
    case missing
  }

  func signs(in text: CheckedText) -> [LossSign] {
    let row = text.row
    let names = terms.words(in: text.source, of: row.sourceLanguage)
    let source = Quantity.all(in: row.source, language: row.sourceLanguage).filter { !names.contains($0.text) }
    let own = terms.words(in: text.translation, of: row.language)
    let translated = Quantity.all(in: row.translation, language: row.language).filter { !own.contains($0.text) }
    let back = text.back.map { words in
      let names = terms.words(in: words, of: row.sourceLanguage)
      return Quantity.all(in: row.backTranslation ?? "", language: row.sourceLanguage)
        .filter { !names.contains($0.text) }
    }
    let direct = fates(of: source, among: translated)
    let returned = back.map { fates(of: source, among: $0) }
    var signs = Self.exchangedMonths(text)
    for (position, quantity) in source.enumerated() {
      let here = direct.fates[position]
      if case .kept = here, let unit = direct.units[position], unit.name == quantity.unit?.name { continue }
      if let returned {
        let there = returned.fates[position]
        if case .kept = there { continue }
        // The translation is the evidence; its unit may be a word that is not known.
        if case .kept = here, case .missing = there { continue }
        if case .missing = there, NumberWords.has(quantity.value, in: text.translation, of: row.language) { continue }
        signs += sign(for: quantity, there, certainty: 1)
      } else if !NumberWords.has(quantity.value, in: text.translation, of: row.language) {
        signs += sign(for: quantity, here, certainty: 0.8)
      }
    }
    if source.isEmpty || signs.isEmpty, let returned, !returned.rest.isEmpty, !direct.rest.isEmpty {
      // Full hours bring zeros (`17:00`), and articles bring ones.
      let added = returned.rest.filter { new in
        // A conversion in brackets says the same once more.
        let isConversion = source.contains { old in
          guard let unit = old.unit, let other = new.unit else { return false }
          return unit.isSame(old.value, as: new.value, other)
        }
        guard new.value > 1, !isConversion else { return false }
        return direct.rest.contains { !Set($0.values).isDisjoint(with: new.values) }
      }
      if let first = added.first { signs.append(LossSign(.number, 0.5, "\"\(first.text)\" is not in the source")) }
    }
    return signs
  }

  /// A month that is gone while another one came.
  private static func exchangedMonths(_ text: CheckedText) -> [LossSign] {
    guard let (source, back) = text.english else { return [] }
    let before = source.keys.intersection(months)
    let after = back.keys.intersection(months)
    guard let gone = before.subtracting(after).min(), let new = after.subtracting(before).min() else { return [] }
    return [LossSign(.number, 0.8, "\"\(gone)\" became \"\(new)\"")]
  }

  /// March and May are also other words.
  private static let months = EnglishWords.set(
    "january february april june july august september october november december monday tuesday wednesday thursday sunday"
  )

  private func sign(for quantity: Quantity, _ fate: Fate, certainty: Double) -> [LossSign] {
    switch fate {
    case .kept: []
    case .otherUnit(let other):
      [
        LossSign(
          .unit, 0.9 * certainty, "\"\(quantity.text)\" became \"\(other.text)\": the unit changed, not the number")
      ]
    case .wrong(let other):
      [LossSign(.unit, 0.85 * certainty, "\"\(quantity.text)\" became \"\(other.text)\", which is not the same amount")]
    case .otherMoney(let other):
      [LossSign(.unit, 0.3, "\"\(quantity.text)\" became \"\(other.text)\": another currency, to be checked by hand")]
    case .otherNumber(let other):
      [LossSign(.number, 0.85 * certainty, "\"\(quantity.text)\" became \"\(other.text)\"")]
    case .missing:
      [LossSign(.number, 0.6 * certainty, "\"\(quantity.text)\" is missing")]
    }
  }

  /// Fates in the order of `source`, units that numbers were found with, and what is left over in `other`.
  private func fates(
    of source: [Quantity], among other: [Quantity]
  ) -> (fates: [Fate], units: [MeasureUnit?], rest: [Quantity]) {
    var left = other
    var fates = [Fate?](repeating: nil, count: source.count)
    var units = [MeasureUnit?](repeating: nil, count: source.count)
    func pass(_ decide: (Quantity, Quantity) -> Fate?) {
      for (position, quantity) in source.enumerated() where fates[position] == nil {
        for (index, candidate) in left.enumerated() {
          if let fate = decide(quantity, candidate) {
            fates[position] = fate
            units[position] = candidate.unit
            left.remove(at: index)
            break
          }
        }
      }
    }
    pass { a, b in
      if let unit = a.unit, let other = b.unit {
        return a.values.contains { x in b.values.contains { unit.isSame(x, as: $0, other) } } ? .kept : nil
      }
      return Set(a.values).isDisjoint(with: b.values) ? nil : .kept
    }
    pass { a, b in
      guard let unit = a.unit, let other = b.unit else { return nil }
      if !Set(a.values).isDisjoint(with: b.values) { return .otherUnit(b) }
      guard unit.dimension == other.dimension else { return nil }
      if unit.name == other.name { return .otherNumber(b) }
      return unit.dimension == .money ? .otherMoney(b) : .wrong(b)
    }
    pass { a, b in a.unit == nil || b.unit == nil ? .otherNumber(b) : nil }
    return (fates.map { $0 ?? .missing }, units, left)
  }
}
