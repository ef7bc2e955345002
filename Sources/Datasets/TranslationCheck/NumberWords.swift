internal import IsoglossCore

/// Numbers written as words. English ones are read as numbers; those of other languages only excuse a digit that is not
/// there, because many of them are also other words.
enum NumberWords {
  /// `zero` to `nineteen`, tens, `dozen`, `half`.
  static let english: [String: Double] = [
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "dozen": 12, "fortnight": 2,
  ]

  /// Words that multiply the number beside them.
  static let multipliers: [String: Double] = [
    "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "k": 1e3,
    "tausend": 1e3, "millionen": 1e6, "mio": 1e6, "mil": 1e3, "mille": 1e3, "mila": 1e3, "millones": 1e6,
    "milioni": 1e6,
    "millions": 1e6, "milhoes": 1e6, "tys": 1e3, "tysiecy": 1e3, "tysiace": 1e3, "mln": 1e6, "tisic": 1e3,
    "tisice": 1e3,
    "milionu": 1e6, "miliony": 1e6, "milionov": 1e6, "tisoc": 1e3, "tukst": 1e3, "tukstanciu": 1e3, "tukstosus": 1e3,
    "tukstosi": 1e3, "tukstosiem": 1e3, "miljoni": 1e6, "miljonus": 1e6, "الف": 1e3, "الاف": 1e3, "مليون": 1e6,
    "elfu": 1e3, "laki": 1e5, "हजार": 1e3, "लाख": 1e5, "करोड़": 1e7, "হাজার": 1e3, "লাখ": 1e5, "কোটি": 1e7, "lakh": 1e5,
    "crore": 1e7,
  ]

  /// Whether a text has a word for a small number, in any of its common forms (stems of folded words).
  static func has(_ value: Double, in words: TextWords, of language: Language) -> Bool {
    guard value == value.rounded(), let stems = table[language.code]?[Int(max(-1, min(value, 1e6)))] else {
      return false
    }
    return words.words.contains { word in
      stems.contains { word.key.hasPrefix($0) && word.key.count <= $0.count + 4 }
    }
  }

  /// `2:zwei,zweit 3:drei` as numbers with stems.
  private static func read(_ text: String) -> [Int: [String]] {
    var found: [Int: [String]] = [:]
    for part in text.split(separator: " ") {
      let halves = part.split(separator: ":")
      guard halves.count == 2, let number = Int(halves[0]) else { continue }
      found[number] = halves[1].split(separator: ",").map { TextWords.fold(String($0)) }
    }
    return found
  }

  private static let table: [String: [Int: [String]]] = [
    "en": read(
      """
      2:two,second 3:three,third 4:four 5:five,fift 6:six 7:seven 8:eight 9:nine 10:ten 12:twelve \
      20:twenty 100:hundred 1000:thousand
      """),
    "de": read(
      """
      2:zwei 3:drei 4:vier 5:fünf 6:sechs 7:sieben 8:acht 9:neun 10:zehn 12:zwölf 20:zwanzig 30:dreißig \
      50:fünfzig 100:hundert 1000:tausend
      """),
    "fr": read(
      """
      2:deux 3:trois 4:quatre 5:cinq 6:six 7:sept 8:huit 9:neuf 10:dix 12:douze 20:vingt 30:trente \
      50:cinquante 100:cent 1000:mille
      """),
    "es": read(
      """
      2:dos 3:tres 4:cuatro 5:cinco 6:seis 7:siete 8:ocho 9:nueve 10:diez 12:doce 20:veinte 30:treinta \
      50:cincuenta 100:cien 1000:mil
      """),
    "it": read(
      """
      2:due 3:tre 4:quattro 5:cinque 6:sei 7:sette 8:otto 9:nove 10:dieci 12:dodici 20:venti 30:trenta \
      50:cinquanta 100:cento 1000:mille,mila
      """),
    "pt": read(
      """
      2:dois,duas 3:três 4:quatro 5:cinco 6:seis 7:sete 8:oito 9:nove 10:dez 12:doze 20:vinte 30:trinta \
      50:cinquenta 100:cem 1000:mil
      """),
    "pl": read(
      """
      2:dw 3:trzy,trzech,trzem,troj 4:cztery,czter 5:pięć,pięci 6:sześ 7:siedem,siedm 8:osiem,ośmi \
      9:dziewię 10:dziesię 12:dwanaś,dwunast 20:dwadzie,dwudziest 30:trzydzie 50:pięćdzies 100:sto,stu \
      1000:tysiąc,tysię
      """),
    "cs": read(
      """
      2:dva,dvě,dvou,dvěm 3:tři,tří,třem 4:čtyř 5:pět,pěti 6:šest 7:sedm 8:osm 9:devět,devíti \
      10:deset,deseti 12:dvanáct 20:dvacet 30:třicet 50:padesát 100:sto 1000:tisíc
      """),
    "sk": read(
      """
      2:dva,dve,dvoch,dvom 3:tri,troch,trom 4:štyri,štyroch 5:päť,piat 6:šesť,šiest 7:sedem,siedm \
      8:osem,ôsm 9:deväť 10:desať 12:dvanás 20:dvadsa 30:tridsa 50:päťdesiat 100:sto 1000:tisíc
      """),
    "sl": read(
      """
      2:dva,dve,dveh,dvema 3:tri,treh,trem 4:štiri 5:pet 6:šest 7:sedem 8:osem 9:devet 10:deset \
      12:dvanajst 20:dvajset 30:trideset 50:petdeset 100:sto 1000:tisoč
      """),
    "lt": read(
      """
      2:du,dvi,dviej 3:trys,tris,trij 4:keturi,ketver 5:penk 6:šeši 7:septyn 8:aštuon 9:devyn 10:dešimt \
      12:dvylik 20:dvidešimt 30:trisdešimt 50:penkiasdešimt 100:šimt 1000:tūkstan
      """),
    "lv": read(
      """
      2:div 3:trīs,trij 4:četr 5:piec 6:seš 7:septiņ 8:astoņ 9:deviņ 10:desmit 12:divpadsmit 20:divdesmit \
      30:trīsdesmit 50:piecdesmit 100:simt 1000:tūksto
      """),
    "ar": read(
      """
      2:اثن,اثني,يومين,ساعتين,مرتين 3:ثلاث 4:اربع 5:خمس 6:ست 7:سبع 8:ثماني 9:تسع 10:عشر 12:اثني \
      20:عشرين,عشرون 30:ثلاثين,ثلاثون 50:خمسين,خمسون 100:مئه,مائه 1000:الف
      """),
    "bn": read(
      """
      2:দুই,দু 3:তিন 4:চার 5:পাঁচ 6:ছয় 7:সাত 8:আট 9:নয় 10:দশ 12:বারো 20:বিশ,কুড়ি 30:ত্রিশ 50:পঞ্চাশ \
      100:একশ 1000:হাজার
      """),
    "hi": read(
      """
      2:दो 3:तीन 4:चार 5:पांच,पाँच 6:छह,छः 7:सात 8:आठ 9:नौ 10:दस 12:बारह 20:बीस 30:तीस 50:पचास 100:सौ \
      1000:हजार
      """),
    "sw": read(
      """
      2:mbili,wawili,viwili,miwili,pili 3:tatu,watatu,vitatu,mitatu 4:nne,wanne,vinne,minne \
      5:tano,watano,vitano,mitano 6:sita 7:saba 8:nane,wanane 9:tisa 10:kumi 12:kumi 20:ishirini \
      30:thelathini 50:hamsini 100:mia 1000:elfu
      """),
  ]
}
