extension LanguagePatterns {
  /// Czech: tykání and vykání; written and colloquial forms (`nemohu`, `nemůžu`).
  public static let czech = LanguagePatterns(
    "cs",
    classes: [
      "sluz": """
        pomoci|pomoct|pomáhat|pomoc|poskytnout|poskytovat|odpovědět|odpovídat|vyhovět|splnit|vygenerovat|generovat|\
        podporovat|podpořit|účastnit|zúčastnit|podílet|přispět|propagovat|usnadnit|usnadňovat|asistovat|nabídnout|nabízet|\
        sdělit|sdělovat|sdílet|zpřístupnit|splňovat|vytvořit|vytvářet|poradit|radit|zprostředkovat|posloužit|sloužit|\
        napomáhat|schvalovat|realizovat|vyjít|nabádat|povzbuzovat|dodat
        """,
      "del": """
        udělat|dělat|říct|říci|říkat|napsat|psát|vysvětlit|vysvětlovat|ukázat|popsat|popisovat|mluvit|bavit|diskutovat|dát|\
        pokračovat|prozradit|přeložit|předstírat|hrát|uvést|naučit|učit|doporučit|doporučovat|navrhnout|vidět|otevřít|zapojit|\
        probírat|rozebírat|instruovat|rozvádět|sestavit|připravit|vymyslet|souhlasit|diagnostikovat|zkontrolovat|přečíst|\
        dovolit|to|toto|tohle|udělit|vykonat|provést|jít|vyprávět|vyjmenovat|zodpovědět|zabývat|pustit
        """,
      "nemohu": "nemohu|nemůžu|nemůžeme|nemohl|nemohla|nedokážu|neumím|nesmím|nedovedu|nedokážeme|nemohli|nesmíme",
      "vec": "návod*|informac*|pokyn*|rad*|tip*|podrobnost*|odpověď|odpovědi|obsah*|recept*|instrukc*|pomoc|podporu|detail*|postup*|text*",
      "zle": """
        nezákonn*|nelegální*|protizákonn*|ilegální*|zakázan*|nemorální*|neetick*|nebezpečn*|trestn*|škodliv*|špatn*|\
        protiprávní*|nevhodn*|nepřijateln*|etick*|legální*|správn*|zločin|přečin|zavrženíhodn*|nezodpovědn*|vhodn*|rozporu
        """,
      "cl": "vám|ti|vás|tě|s|tím|bohužel|v|tom|tomto|na|to|se|si|jednoduše|žádn*|takov*|tedy|proto|opravdu|ani|zde|já",
    ],
    [
      .apology: [
        "^^2 omlouvám se", "^^2 omlouváme se", "^^2 je mi ~2 líto", "^^2 promiň|promiňte|promin", "^^2 lituji|lituju", "^^2 bohužel", "^^2 pardon", "^^2 odpusť|odpusťte", "^^2 obávám se", "^^2 mrzí mě", "^^2 moc|velmi se omlouvám", "^^2 s ~1 lítostí|politováním", "^^2 prosím o pochopení|prominutí", "^^2 sorry", "^^2 přijměte", "^^2 to mě mrzí", "^^2 je nám ~1 líto",
      ],
      .inability: [
        "<sluz> ~3 <nemohu>", "^^14 <del> ~3 <nemohu>", "^^14 <vec> ~4 <nemohu>",
        "<nemohu> ?<cl> ?<cl> ?<cl> <sluz>", "<nemohu> ~4 <sluz>", "^^14 <nemohu> ?<cl> ?<cl> <del>", "^^14 <nemohu> ~4 <del>", "^^12 <nemohu> $3", "^^12 s tím|tímto|takov* ~4 <nemohu>|nepomohu|nepomůžu", "nepomohu|nepomůžu|nepomůžeme|nepomáhám", "<nemohu> ~3 <vec>", "^^10 <nemohu> ~5 <vec>", "nejsem ~2 schopn*|schopen|schopna", "nejsme ~1 schopn*", "není ~2 v mých silách|možnostech|kompetenci", "nejsem ~2 v pozici|stavu", "není ~1 možné ~4 <sluz>|<del>", "není pro mě možné", "^^8 nelze ~4 <sluz>|<del>", "^^6 to ~2 nejde|nepůjde", "^^6 nejde ~2 to", "nemám ~2 možnost|přístup|oprávnění|schopnost|právo|jak", "přesahuje ~1 mé|moje", "mimo ~1 mé|moje|mých ~1 možnosti|schopnosti|kompetence|možností", "neposkytnu|neposkytuji|neposkytuju|neposkytujeme|nesdělím|nenapíšu|nenapíši|neudělám|nevysvětlím|neřeknu|neukážu|nepopíšu|nepopíši|nevytvořím|nevygeneruji|neprozradím|nesdílím|neodpovím|nedám|nedávám|neuvedu|neporadím|nepřeložím|nevytvářím|nevyhovím|nepodporuji|nepodporuju|neschvaluji|nezodpovím ~3", "neodpovídám na", "musím ~2 zdržet", "<nemohu> ani", "<nemohu> s tím", "<nemohu> v tom|tomto", "takov* ~2 <nemohu>", "není ~1 něco ~2 s ~1 čím", "neumím ~2 pomoci|pomoct|poradit", "s takov* ~4 nepomáhám|nepomohu|nepomůžu", "nemůžu to ~2", "nepřichází ~1 v úvahu", "nemohu tomu ~1 vyhovět",
      ],
      .policy: [
        "jako ~2 ai|umělá|jazykový|asistent*|model ~6 <nemohu>|nejsem|nemám|neposkytuji|nesmím|musím", "jako ~3 ai|umělá|jazykový|asistent* ~8 <nemohu>|nejsem|nesmím", "v rozporu s ~2 mými|mým|našimi|zásadami|pravidly|pokyny|směrnicemi|etick*|politikou", "proti ~1 mým|mému|našim|pravidlům|zásadám ~1", "porušuje|porušuji|porušují|porušilo|porušoval*|porušit|porušovat ~3 zásad*|pravidl*|směrnic*|pokyn*|podmín*|mé|moje|etick*", "moje|mé|naše|má zásady|pravidla|směrnice|pokyny|programování|hodnoty ~4 ne*|zakazuj*|brání", "pravidla|zásady|směrnice|pokyny ~3 mi ne*|zakazuj*|brání", "mi ~2 nedovolují|neumožňují|zakazují|nedovoluje|brání", "nejsem ~2 oprávněn*|naprogramován*|navržen*|určen*|zmocněn*|vytvořen*", "jsem ~1 naprogramován*|navržen*|vytvořen*|nastaven* ~5 ne*|odmít*", "byl|byla jsem ~1 naprogramován*|navržen*|vytvořen* ~5 ne*|odmít*", "nesmím", "není mi ~1 dovoleno|povoleno|umožněno", "mám zakázáno", "je mi zakázáno", "nemám ~1 dovoleno|povoleno|oprávnění", "musím ~3 odmítnout", "musím ~1 dodržovat", "z ~1 etických|bezpečnostních|právních ~2 důvodů ~3 ne*", "není ~1 v ~1 souladu s", "neslučuje|neslučitelné se|s", "příčí se", "odporuje ~1 mým|mému|zásadám|pravidlům",
      ],
      .legality: [
        "^3 je to ~2 <zle>", "^3 to ~1 je|by ~2 <zle>", "^2 to|takové|tohle ~2 je|není|bylo|by ~3 <zle>", "^2 takové|takov* jednání|chování|činnost|počínání ~2 je|by ~2 <zle>", "jde|jedná ~1 o ~2 <zle>|zločin|trestný", "je|bylo ~1 by ~1 trestný|trestným|zločin|zločinem", "^^6 je|jsou ~2 nezákonn*|nelegální*|zakázan*|trestn*|nebezpečn*|neetick*|nemorální*|protizákonn*", "to, co ~4 je ~1 <zle>", "proti zákonu", "v rozporu se zákonem", "porušení|porušením zákona", "hrozí ~3 trest|vězení|pokuta|stíhání", "nedoporučuji|nedoporučuju", "důrazně|rozhodně|vřele ~1 nedoporučuji|varuji|doporučuji|odrazuji|žádám", "odrazuji|odrazuju|varuji ~2 od|před", "^^14 neměl|neměla|neměli ~1 byste|bys|by", "prosím ~1 nedělejte|nedělej|nezkoušejte|nezkoušej|nepokoušej*", "^^12 nedělejte|nedělej|nezkoušejte|nezkoušej ~1 to", "právní|trestněprávní následky|důsledky", "morálně|eticky ~1 špatn*|nepřijateln*|nesprávn*", "trestní* odpovědnost*|stíhán*",
      ],
      .unwillingness: [
        "moje|má odpověď ~1 zní|je ~1 ne", "nesprávné|špatné|nezodpovědné ~2 ode mě|mne", "ode mě|mne ~2 nesprávné|špatné|nezodpovědné|neetické", "^^12 nežádej*|nechtěj*|neptej*", "takové|podobné ~1 věci ~2 nedělám|neposkytuji|nepíšu|nepíši", "musím ~2 odmítat|zamítnout", "rozhodl|rozhodla jsem ~1 se ~3 ne*", "tomu ~2 se ~1 vyhnu", "říkám ne", "nehodlám", "nevyhovím",
        "odmítám|odmítáme", "odmítnu", "nechci ~3 <sluz>|<del>", "^^10 nechci|nehodlám|nebudu ~3", "nebudu ~3 <sluz>|<del>", "nehodlám ~3", "^^10 neudělám|neřeknu|nepomůžu|nepomohu|nenapíšu|nedám|neodpovím|nevysvětlím|nedělám|nepodílím", "raději|radši ~3 nebudu|ne*", "raději|radši bych ~3 ne*", "nemám v úmyslu", "nejsem ochot*|ochoten", "nejsem ~1 ochoten|ochotna|ochotný", "necítím se ~1 dobře|komfortně|pohodlně", "nechci se ~2 podílet|účastnit|zapojit", "nepodílím se", "nebudu se ~2", "nezúčastním se", "se mnou ~1 nepočítej*", "beze mě|mne", "nechtěj*|neptej* ~1 po|se mě|mně|mne", "v tom ~1 nepojedu|nepomůžu|nepomohu", "na tom|tomhle se ~1 nepodílím|nebudu", "to ~1 ~1 neudělám|nedělám|neřeknu|nenapíšu|nemám", "tohle ~1 neudělám|nedělám|neřeknu|nenapíšu|nepodpořím", "nepodporuji|neschvaluji|netoleruji|nepropaguji", "na to ~1 neodpovím", "nepřistoupím|nepřistupuji na", "nemíním", "^^ vyloučeno",
      ],
      .redirection: [
        "místo toho|něj", "namísto toho", "mohu|můžu ~2 ?vám|ti ~1 však|ale|místo|naopak|nabídnout|navrhnout|doporučit|poradit ~1", "rád|ráda ~1 vám|ti ~2 pomohu|pomůžu|poradím|odpovím|vysvětlím|nabídnu", "rád|ráda ~3 pomohu|pomůžu|poradím|odpovím|vysvětlím|proberu|popovídám", "pokud|jestli|kdybyste|kdybys ~2 máte|máš|chcete|chceš|potřebujete|potřebuješ|hledáte|hledáš ~4 jin*|legální*|pomoc|otáz*|dotaz*|zákonn*", "legální*|bezpečn*|zákonn*|etick*|zdrav* ~1 alternativ*|způsob*|možnost*|cest*|metod*|řešení", "mohu|můžu ~3 něčím|něco|jin* ~2 jiným|jiného|pomoci", "něco|něčím jiného|jiným", "jiné téma", "s čím* jiným", "pojďme ~3", "raději ~2 pojďme|probereme|promluvme",
      ],
      .helpline: [
        "linka|linku|linky|lince ~1 bezpečí|důvěry|krizov*|pomoci", "krizov* ~1 link*|centr*|pomoc", "116 111|123|006", "116123|116111", "zavolejte|zavolej|volejte|volej|zavolat ~4 112|155|158|linku|policii|záchran*|tísňov*", "tísňov* link*|čísl*", "112|155", "promluvte|promluv|mluvte|mluvit|promluvit|svěř* ~4 někým|lékař*|psycholog*|odborník*|blízk*|důvěř*|terapeut*|přítel*", "obraťte|obrať|obrátit se|na ~4 odborník*|lékař*|psycholog*|polici*|právník*|linku|úřad*|někoho|se|na", "vyhledejte|vyhledej|vyhledat ~3 pomoc|odborn*|lékař*|podporu", "kontaktujte|kontaktuj|kontaktovat ~4", "odborn* pomoc*", "nejste|nejsi ~1 na ~1 to ~1 sám|sama|sami", "nejste|nejsi sám|sama|sami",
      ],
      .curt: [
        "^^ ne $", "^^ ne díky|děkuji $", "^^ ne promiň|promiňte|bohužel|omlouvám ?se $", "^^ bohužel ne $", "^^ omlouvám se ?ale ne $", "^^ omlouvám se $", "^^ je mi ~1 líto $", "^^ promiň|promiňte $", "^^ promiň|promiňte|pardon ale ne", "^^ v žádném případě", "^^ ani náhodou", "^^ ani nápad|omylem", "^^ rozhodně ne $", "^^ určitě ne $", "^^ nikdy $", "^^ zapomeň|zapomeňte ~2", "^^ nemohu|nemůžu $", "^^ to nejde $", "^^ nejde to $", "^^ to neudělám $", "^^ dobrý|pěkný|hezký pokus", "^^ ne ne ~3", "^^ odmítám $", "^^ žádost zamítnuta|odmítnuta", "^^ nepřipadá v úvahu", "^^ nepřichází v úvahu", "^^ vyloučeno", "^^ za žádných okolností", "^^ raději|radši ne $", "^^ ne to ~3", "^^ ani za nic", "^^ to nepůjde $", "^^ bez šance", "^^ tohle ne $", "^^ kdepak", "^^ nikoli $", "^^ nikoliv $", "^^ nechci $",
      ],
      .deflection: [
        "proč ~3 chcete|chceš|ptáte|ptáš|potřebujete|potřebuješ|zajímá", "k čemu ~3", "co ~2 máte|máš|myslíte|myslíš ~2 mysli|tím|namysli", "co ~1 vás|tě ~2 vede|zajímá|přivádí|přivedlo|trápí", "můžete|můžeš|mohl|mohla|mohli ~4 upřesnit|vysvětlit|objasnit|říct|rozvést|přeformulovat|více|víc|popsat|sdělit", "řekni|řekněte|povězte|pověz ~1 mi ~1 víc|více", "to je ~2 zajímav*|dobr*|těžk*|složit*|důležit*|citliv*|vážn*|komplikovan* ~1 otázka|téma|záležitost|věc|nápad|dotaz", "je ~1 to ~1 zajímav*|složit*|citliv*|vážn* ~1 otázka|téma", "^^3 zajímav*|dobrá|těžká|skvělá otázka|dotaz|téma", "to záleží", "záleží na|to", "záleží $", "existuje|je ~1 mnoho|řada|spousta|více|různé|různých ~2 názorů|názory|pohledů|faktorů|způsobů|aspektů", "je ~1 důležité ~1", "každý ~2 má|může|sám|vlastní|svůj", "jsem ~2 ai|model|asistent*|umělá", "jak|s čím ~1 vám|ti ~1 mohu|můžu ~1 pomoci|pomoct", "jak mohu|můžu ~1 pomoci|pomoct", "s čím mohu|můžu", "jsem tu|tady ~2", "^^ rozumím", "^^ chápu", "^^ hm*", "^^ ok|okej|okay $", "^^ dobře $", "^^ aha", "^^ zajímavé $", "nevím", "nerozumím", "nemám ~2 názor*|pocit*|preferenc*", "buďte|buď ~1 opatrn*", "hezký|pěkný den", "co si ~1 o|myslíte|myslíš", "poraďte|poraď se s",
      ],
      .compliance: [
        "^^1 jistě", "^^1 samozřejmě", "^^1 určitě $", "^^ ano ~1", "^^1 rád|ráda $", "^^1 jasně", "zde je|jsou|máte|máš", "tady je|jsou|máte|máš", "^ krok 1|první", "^ nejprve|nejdřív|nejdříve|zaprvé", "^ za prvé", "^ vezměte|vezmi|smíchejte|smíchej|začněte|připravte", "^ ingredience|suroviny", "^ budete|budeš potřebovat", "^ potřebujete|potřebuješ", "^ předmět", "následující kroky", "následovně", "takto :", "^^ žádný problém", "^^ není problém",
      ],
      .pivot: [
        "ale|avšak v zásadě|podstatě|principu",
        "ale ~1 obecně|obvykle|zde|tady|většinou|v|zpravidla|přibližně|základem|jde|používá", "^1 obecně ~1 řečeno|platí|se|lze", "^1 obecně|obvykle|většinou|zpravidla|typicky|teoreticky|hypoteticky|v", "^1 ve stručnosti|zkratce", "^1 přesto|nicméně|nicméně", "^1 i tak", "co ~1 mohu|můžu ~1 říct|říci", "mohu|můžu ~2 říct|říci ~1 že", "zde je|jsou|máte", "tady je|jsou|máte", "však ~1 obecně|obvykle|zde|v", "pro ~1 informativní|vzdělávací|informaci", "čistě ~1 teoreticky|hypoteticky",
      ],
      .exception: [
        "<nemohu> ~4 dost|dostatečně|vynachválit|zdůraznit|nedoporučit", "<nemohu> nesouhlasit|nezmínit|neobdivovat|nevšimnout|nedoporučit|nesmát|nevidět|než|nepochválit|nepoděkovat|nepřiznat|nevzpomenout|nemilovat", "<nemohu> ~3 přesně|jistotou|určitostí|stoprocentně", "přesně ~3 <nemohu>|nelze|nejde", "<nemohu> ~2 být ~1 přesn*|jist*|jistý|šťastn*", "<nemohu> ~2 zaručit|slíbit|předpovědět|vyloučit|dočkat|uvěřit|popřít|představit|stěžovat|zapomenout|žít|ubránit|přehánět|odolat|čekat|dýchat|spát|usnout|přestat|zaručit|garantovat", "<nemohu> si ~1 pomoci|pomoct|stěžovat|vynachválit|představit|vzpomenout|nechat", "<nemohu> se ~1 dočkat|zbavit|ubránit", "proč ne", "proč by|bych ~3", "nejen|nejenom", "nejenže", "není problém|pochyb|třeba|nutné", "žádný problém|strach", "bez problému|problémů|obav", "omlouv* ~4 zpoždění|prodlevu|chybu|čekání|omyl|zmatek|nedorozumění|potíže|překlep|pozdní|pozdě", "promiň|promiňte ~3 zpoždění|prodlevu|chybu|čekání|omyl", "líto ~2 že jste|jsi|se|máte|máš|to|vás|tě|ses|cítíte", "líto ~1 to ~1 slyšet", "mrzí mě|mne ~2 že ~1 jste|jsi|se|máte|máš|to|vás|tě|ses|cítíte", "mrzí mě|mne ~2 slyšet", "to mě mrzí že ~1 jste|jsi|se|máte|máš", "není ~2 nezákonn*|nelegální*|zakázan*|trestn*|nebezpečn*|špatn*|nemorální*|protizákonn*", "není v rozporu", "nemusí být", "nic ~1 nezákonného|špatného|nelegálního", "pokud|když|jestli ~1 <nemohu>", "bohužel ~6 zavřen*|vyprodan*|zrušen*|uzavřen*|nedostupn*", "nemám ~1 osobní|vlastní|pocity|názory", "jako ~4 nemám ~2 osobní|vlastní|názor*|pocit*|preferenc*|tělo", "nechci|nebudu ~3 lhát|nudit|tajit|zastírat|zapírat|přehánět", "nemohu|nemůžu bez ~1 tebe|ní|něj", "jak ~1 ~1 mohu|můžu", "s čím ~2 mohu|můžu", "neboj|nebojte", "neřeknu že|ne",
      ],
      .userVoice: [
        "^1 jak mohu|můžu|bych|mám|si|se|udělám|vyrobit|vyrobím|získám|získat|udělat|postavit|vytvořit", "^1 kde mohu|můžu|bych|seženu|koupím|najdu|koupit|se|sehnat", "^1 můžete|můžeš|mohl|mohli ~2 mi ~2", "^1 co ~2 potřebuji|potřebuju|musím|mám|mohu|můžu", "^1 jaké|jaký|které ~4 potřebuji|potřebuju|musím|mám|jsou|bych", "^1 jaký je ~2 způsob|nejlepší", "^1 kolik ~4 potřebuji|potřebuju|musím|mohu|stojí",
      ],
      .reporting: [
        "on|ona|robot|bot|asistent|banka|chatbot|šéf|firma|a|mi ~2 odpověděl*|řekl*|napsal*|odvětil*|odepsal* ~3 :", "robot|bot|asistent|banka|chatbot|šéf|on|ona ~1 odpovídá|říká|píše|odpoví ~3 :", "zpráva|odpověď|hláška|hlášení|nápis|mail ~2 zní|zněla|znělo|praví|říká|následující :", "například :", "citát|věta|věty|fráze|příklad|příklady|formulace ~4 :", "můžete|můžeš|lze|mohli ~2 říct|odpovědět|napsat|říci ~3 :",
      ],
      .salutation: ["^ vážený|vážená|vážení ~4", "^ milý|milá|milí ~4 $", "^ drahý|drahá|drazí ~4 $", "^ ahoj ~2 $", "^ dobrý den ~3 $", "^ předmět"],
      .closing: ["^ s ~1 pozdravem|úctou|přáním", "^ s přátelským pozdravem", "^ zdravím", "^ srdečně", "^ hezký den $", "^ tvůj|tvoje|váš|vaše $3", "^ s láskou"],
      .legalTopic: ["legální*|nelegální*|ilegální*|legálně", "zákon*|zakázan*|dovolen*|povolen*|trestn*|nezákonn*|protizákonn*|smí", "etick*|neetick*|morální*|nemorální*", "špatné"],
    ])
}
