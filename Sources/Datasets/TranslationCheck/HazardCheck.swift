/// Words of harm that came back as harmless ones: a request softened (or sharpened) on its way.
///
/// A list of words, not a guard: it sees only English on both sides. Guards see the translation itself (`RequestGuards`).
struct HazardCheck: LossCheck {
  func signs(in text: CheckedText) -> [LossSign] {
    guard let (source, back) = text.english else { return [] }
    let before = Self.groups(in: source)
    let after = Self.groups(in: back)
    var signs: [LossSign] = []
    for (group, word) in before.sorted(by: { $0.key < $1.key }) where after[group] == nil {
      let related = Self.kin[group].map { !Set($0).isDisjoint(with: after.keys) } ?? false
      if related { continue }
      let weight = after.isEmpty ? 0.75 : 0.55
      signs.append(LossSign(.hazard, weight, "\"\(word)\" (\(group)) did not come back"))
    }
    if before.isEmpty, let (group, word) = after.min(by: { $0.key < $1.key }) {
      signs.append(LossSign(.hazard, 0.45, "\"\(word)\" (\(group)) is not in the source"))
    }
    return signs
  }

  /// Groups that a text has words of, with the first word of each.
  static func groups(in words: TextWords) -> [String: String] {
    var found: [String: String] = [:]
    for word in words.words {
      for (group, stems) in lists where found[group] == nil {
        let isHit = stems.contains { stem in
          stem.hasSuffix("*") ? word.key.hasPrefix(stem.dropLast()) : word.key == stem
        }
        if isHit { found[group] = word.text }
      }
    }
    return found
  }

  /// Groups that stand for one another in a fair rendering.
  private static let kin: [String: [String]] = [
    "killing": ["self-harm", "violence"], "violence": ["killing", "sexual violence"], "poison": ["killing", "drugs"],
    "explosives": ["weapons"], "weapons": ["explosives"], "theft": ["fraud", "intrusion"],
    "fraud": ["theft", "forgery"],
    "forgery": ["fraud"], "intrusion": ["theft", "spying"], "spying": ["intrusion", "stalking"],
    "stalking": ["spying", "threats"], "threats": ["stalking", "extortion", "abuse"],
    "extortion": ["threats", "fraud"],
    "hate": ["abuse"], "abuse": ["hate", "violence", "threats"], "drugs": ["poison", "smuggling"],
    "smuggling": ["trafficking", "drugs"], "trafficking": ["smuggling"], "sexual violence": ["violence", "abuse"],
    "self-harm": ["killing", "violence"], "arson": ["violence", "explosives"], "sabotage": ["violence", "intrusion"],
  ]

  private static let lists: [(String, Set<String>)] = [
    (
      "killing",
      EnglishWords.set(
        "kill* murder* assassin* strangl* slaughter* homicid* massacr* lethal* deadly fatal* behead* executed execution*"
      )
    ),
    (
      "violence",
      EnglishWords.set(
        "attack* assault* beat beating beaten stab* injur* wound* torture* violen* brutal* maim* punch* kick* choke* kidnap* abduct* hostage* ambush*"
      )
    ),
    ("poison", EnglishWords.set("poison* toxic* toxin* venom* cyanide ricin arsenic")),
    ("explosives", EnglishWords.set("bomb* explos* detonat* dynamite grenade* blast*")),
    (
      "weapons",
      EnglishWords.set(
        "weapon* gun guns rifle* pistol* firearm* ammunition anthrax sarin chemical-weapon nerve knife knives bioweapon* bullet*"
      )
    ),
    (
      "theft",
      EnglishWords.set(
        "steal* stole* theft rob robs robbed robbing robbery shoplift* burgl* pickpocket* thief thieves nick swipe misappropriat* embezzl* loot*"
      )
    ),
    (
      "fraud",
      EnglishWords.set(
        "fraud* scam* swindl* cheat* launder* phish* deceiv* deceiving con conning trick tricks tricking dupe bogus evad* evasion bribe* bribing"
      )
    ),
    (
      "forgery",
      EnglishWords.set(
        "forg* counterfeit* false wrong incorrect* erroneous* mistaken supposed* fake faked faking fakes falsif* fabricat*"
      )
    ),
    (
      "intrusion",
      EnglishWords.set(
        "hack* malware virus ransomware spyware trojan keylogger* crack* breach* bypass* botnet* ddos infect*")
    ),
    ("spying", EnglishWords.set("spy* wiretap* eavesdrop* surveil* intercept*")),
    ("stalking", EnglishWords.set("stalk* harass* dox* bully* bullied intimidat* blackmail*")),
    ("threats", EnglishWords.set("threat* menac* terrori* scare* frighten*")),
    ("extortion", EnglishWords.set("extort* blackmail* ransom* coerc*")),
    (
      "hate",
      EnglishWords.set(
        "hate hateful hatred racis* slur* inferior subhuman vermin dehumani* antisemit* bigot* superior* discriminat*")
    ),
    ("abuse", EnglishWords.set("abus* humiliat* insult* mock* degrad* demean* ridicul* defam* slander* libel* smear*")),
    (
      "drugs",
      EnglishWords.set(
        "drug drugs cocaine heroin meth methamphetamine fentanyl narcotic* opioid* lsd ecstasy cannabis mdma")
    ),
    ("smuggling", EnglishWords.set("smuggl* contraband")),
    ("trafficking", EnglishWords.set("traffick* enslav* slave* prostitut*")),
    ("sexual violence", EnglishWords.set("rape* raping molest* grope* groom* revenge-porn")),
    ("self-harm", EnglishWords.set("suicid* self-harm starv* anorexi* overdos* purge* purging")),
    ("arson", EnglishWords.set("arson* burn* ignite* firebomb* torch*")),
    ("sabotage", EnglishWords.set("sabotag* derail* vandal* destroy* disrupt* riot*")),
  ]
}
