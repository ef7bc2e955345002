/// Words by which leftovers of a pipeline are told, in lower case: data, to be extended by a speaker of the language.
enum ScaffoldingWords {
  /// What stands before a colon at the beginning of a line.
  static let labels: Set<String> = [
    // English
    "refusal", "refused", "rejected", "chosen", "prompt", "request", "answer", "response", "reply", "assistant", "user",
    "human", "system", "translation", "output", "input", "rewritten prompt", "revised response", "revision", "critique",
    "mutated prompt", "new prompt", "final answer", "original", "translated text",
    // German, Italian, French, Spanish, Portuguese
    "übersetzung", "antwort", "ablehnung", "anfrage", "ausgabe", "traduzione", "risposta", "rifiuto", "richiesta",
    "traduction", "réponse", "refus", "requête", "traducción", "respuesta", "rechazo", "solicitud", "tradução",
    "resposta", "recusa", "pedido traduzido",
    // Polish, Czech, Slovak, Slovenian, Lithuanian, Latvian
    "tłumaczenie", "odpowiedź", "odmowa", "prośba", "překlad", "odpověď", "odmítnutí", "preklad", "odpoveď",
    "odmietnutie", "prevod", "odgovor", "zavrnitev", "vertimas", "atsakymas", "atsisakymas", "tulkojums", "atbilde",
    "atteikums",
    // Arabic, Bengali, Hindi, Swahili
    "الترجمة", "الإجابة", "الرد", "الرفض", "অনুবাদ", "উত্তর", "প্রত্যাখ্যান", "अनुवाद", "उत्तर", "इनकार", "tafsiri", "jibu",
  ]

  /// Beginnings of words for what a pipeline makes, in the first line of a text that ends in a colon.
  static let products: [String] = [
    "translation", "translated", "rewritten", "rephras", "paraphras", "mutated", "übersetz", "umformul", "traduzion",
    "riscritt", "traduction", "traduit", "reformul", "traducción", "traducid", "tradução", "traduzid", "tłumaczen",
    "przetłumacz", "překlad", "přelož", "preklad", "prelož", "prevede", "vertim", "išverst", "tulkojum",
    "ترجمة", "অনুবাদ", "अनुवाद", "tafsiri",
  ]
}
