/// Words whose opposites came back, and questions that became other questions.
struct MeaningCheck: LossCheck {
  func signs(in text: CheckedText) -> [LossSign] {
    guard let (source, back) = text.english else { return [] }
    for (first, second) in Self.opposites {
      for (a, b) in [(first, second), (second, first)] {
        if let word = Self.hit(a, source), Self.hit(b, source) == nil, let other = Self.hit(b, back),
          Self.hit(a, back) == nil
        {
          return [LossSign(.meaning, 0.75, "\"\(word)\" came back as \"\(other)\"")]
        }
      }
    }
    let asked = Self.questions.filter { source.keys.contains($0) }
    let returned = Self.questions.filter { back.keys.contains($0) }
    if asked.count == 1, returned.count == 1, asked != returned, let before = asked.first, let after = returned.first,
      ![["what", "which"], ["how", "what"]].contains([before, after].sorted())
    {
      return [LossSign(.meaning, 0.5, "\"\(before)\" is asked, and \"\(after)\" came back")]
    }
    return []
  }

  private static func hit(_ stems: Set<String>, _ words: TextWords) -> String? {
    words.words.first { word in
      stems.contains { $0.hasSuffix("*") ? word.key.hasPrefix($0.dropLast()) : word.key == $0 }
    }?.text
  }

  private static let questions: Set<String> = ["how", "why", "who", "when", "where", "what", "which"]

  private static let opposites: [(Set<String>, Set<String>)] = [
    ("increas* rais* boost* grow*", "decreas* reduc* lower* cut diminish*"), ("before", "after"),
    ("legal* lawful*", "illegal* unlawful*"), ("allow* permit* let", "forbid* prohibit* ban banned"),
    ("buy* purchas* bought", "sell* sold"), ("more", "less fewer"), ("safe safely", "unsafe dangerous* risky"),
    ("men man male boys boy", "women woman female girls girl"), ("old elderly older", "young younger"),
    ("always", "never"), ("with", "without"), ("start* begin* began", "stop* end* finish* quit*"),
    ("accept* agree*", "refus* reject* declin* disagree*"), ("win wins winning won", "lose* losing lost"),
    ("remov* delet* eras*", "add adds added adding insert*"), ("public* openly", "private* secret*"),
    ("hide* hiding conceal* hidden", "reveal* show* expos* disclos*"), ("open*", "clos* shut*"),
    ("adult* grown-up*", "child* kid* minor*"), ("encourag* urg* persuad*", "discourag* dissuad*"),
    ("protect* defend*", "attack* harm* hurt*"), ("true truth", "false lie lies"),
    ("enable* activat*", "disabl* deactivat*"),
    ("avoid* evad* escap* prevent*", "cause* seek* achiev*"), ("detect* notic* caught", "undetect* unnotic*"),
    ("all every", "some few"), ("first", "last"), ("guilty", "innocent"),
    ("help* support*", "hinder* obstruct* oppos*"),
    ("against", "supporting"), ("real genuine authentic", "fake counterfeit* forged"), ("fast* quick*", "slow*"),
    ("borrow*", "lend* lent"), ("employer* boss*", "employee* worker*"), ("arriv*", "depart* leav*"),
    ("lock*", "unlock*"), ("encrypt*", "decrypt*"), ("healthy", "ill sick unwell"),
    ("lazy", "diligent* hard-working industrious*"), ("love*", "hate*"), ("strong*", "weak*"),
  ].map { (EnglishWords.set($0), EnglishWords.set($1)) }
}
