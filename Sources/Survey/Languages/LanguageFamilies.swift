/// Names of families and regions that papers give in the place of languages.
enum LanguageFamilies {
  /// Names that stand for languages on their own: Indic.
  static let alone: Set<[String]> = words(
    "Indic, Dravidian, Indo-Aryan, Slavic, South Slavic, West Slavic, East Slavic, Bantu, Turkic, Austronesian, "
      + "Finno-Ugric, Uralic, Indo-European, Sino-Tibetan, Niger-Congo, Afro-Asiatic")

  /// Names that do where `language` or `languages` follows, with at most two words between: African languages.
  static let beforeLanguages: Set<[String]> = words(
    "African, South African, West African, East African, Nigerian, Ethiopian, Kenyan, Ghanaian, European, "
      + "Eastern European, Western European, Central European, Asian, South Asian, East Asian, Southeast Asian, "
      + "South East Asian, Central Asian, Middle Eastern, Indian, Nordic, Scandinavian, Baltic, Balkan, Iberian, Romance, "
      + "Germanic, Celtic, Semitic, Iranian, Sinitic, Cushitic, Caucasian, Mayan, Philippine, Indigenous, Native American, "
      + "Latin American, Creole, Berber")

  /// Words of the longest name.
  static let longest = 3

  private static func words(_ names: String) -> Set<[String]> {
    Set(names.split(separator: ",").map { PaperText.plainWords(String($0)) })
  }
}
