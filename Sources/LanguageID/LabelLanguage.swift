public import IsoglossCore

/// Languages of model labels: `__label__lv` (lid.176), `__label__lvs_Latn` (NLLB, GlotLID).
public enum LabelLanguage {
  /// The label without fastText's prefix.
  public static func stripped(_ label: String) -> String {
    label.hasPrefix("__label__") ? String(label.dropFirst(9)) : label
  }

  /// The language of a label. ISO 639-3 codes become two-letter ones where there are any, and so do the members of
  /// macrolanguages that models name in their place (`lvs`, `ekk`, `arb`, `cmn`). Other codes stay: `arz` is `arz`.
  public static func language(of label: String) -> Language {
    let bare = stripped(label).lowercased()
    let code = bare.prefix { $0 != "_" && $0 != "-" }
    // lid.176 labels Alemannic by its Wikipedia, `als`; with a script the code is ISO 639-3, Tosk Albanian.
    if code == "als" { return Language(bare.count > 3 ? "sq" : "als") }
    return Language(twoLetter[String(code)] ?? String(code))
  }

  private static let twoLetter: [String: String] = {
    var table: [String: String] = [:]
    for pair in (standard + " " + members).split(separator: " ") {
      table[String(pair.prefix(3))] = String(pair.suffix(2))
    }
    return table
  }()

  /// ISO 639-3 to 639-1.
  private static let standard = """
    aaraa abkab afraf akaak amham araar argan asmas avaav aveae aymay azeaz bakba bambm belbe benbn bisbi bodbo bosbs \
    brebr bulbg catca cescs chach chece chucu chvcv corkw cosco crecr cymcy danda deude divdv dzodz ellel engen epoeo \
    estet euseu eweee faofo fasfa fijfj finfi frafr fryfy fulff glagd glega glggl glvgv grngn gujgu hatht hauha hbssh \
    hebhe herhz hinhi hmoho hrvhr hunhu hyehy iboig idoio iiiii ikuiu ileie inaia indid ipkik islis itait javjv jpnja \
    kalkl kankn kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv konkg korko kuakj kurku laolo latla lavlv limli \
    linln litlt ltzlb lublu luglg mahmh malml marmr mkdmk mlgmg mltmt monmn mrimi msams myamy nauna navnv nblnr ndend \
    ndong nepne nldnl nnonn nobno norno nyany ocioc ojioj orior ormom ossos panpa plipi polpl porpt pusps quequ rohrm \
    ronro runrn rusru sagsg sansa sinsi slksk slvsl smese smosm snasn sndsd somso sotst spaes sqisq srdsc srpsr sswss \
    sunsu swasw swesv tahty tamta tattt telte tgktg tgltl thath tirti tonto tsntn tsots tuktk turtr twitw uigug ukruk \
    urdur uzbuz venve vievi volvo wlnwa wolwo xhoxh yidyi yoryo zhaza zhozh zulzu
    """

  /// Members that stand for their macrolanguage.
  private static let members = """
    arbar ayray azjaz cmnzh ekket fuvff gazom guggn khkmn kmrku lvslv npine oryor pbtps pesfa pltmg quyqu swhsw uznuz \
    yddyi zsmms
    """
}
