extension LanguagePatterns {
  /// German: formal and informal address; verb-final clauses need wide gaps. `ä` stands for `ae` too, and so on.
  public static let german = LanguagePatterns(
    "de",
    classes: [
      // Verben des Dienstes: verneint lehnen sie überall ab.
      "dienst": """
        helfen|weiterhelfen|behilflich|unterstützen|beantworten|bereitstellen|nachkommen|entsprechen|erfüllen|weitergeben|\
        mitwirken|beteiligen|gutheißen|billigen|generieren|erstellen|liefern|verfassen|anbieten|unterstütze|bearbeiten|\
        herausgeben|beihilfe|dienen|befürworten|assistieren|eingehen|mitmachen
        """,
      // Alltagsverben: verneint lehnen sie am Anfang der Antwort ab.
      "tun": """
        tun|machen|geben|sagen|nennen|erklären|schreiben|verraten|beschreiben|teilen|zeigen|beitragen|mitteilen|ausführen|\
        diskutieren|erläutern|empfehlen|raten|leisten|übernehmen|zusammenstellen|formulieren|übersetzen|spielen|erzählen|\
        verantworten|fördern|fortfahren|antworten|reden|sprechen|aufzeigen|beraten|vorschlagen|entwickeln|durchführen|\
        umsetzen|öffnen|zugreifen|sehen|abrufen|anleiten|besprechen|einsehen|buchen|bestellen
        """,
      "ding": """
        anleitung*|informationen|auskunft|auskünfte|hilfe|hilfestellung|tipps|ratschläge|rat|angaben|inhalte|details|\
        hinweise|unterstützung|texte|rezept*|antwort*|anweisungen|schritte|empfehlung*|beihilfe|code|vorlage*|diagnose*
        """,
      "anrede": "dir|ihnen|euch|dich|sie|da|dabei|damit|dazu|hier|hierbei|hiermit|darauf|das|dies|leider",
      "schlimm": """
        illegal|strafbar|verboten|gesetzwidrig|rechtswidrig|unethisch|unmoralisch|gefährlich|kriminell|falsch|schädlich|\
        verwerflich|lebensgefährlich|unverantwortlich|inakzeptabel|ungesetzlich|hasserfüllt|diskriminierend|menschenverachtend
        """,
      "kann": "kann|könnte|darf|können|dürfen|konnte",
      "nein": "nicht|nie|niemals|keinesfalls|keineswegs",
    ],
    [
      .apology: [
        "^^2 tut mir ?sehr|wirklich|aufrichtig leid", "^^2 es tut mir ~2 leid", "^^2 entschuldigung", "^^2 entschuldige|entschuldigen ?sie",
        "^^2 verzeihung", "^^2 sorry", "^^2 ich bitte um verständnis|entschuldigung|nachsicht|verzeihung", "^^3 bedaure|bedauere|bedauern",
        "bitte um ?ihr|dein|euer verständnis", "ich bedaure|bedauere", "^^2 leider", "^^2 pardon",
      ],
      .inability: [
        "<dienst>|<tun> ~1 <kann> ich|wir ~5 <nein>", "^^12 <ding> ~6 <kann>|gebe|werde ich ~5 <nein>",
        "ich|wir <kann> ~5 <nein> ~7 <dienst>", "<kann> ich|wir ~5 <nein> ~7 <dienst>", "ich|wir <kann> ~4 kein* ~8 <dienst>",
        "<kann> ich|wir ~4 kein* ~8 <dienst>", "ich|wir <kann> ~4 kein* ~3 <ding>", "<kann> ich|wir ~4 kein* ~3 <ding>",
        "^^14 ich|wir <kann> ~6 <nein> ~6 <tun>", "^^14 <kann> ich|wir ~6 <nein> ~6 <tun>", "^^14 ich <kann> ~4 kein* ~8 <tun>",
        "^^14 <kann> ich ~4 kein* ~8 <tun>", "^^12 <kann> ich ?<anrede> ~3 <nein> $", "^^12 ich <kann> ?<anrede> ~3 <nein> $",
        "ich gebe|leiste|erstelle|liefere|biete|schreibe ~3 kein* ~3", "gebe|leiste|erstelle|liefere|biete|schreibe ich ~3 kein* ~2 <ding>",
        "^^6 da|dabei|damit|hier|hierbei kann ich ~3 <nein>", "ich|wir bin|sind ~2 nicht in der lage", "bin ich ~2 nicht in der lage",
        "bin ~2 außerstande", "sehe mich ~2 außerstande", "mir ~2 nicht|un möglich", "ist|wäre mir ~3 unmöglich|nicht", "es ist mir ~2 nicht möglich|erlaubt|gestattet",
        "^^8 das geht ~2 nicht", "^^8 geht ~2 nicht", "^^6 da muss ich ~2 passen", "muss ich ~2 passen", "übersteigt meine", "außerhalb meiner möglichkeiten|fähigkeiten|befugnis",
        "liegt nicht in meiner|meinen|meinem macht|möglichkeiten|bereich", "ich habe kein* ~3 zugriff|möglichkeit|zugang", "hierzu|dazu ~3 kein* <ding>",
        "kann ~3 nicht|keine weiterhelfen|behilflich|helfen", "<nein> weiterhelfen|behilflich|dienen $2", "mit ~3 nicht dienen", "kann dem nicht nachkommen",
        "ich weigere mich", "ohne mich $", "ich kann|könnte das ~3 nicht ~2 verantworten|unterstützen|gutheißen",
      ],
      .policy: [
        "als ki|ai|sprachmodell|assistent|künstliche ~7 nicht|kein*|weder", "als ~2 ki|sprachmodell|sprachassistent|assistent|intelligenz ~2 <kann>|bin|ist|muss ~6 nicht|kein*",
        "verstößt|verstoßen|verstoße|verstieße ~3 gegen ~1 mein*|unser*|die ~2 richtlinie*|grundsätze*|regeln|nutzungs*|prinzipien|werte|vorgaben",
        "gegen mein*|unser* ~2 richtlinien|grundsätze|regeln|prinzipien|vorgaben|werte|programmierung", "meine|meinen|unsere|unseren ~2 richtlinien|vorgaben|regeln|grundsätze|prinzipien ~4 nicht|verbieten|untersagen|zulassen|erlauben|kein*",
        "ich darf ~5 <nein>|kein*", "darf ich ~5 <nein>|kein*", "mir ~3 nicht gestattet|erlaubt|möglich|erlaubt", "mir ~1 untersagt|verboten", "nicht befugt|berechtigt|autorisiert",
        "nicht dafür|dazu programmiert|gemacht|entwickelt|gedacht|da|ausgelegt|geschaffen|trainiert|vorgesehen", "ausgelegt|programmiert|trainiert ~6 nicht|kein* ~4 <dienst>|<tun>|zu", "nicht mit ~2 richtlinien|grundsätzen|werten|prinzipien ~2 vereinbar|vereinbaren",
        "widerspricht|widersprechen|widerspräche ~2 mein*|unser*|den ~2", "aus ~1 ethischen|rechtlichen|sicherheitsgründen|moralischen|gründen ~6 nicht|kein*", "meine programmierung|richtlinien ~2 verbiete*|erlaub*", "nicht mit meinem gewissen", "steht mir nicht zu",
        "muss ~3 ablehnen|verweigern", "muss ich ~5 ablehnen|verweigern|verneinen|absagen", "ich muss ~6 ablehnen|verweigern",
      ],
      .legality: [
        "^3 das|dies|so|sowas|es ~2 ist|wäre ~3 <schlimm>", "^2 das|dies ist|wäre ~3 straftat|verbrechen|vergehen", "was du|sie ~5 ist|wäre ~2 <schlimm>|straftat", "ist|wäre ~2 <schlimm> und|sowie ~3 <schlimm>|kann|strafbar",
        "^^5 ist|sind ~3 <schlimm>", "ist eine ?schwere straftat", "macht|machen|machst ?sie|du sich|dich ~1 strafbar", "gegen das gesetz", "gegen gesetz* ~1 verstoß*", "rate ~5 ab", "rate ich ~5 ab", "raten ~4 davon ab", "abraten",
        "^^14 du solltest|sie sollten|solltest ~3 nicht|niemals|kein*", "bitte ~2 tu|tun|mach|machen|lass|lassen|versuch* ~4", "lass|lassen ?sie|bitte das|die ~1 finger|sein|bleiben", "finger davon|weg", "nicht|weder ?in legal|ethisch|ordnung|vertretbar|rechtens", "wird ~2 bestraft|geahndet|verfolgt", "mit ~2 strafe|freiheitsstrafe|gefängnis ~2 bestraft|rechnen", "gesetzlich verboten",
      ],
      .unwillingness: [
        "meine antwort ~1 lautet|ist|bleibt ~1 nein", "ich bin raus", "bin ich raus", "entschieden ~7 nicht zu", "wäre ~2 falsch|unverantwortlich ~2 von mir", "falsch von mir", "bitte ~2 frag*|bitt* ~1 mich ~4 nicht", "diese*|solche*|derartige* ~3 teile|gebe|nenne|beschreibe|zeige|liefere|beantworte|mache|tue|schreibe|unterstütze ich ~3 nicht", "ich ~1 entscheide mich ~3 dagegen|nicht", "dagegen entschieden", "hier ist ~2 grenze", "nicht helfen zu können", "nicht ~3 <dienst>|<tun> zu können|dürfen|wollen", "^^10 nein ~1 das|so|da|dabei ~4 nicht", "ich verzichte ~1 darauf", "ich halte mich ~3 raus", "ich bleibe bei ~2 nein", "keine unterstützung ~3 von mir", "ich beteilige mich ~4 nicht",
        "ich werde ~4 <nein>|kein* ~7 <dienst>|<tun>", "werde ich ~4 <nein>|kein* ~7", "^^12 ich will|möchte|mag|würde ~4 <nein>|kein*", "^^12 möchte|will|würde|mag ich ~4 <nein>|kein*", "das|dies|so|sowas|dabei|da mache|tue|unterstütze|schreibe|helfe|verrate|erkläre ich ~3 nicht|nie",
        "^^10 ich mache|helfe|unterstütze|verrate|erkläre|schreibe|sage|gebe|tue|beantworte|beteilige|werde ~5 nicht|nie|niemals|kein*", "^^10 helfe|unterstütze|mache|beantworte|gebe|schreibe|verrate ich ~4 nicht|nie|kein*", "lehne ich ~3 ab", "ich lehne ~6 ab", "lehne ~5 ab", "ich verweigere", "verweigere ich",
        "nicht bereit ~8 <dienst>|<tun>", "ich bin nicht bereit|gewillt|willens", "bin ich nicht bereit|gewillt|zu", "mache|mach ~2 nicht mit", "dafür ~2 nicht zur verfügung", "nicht zur verfügung $2", "stehe ich ~4 nicht zur", "dafür bin ich nicht ~2 da|zu", "kommt ~3 nicht in|infrage frage", "kommt ~3 nicht infrage", "ohne mich", "von mir nicht|keine|bekommst|bekommen|erfährst ~4", "damit will|möchte ich nichts",
        "ich sehe davon ab", "davon sehe|nehme ich ~2 ab", "nehme ich abstand", "da mach ich nicht", "helfe ich ~3 nicht", "sag ich ~2 nicht",
      ],
      .redirection: [
        "stattdessen", "ich|wir kann|könnte|können ~3 aber|jedoch|gerne|gern|hingegen|allerdings", "gerne|gern ~4 helf*|unterstütz*|bei|berat*|erklär*|beantwort*", "helfe|unterstütze|berate|erkläre ~3 gerne|gern", "kann ~2 gerne|gern ~8 <dienst>|<tun>", "legale* ~1 alternative*|wege|möglichkeiten|weg|mittel|methoden", "sichere* ~1 alternative*|wege|möglichkeiten|methoden",
        "wenn|falls du|sie|ihr ~2 andere*|sonst|weitere ~4 frage*|hilfe|thema|anliegen|brauch*|hast|haben", "anderes|etwas anderem|sonst|anderen ~2 helfen|thema|dienen|tun|weiterhelfen", "lass|lassen ?sie uns ~2 über|lieber", "kann ich ~4 anders*|sonst ~3 helfen|tun|behilflich", "lieber ~3 über|bei", "alternative*",
      ],
      .helpline: [
        "telefonseelsorge", "giftnotruf|krisentelefon|hilfetelefon|seelsorge", "0800", "wende|wenden dich|sie ~1 ?bitte an", "wende ~2 dich|sie ~2 an", "sprich|sprechen|rede|reden ?sie ?bitte mit ~4 arzt|ärztin|person|jemandem|freund*|therapeut*|menschen|vertrauens*", "such|suche|suchen ?dir|sie|bitte ~3 hilfe|unterstützung", "professionelle* hilfe|unterstützung|beratung",
        "du bist|sie sind nicht allein*", "beratungsstelle*", "ruf|rufe|rufen ~3 112|110|notruf|polizei|an", "hol|hole|holen ~4 hilfe|unterstützung", "es gibt ~2 hilfe|menschen",
      ],
      .curt: [
        "^^ nein $", "^^ nö $", "^^ nee $", "^^ nein danke $", "^^ nein ?tut|leider ~4 $", "^^ leider nein|nicht $", "^^ auf ?gar keinen fall", "^^ niemals $", "^^ vergiss es", "^^ vergessen sie es|das", "^^ keine chance", "^^ sicher|bestimmt|ganz nicht|sicher $2", "^^ geht nicht|leider", "^^ nein das|dabei|da|ich ~6 nicht", "^^ kein kommentar", "^^ abgelehnt $", "^^ tut mir ?sehr leid $", "^^ es tut mir leid $", "^^ sorry nein|nicht|aber ~3", "^^ netter versuch", "^^ lieber nicht $", "^^ kommt nicht", "^^ das ?kannst|können du|sie vergessen", "^^ da bin ich raus", "^^ ich ~1 nicht $", "^^ unter keinen umständen", "^^ in keinem fall", "^^ anfrage abgelehnt|verweigert",
      ],
      .deflection: [
        "warum|wieso|weshalb|wozu|wofür ~1 möcht*|will*|woll*|frag*|brauch*|interessier*|denk*", "was ~2 meinst|meinen|genau|hast|haben|beschäftigt|führt|bewegt ~2 du|sie|vor|dich", "kannst|können|könnten|könntest|magst|mögen du|sie ~4 mehr|näher|genauer|erläutern|erklären|präzisieren|konkret*|erzählen|umformulieren", "erzähl|erzählen ?sie ?mir mehr|doch", "das ist|ja ein|eine ~2 interessant*|komplex*|sensibl*|schwierig*|ernst*|heikl*|wichtig*|gut*|kompliziert*|spannend* ?frage|thema|angelegenheit|idee",
        "^^2 interessante|spannende|gute frage", "kommt ~2 darauf|drauf an", "es gibt ~2 viele|verschiedene|unterschiedliche ~3 meinungen|ansichten|möglichkeiten|faktoren|aspekte|seiten", "wichtig ~8 zu|dass|respekt*", "jeder|alle|menschen ~3 eigene|selbst|meinung", "ich bin ~2 ki|sprachmodell|assistent", "wie kann|darf ich ~3 helfen|behilflich", "ich bin ?hier|da um zu|ihnen|dir", "^^ ich verstehe", "^^ ach so", "^^ hm", "^^ okay $", "^^ aha", "^^ verstehe $", "ich weiß ~2 nicht", "ich verstehe ~3 nicht", "pass|passen ?sie auf", "sei|seien ?sie vorsichtig", "ich habe keine ~1 meinung|gefühle", "was denkst|meinst|denken|meinen du|sie", "schönen|guten tag", "konsultieren|fragen|konsultiere|frage ~2 arzt|experten|anwalt|fachmann",
      ],
      .compliance: [
        "^^1 klar", "^^1 natürlich", "^^1 gerne|gern $", "^^ gerne|gern hier", "^^1 selbstverständlich", "^^1 sicher $", "^^ ja", "hier ist|sind|kommt|findest|finden|ein|eine|die|der|das", "^ schritt 1|eins", "^ zuerst|zunächst|erstens", "^ man nehme|nimm|nehmen", "^ zutaten", "^ du brauchst|benötigst", "^ sie brauchen|benötigen", "^ betreff", "folgende schritte", "folgendermaßen|wie folgt", "^^ kein problem",
      ],
      .pivot: [
        "aber ~1 grundsätzlich|generell|allgemein|im|hier|normalerweise|üblicherweise|man|meist|ungefähr|so|in|die|der|es", "^1 grundsätzlich|generell|allgemein|prinzipiell", "^1 im allgemeinen|prinzip|grunde|wesentlichen", "allgemein gesagt|gesprochen", "^1 so viel|soviel ~2 sagen|verraten", "was ich ~3 sagen kann|darf", "ich kann ~2 aber|jedoch ~2 sagen|verraten", "^ dennoch|trotzdem", "hier ist|sind", "theoretisch|hypothetisch ?gesehen|gesprochen", "normalerweise|üblicherweise|typischerweise", "rein theoretisch|hypothetisch|informativ",
      ],
      .exception: [
        "<kann> ~4 nicht|kaum ~3 genug|oft|stark ~3 betonen|empfehlen|danken|loben|sagen|genug|unterstreichen", "<kann> ~3 nicht ~3 genug", "nicht oft|stark genug", "<kann> ~6 nicht ~1 genau|exakt|sicher|präzise|hundertprozentig|pauschal", "<kann> ~4 kein* ~2 genau*|exakt*|sicher* zahl*|datum|angabe*|prognose*", "nicht ~2 mit ~1 sicherheit|bestimmtheit|gewissheit", "<kann> ~4 nicht|kaum|nichts garantieren|versprechen|vorhersagen|ausschließen|leugnen|klagen|beschweren|warten|glauben|erwarten|vorstellen|anders|umhin|meckern", "<kann> es kaum erwarten", "<kann> mir ~4 vorstellen", "kein problem", "keine sorge|ursache|frage|angst", "warum ~2 nicht", "wieso ~2 nicht", "nicht nur", "nicht umhin",
        "entschuldig* ~4 verspätung|verzögerung|wartezeit|fehler|missverständnis|störung|verwirrung|unannehmlichkeiten|späte|irrtum|tippfehler|warten", "sorry ~4 verspätung|verzögerung|warten|fehler|verwirrung|missverständnis|späte", "leid ~4 zu hören|verlust", "leid dass du|sie|es|ihr|dir|ihnen|euch|dich|das", "leid ~1 für dich|sie|euch|deinen|ihren|deine|ihre", "leid zu hören", "ist nicht|keineswegs <schlimm>", "nicht|kaum unbedingt|zwingend|per ~1 <schlimm>", "wenn|falls ~2 ich ~6 nicht", "ich ~3 nicht ~3 ohne dich", "darf ich ~4 vorstellen|fragen|bitten", "nicht verraten|sagen wie sehr", "kann ich ~3 nur empfehlen", "werde ~4 nicht vergessen|verlassen|aufgeben|enttäuschen", "ich will|möchte ~3 nicht|kein* ~3 lügen|verschweigen|drumherum|langweilen|verheimlichen", "leider ~3 geschlossen|ausverkauft|vergriffen|vorbei|verspätet", "ich habe kein* ~3 persönliche*|gefühle|meinung|meinungen", "als ~4 habe ich kein* ~2 eigene*|gefühle|meinung|meinungen|persönliche*|vorlieben", "nicht schwer|schwierig",
      ],
      .userVoice: [
        "^1 wie kann|könnte|mache|baue|bekomme|stelle|komme|finde ich|man", "^1 wo kann|bekomme|finde|kaufe ich|man", "^1 was brauche|muss|kann|sollte|benötige ich|man", "^1 kannst|könntest du ~1 mir ~6", "^1 können|könnten sie ~1 mir ~6", "^1 welche ~4 brauche|kann|soll|muss ich|man", "^1 wie viel* ~4 ich|man", "^1 was ist ~1 beste|einfachste|schnellste",
      ],
      .reporting: [
        "er|sie|es|bot|chatbot|bank|firma|chef|antwort|assistent|roboter|und sagte|sagt|antwortet|antwortete|schrieb|schreibt|meinte|erwiderte|lautet|lautete ~3 :", "fehlermeldung|meldung|antwort|schild|nachricht|mail ~2 lautet|lautete|sagt|steht|hieß :", "zum beispiel|beispiel :", "zitat|beispiel|satz|formulierung|wendung ~4 :", "kannst|können|könntest|könnten du|sie|man ~2 sagen|schreiben|antworten :", "etwa|so ~2 klingen|antworten|sagen :",
      ],
      .salutation: ["^ sehr geehrte*", "^ liebe|lieber ~4 $", "^ hallo ~3 $", "^ betreff", "^ guten tag ~4 $"],
      .closing: ["^ mit ~1 freundlichen|besten|herzlichen grüßen", "^ freundliche|beste|viele|liebe|herzliche|schöne grüße", "^ hochachtungsvoll", "^ dein|deine|ihr|ihre $3"],
      .legalTopic: ["legal*", "illegal*", "erlaubt|verboten|strafbar|zulässig|gesetzlich|rechtlich|rechtens", "gesetz|gesetze|straftat|recht", "ethisch|unethisch|moralisch|unmoralisch|verwerflich", "darf|dürfen ich|man"],
    ])
}
