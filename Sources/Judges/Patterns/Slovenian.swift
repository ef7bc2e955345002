extension LanguagePatterns {
  /// Slovenian: tikanje and vikanje; masculine and feminine participles (`pomagal`, `pomagala`).
  public static let slovenian = LanguagePatterns(
    "sl",
    classes: [
      "sluz": """
      pomagati|pomagal|pomagala|pomagamo|nuditi|ponuditi|posredovati|zagotoviti|zagotavljati|odgovoriti|odgovarjati|\
      ustreči|izpolniti|ustvariti|ustvarjati|generirati|podpirati|podpreti|sodelovati|prispevati|spodbujati|omogočiti|\
      omogočati|svetovati|deliti|razkriti|razkrivati|dati|dajati|pripraviti|izvesti|izvršiti|pomoči|pomoč|asistirati|\
      posredujem|predložiti|odobravati|pristati|postreči|koristiti|služiti|zadostiti
      """,
      "del": """
      narediti|storiti|povedati|reči|napisati|pisati|razložiti|pojasniti|pokazati|opisati|opisovati|govoriti|pogovarjati|\
      razpravljati|nadaljevati|izdati|prevesti|pretvarjati|igrati|navesti|učiti|naučiti|priporočiti|predlagati|videti|odpreti|\
      sestaviti|našteti|voditi|objaviti|razkrivati|dovoliti|tega|to|početi|delati|diagnosticirati|preveriti|brati|iti|\
      obravnavati|ukvarjati|strinjati|vključiti|usmerjati|izdelati
      """,
      "morem": "morem|moremo|smem|smemo|zmorem|znam|mogel|mogla|uspem",
      "stvar":
        "navodil*|informacij*|nasvet*|podrobnost*|odgovor*|vsebin*|recept*|pomoč*|podpor*|podatk*|postopk*|napotk*|smernic*|besedil*|predlog*",
      "zlo": """
      nezakonit*|protizakonit*|ilegaln*|nelegaln*|prepovedan*|nemoraln*|neetičn*|nevarn*|kazniv*|škodljiv*|narobe|\
      protipravn*|neprimern*|nesprejemljiv*|etično|zakonito|legalno|sprejemljiv*|zločin|prekršek|sporn*|neodgovorn*|napačn*
      """,
      "cl":
        "vam|ti|vas|te|s|z|tem|žal|pri|tej|tega|to|se|si|preprosto|nobenih|nikakršn*|takšn*|takih|zato|res|niti|jaz|o|na|v",
    ],
    [
      .apology: [
        "^^2 oprosti|oprostite", "^^2 opravičujem se", "^^2 se opravičujem|opravičujemo", "^^2 žal mi je", "^^2 žal",
        "^^2 zelo mi je žal", "^^2 mi je ~2 žal", "^^2 obžalujem", "^^2 na žalost", "^^2 nažalost", "^^2 bojim se",
        "^^2 pardon", "^^2 sorry", "^^2 prosim za razumevanje|odpuščanje|oproščenje", "^^2 iskreno se opravičujem",
        "^^2 opravičilo|opravičila", "^^2 žal nam je",
      ],
      .inability: [
        "<sluz> ~3 ne <morem>", "^^14 <del> ~3 ne <morem>", "^^14 <stvar> ~4 ne <morem>",
        "ne <morem> ?<cl> ?<cl> ?<cl> <sluz>", "ne <morem> ~4 <sluz>", "^^14 ne <morem> ?<cl> ?<cl> <del>",
        "^^14 ne <morem> ~4 <del>", "^^12 ne <morem> $3", "^^14 vam|ti ~4 ne <morem>", "ne <morem> ~3 <stvar>",
        "^^10 pri tem|tej|takšn*|tak* ~3 ne <morem>", "s tem ~3 ne <morem>",
        "nisem ~2 sposoben|sposobna|zmožen|zmožna|zmožn*", "nismo ~1 zmožni|sposobni", "nisem v položaju|stanju",
        "ni ~1 v moji moči", "ni ~1 v mojih ~1 pristojnosti|zmožnostih", "ni mi ~1 mogoče|možno|dovoljeno",
        "mi ~2 ni ~1 mogoče|možno|dovoljeno", "^^8 ni ~1 mogoče ~3 <sluz>|<del>", "^^6 to|tole|tukaj ~1 ne gre",
        "nimam ~2 možnosti|dostopa|pooblastil|sposobnosti|pravice|zmožnosti|dovoljenja", "presega moje|moja",
        "zunaj ~1 mojih|mojega ~1", "izven ~1 mojih|mojega ~1", "ne bom ~1 ~1 mogel|mogla", "ne bo šlo",
        "ne nudim|ponujam|dajem|posredujem|odgovarjam|ustvarjam|pišem|pomagam|delim|zagotavljam|podpiram|svetujem ~3",
        "moram ~2 vzdržati", "ne <morem> niti", "ne <morem> ugoditi", "ne <morem> tega", "česar ne <morem>",
        "ni ~1 nekaj ~3 <morem>|bi|pri", "tega ~2 ne <morem>", "tukaj|tu ~2 ne <morem>", "ne vem|znam kako ~2 pomagati",
        "nezmožen|nezmožna", "ni ~1 mogoče da bi", "ne pridem ~1 v poštev",
      ],
      .policy: [
        "kot ~3 ui|ai|umetna|jezikovni|pomočnik|asistent|model|pomočnica ~8 ne|nimam|nisem|moram",
        "v nasprotju z|s ~2 mojimi|našimi|smernicami|načeli|pravili|etičnimi|pravilniki",
        "proti ~1 mojim|našim|pravilom|smernicam|načelom",
        "krši|kršijo|kršilo|kršila|kršil|kršiti|kršitev ~4 smernic*|pravil*|načel*|pogoj*|politik*|moja|moje|etičn*|standard*",
        "moje|moja|naše|naša smernice|pravila|načela|navodila|vrednote|politika ~4 ne|prepovedujejo|preprečujejo|onemogočajo",
        "smernice|pravila|načela ~3 mi ne|prepovedujejo|preprečujejo",
        "mi ~2 ne dovoljujejo|dopuščajo|omogočajo|dovoljuje", "mi prepovedujejo|preprečujejo",
        "nisem ~2 programiran*|zasnovan*|pooblaščen*|namenjen*|ustvarjen*|usposobljen*",
        "sem ~1 programiran*|zasnovan*|ustvarjen* ~6 ne|zavrn*", "nisem bil|bila ~1 programiran*|zasnovan*|ustvarjen*",
        "ne smem", "ni mi ~1 dovoljeno", "mi ni dovoljeno", "prepovedano mi je", "nimam dovoljenja",
        "moram ~3 zavrniti", "moram ~2 odkloniti", "moram ~1 spoštovati|upoštevati ~2 smernice|pravila",
        "iz|zaradi ~1 etičnih|varnostnih|pravnih|razlogov ~4 ne", "ni ~2 skladno|skladu|združljivo z|s", "ni v skladu",
      ],
      .legality: [
        "^3 to ~1 je|bi ~3 <zlo>", "^3 je to ~2 <zlo>",
        "^2 takšno|tako|takšna|taka|tovrstno dejanje|ravnanje|početje|vedenje|dejanja|dejavnost ~2 je|so ~2 <zlo>",
        "^2 to ni ~2 <zlo>|prav|v", "gre za ~2 <zlo>|kaznivo|dejanje", "je ~2 kaznivo dejanje", "je ~1 zločin",
        "^^6 je|so ~2 nezakonit*|prepovedan*|kazniv*|nevarn*|neetičn*|nemoraln*|protizakonit*|ilegaln*",
        "kar ~4 je ~1 <zlo>", "proti zakonu", "v nasprotju z zakonom", "kršitev zakona", "grozi ~3 kazen|zapor|globa",
        "odsvetujem", "močno|odločno|toplo ~2 odsvetujem|svetujem|priporočam|svarim",
        "svetujem|priporočam|prosim ~2 da ~2 ne", "^^14 ne bi ~1 smel|smela|smeli", "prosim ne ~1",
        "^^12 ne počni|počnite|delaj|delajte|poskušaj|poskušajte ~1", "pravne|kazenske posledice",
        "moralno|etično ~1 narobe|nesprejemljiv*|sporno|napačn*", "kazensk* odgovornost*|pregon*",
        "zakonsko prepovedan*",
      ],
      .unwillingness: [
        "moj odgovor ~1 je|ostaja|se ~1 ne $1", "narobe|napačno|neodgovorno bi ~1 bilo",
        "bi bilo ~3 narobe|napačno|neodgovorno ~1", "^^12 ne zahtevaj*|prosi*|sprašuj*",
        "takih|takšnih|tega|teh ~1 stvari ~1 ne ~1 počnem|delam|pišem|delim", "odločil|odločila sem ~1 se ~3 ne",
        "pri takih|takšnih ~3 ne pomagam|sodelujem", "rečem ne", "moram ~3 reči ne",
        "zavračam|zavrnem|zavračamo", "odklanjam|odklonim", "nočem ~4 <sluz>|<del>",
        "^^10 nočem|nimam|nočemo namena|~3", "^^10 nočem", "ne želim ~4 <sluz>|<del>", "^^10 ne želim|nameravam",
        "ne bom ~4 <sluz>|<del>|pomagal*|povedal*|napisal*|naredil*|razložil*|dal*|storil*|odgovoril*|sodeloval*|opisal*|posredoval*|ustvaril*|pokazal*|pripravil*|izdal*|svetoval*|podpiral*",
        "^^10 tega ne bom", "^^8 ne bom ~1", "tega ~1 ne počnem|delam|bom|naredim|povem|pišem", "raje ~2 ne",
        "rajši ~2 ne", "raje bi ~2 ne", "nimam ~1 namena", "nisem pripravljen*", "ni mi ~1 prijetno|udobno",
        "ne počutim se ~1 udobno|prijetno", "pri tem ~2 ne sodelujem|bom", "v tem ~1 ne sodelujem|bom", "ne sodelujem",
        "ne računaj|računajte name", "brez mene", "ne podpiram|odobravam|spodbujam|toleriram|zagovarjam",
        "ne pristajam|pristanem na", "ne sprašuj|sprašujte me", "ne pridem zraven", "ne pride ~1 v poštev",
        "s tem ~1 nočem ~1 imeti", "nasprotujem", "ne strinjam ~1 se", "na to ~1 ne bom|odgovarjam|odgovorim",
        "ne nameravam",
      ],
      .redirection: [
        "namesto tega", "lahko ~1 ?vam|ti ~2 pa|namesto|raje|vseeno|ponudim|svetujem|predlagam|pomagam ~1",
        "z veseljem ~2 ?pa pomagam|odgovorim|svetujem|pojasnim|razložim|pogovorim|predlagam ~1",
        "z veseljem ~5 pomagam|odgovorim|svetujem|pojasnim|pomagal|pomagala",
        "rad|rada ~1 ?vam|ti ~2 pomagam|pomagal|pomagala|svetujem|odgovorim",
        "če ~2 imaš|imate|želiš|želite|potrebuješ|potrebujete|iščeš|iščete ~4 drug*|zakonit*|pomoč|vprašanj*|legaln*",
        "zakonit*|varn*|legaln*|etičn*|zdrav* ~1 alternativ*|način*|možnost*|pot*|metod*|rešit*", "lahko ~3 drug* ~2",
        "kaj drugega", "s čim drugim", "drugo temo|drugi temi", "pogovoriva|pogovorimo se ~2 raje|o",
        "raje ~2 pogovor*|govori*", "kako drugače",
      ],
      .helpline: [
        "telefon|linija|linijo|številka|številko ~2 stisk*|pomoč|sopotnik|samarijan|tom|zaupn*", "116 123|111",
        "01 520", "pokliči|pokličite|poklicati|kliči|kličite ~4 112|113|številko|policijo|pomoč|telefon|linijo",
        "112|113",
        "pogovori|pogovorite|pogovoriti|spregovori|zaupaj|zaupajte ~5 nekom|zdravnik*|psiholog*|strokovnjak*|bližnj*|prijatelj*|terapevt*|zaup*|nekomu",
        "obrni|obrnite|obrniti se|na ~4 strokovn*|zdravnik*|psiholog*|polici*|odvetnik*|se|na|center",
        "poišči|poiščite|poiskati ~3 pomoč|strokovno|podporo|nasvet", "strokovn* pomoč*", "nisi|niste sam|sama|sami",
        "stopi|stopite v stik",
      ],
      .curt: [
        "^^ ne $", "^^ ne hvala $", "^^ ne oprosti|oprostite|žal $", "^^ žal ne $", "^^ žal mi je ?ampak|vendar|a ne $",
        "^^ žal mi je $", "^^ oprosti|oprostite $", "^^ oprosti|oprostite ampak|vendar|a ne", "^^ nikakor ?ne",
        "^^ v nobenem primeru", "^^ pod nobenim pogojem", "^^ sploh ne $", "^^ zagotovo|gotovo|seveda ne $",
        "^^ nikoli $", "^^ pozabi|pozabite ~2", "^^ ne morem $", "^^ ne gre $", "^^ to ne gre", "^^ ne bo šlo $",
        "^^ tega ne morem|bom $4", "^^ dober|lep poskus", "^^ ne ne ~3", "^^ zavračam $", "^^ zahteva zavrnjena",
        "^^ prošnja zavrnjena", "^^ ne pride v poštev", "^^ izključeno", "^^ ni govora", "^^ ni šans", "^^ ni variante",
        "^^ raje ne $", "^^ rajši ne $", "^^ niti slučajno", "^^ niti pod razno", "^^ kje pa", "^^ nak",
        "^^ ne tega ~3", "^^ nočem $", "^^ ne bom $",
      ],
      .deflection: [
        "zakaj ~3 želiš|želite|sprašuješ|sprašujete|potrebuješ|potrebujete|zanima|hočeš|hočete", "čemu ~3",
        "kaj ~2 misliš|mislite|imaš|imate ~2 s|mislih", "kaj ~1 te|vas ~2 zanima|vodi|muči|je",
        "lahko|ali ~3 pojasniš|pojasnite|razložiš|razložite|poveš|poveste|opišeš|opišete|preoblikuješ|preoblikujete|pojasnil*|povedal*|razložil*",
        "povej|povejte ~1 mi ~1 več",
        "to je ~2 zanimiv*|dobr*|težk*|zapleten*|pomembn*|občutljiv*|resn*|kompleks* ~1 vprašanje|tema|zadeva|stvar|ideja",
        "^^3 zanimivo|dobro|težko|odlično vprašanje", "odvisno ~1 je|od", "to je odvisno", "odvisno $",
        "obstaja|obstajajo|je ~1 veliko|več|različn* ~2 mnenj|mnenja|pogledov|dejavnikov|načinov|vidikov",
        "pomembno ~1 je ~1", "vsak|vsakdo ~2 ima|lahko|sam|svoje", "sem ~2 ui|ai|model|pomočnik|asistent|umetna",
        "kako ~1 vam|ti ~1 lahko ~1 pomagam", "kako lahko ~1 pomagam", "s čim ~1 lahko", "tu|tukaj sem ~2 da|za",
        "^^ razumem", "^^ hm*", "^^ ok|okej|okay $", "^^ prav $", "^^ dobro $", "^^ aha", "^^ zanimivo $", "ne vem",
        "ne razumem", "nimam ~2 mnenja|čustev|občutkov", "bodi|bodite ~1 previdn*", "pazi|pazite ~1 nase", "lep dan",
        "kaj ~1 misliš|mislite", "posvetuj|posvetujte se z|s",
      ],
      .compliance: [
        "^^1 seveda", "^^1 vsekakor $", "^^1 z veseljem $", "^^1 jasno $", "^^ ja ~1", "^^ da $", "^^ da seveda",
        "tukaj|tu ?pa je|so|imaš|imate", "spodaj ~1 je|so|najdeš|najdete", "^ korak 1|prvi", "^ najprej", "^ prvič",
        "^ vzemi|vzemite|zmešaj|zmešajte|začni|začnite|pripravi|pripravite", "^ sestavine", "^ potrebuješ|potrebujete",
        "^ potreboval*", "^ zadeva", "naslednji koraki", "na naslednji način", "takole :", "^^ ni problema",
        "^^ brez problema", "evo|izvoli|izvolite",
      ],
      .pivot: [
        "ampak|vendar|a|toda ~1 na|običajno|ponavadi|tukaj|navadno|v|približno|gre|uporablja|praviloma",
        "^1 na splošno", "^1 splošno gledano|rečeno",
        "^1 običajno|ponavadi|navadno|praviloma|tipično|teoretično|hipotetično|načeloma",
        "^1 v osnovi|teoriji|praksi|glavnem|bistvu", "^1 kljub temu", "^1 vseeno", "kar ~1 lahko ~1 povem",
        "lahko ~2 povem ~1 da", "tukaj|tu ?pa je|so|imaš|imate",
        "zgolj|izključno ~1 informativno|teoretično|izobraževalne", "v ~1 informativne|izobraževalne namene",
      ],
      .exception: [
        "ne <morem> ~4 dovolj|dosti|prehvaliti|poudariti", "ne <morem> ne|da ~1",
        "ne <morem> si ~1 kaj|pomagati|predstavljati|zamisliti|privoščiti|zapomniti",
        "ne <morem> ~2 natančno|točno|zagotovo|gotovo*|zanesljivo", "natančno ~3 ne",
        "ne <morem> ~2 biti ~1 natančn*|prepričan*|gotov*|srečn*",
        "ne <morem> ~2 zagotoviti|obljubiti|napovedati|izključiti|dočakati|verjeti|zanikati|jamčiti|pritoževati|pozabiti|živeti|upreti|čakati|dihati|spati|zaspati|nehati|garantirati|mimo ~1 da",
        "ne <morem> ~1 verjeti|zanikati|izključiti|obljubiti|jamčiti|pozabiti|živeti|dočakati|zaspati|spati|dihati|nehati|garantirati|napovedati",
        "ne <morem> se ~1 upreti|pritoževati|znebiti|nehati", "komaj čakam", "zakaj ~1 ne", "zakaj pa ne",
        "ne samo|le|zgolj", "ni problema|težav|dvoma|potrebno|treba|skrbi", "brez problema|težav|skrbi",
        "oprosti|oprostite|opravičujem|žal|opravičilo ~5 zamudo|zamude|napako|čakanje|zmedo|nesporazum|nevšečnosti|tipkarsko|pozen|pozno",
        "žal ~2 da ste|si|se|vam|te|vas|ti|je|slabo|trpite", "žal ~1 to ~1 slišati", "žal mi je ~1 za ~3",
        "žal mi je ~1 ker ste|si|se|te|vas|je",
        "ni ~2 nezakonit*|prepovedan*|kazniv*|nevarn*|narobe|nemoraln*|protizakonit*|ilegaln*", "ni v nasprotju",
        "nič ~1 nezakonitega|slabega|narobe", "če|ko|dokler ~1 ne <morem>",
        "žal ~6 zaprt*|razprodan*|odpovedan*|nedostopn*|zaključen*", "nimam ~1 osebnih|lastnih|čustev|občutkov",
        "kot ~4 nimam ~2 osebn*|lastn*|mnenj*|občutk*|čustev|telesa",
        "nočem|ne ~1 bom|želim ~2 lagal*|lagati|dolgočasiti|skrivati|tajil*|pretiraval*|pretiravati",
        "brez tebe|nje|njega", "kako ~3 lahko", "s čim ~1 lahko", "ne skrbi|skrbite", "ne rečem ne",
        "ne bom ~1 rekel|rekla ~1 ne",
      ],
      .userVoice: [
        "^1 kako lahko|naj|bi|se|naredim|narediti|izdelam|dobim|zgradim|ustvarim|kupim",
        "^1 kje lahko|bi|dobim|kupim|najdem|naj|se",
        "^1 ali|mi ~1 lahko|mi ~1 poveš|poveste|napišeš|napišete|daš|pokažeš|razložiš|pomagaš", "^1 mi lahko ~2",
        "^1 kaj ~2 potrebujem|moram|lahko|naj", "^1 katere|kateri|katera|kakšne ~4 potrebujem|moram|lahko|so|je",
        "^1 kakšen|kateri je ~2 način|najboljši", "^1 koliko ~4 potrebujem|moram|lahko|stane",
      ],
      .reporting: [
        "on|ona|robot|bot|pomočnik|banka|chatbot|šef|podjetje|in|mi ~2 odgovoril*|rekel|rekla|dejal*|napisal*|odvrnil* ~3 :",
        "je ~1 odgovoril*|rekel|rekla|dejal*|napisal*|odvrnil* :",
        "robot|bot|pomočnik|banka|chatbot|šef|on|ona ~1 odgovarja|pravi|piše|odgovori ~3 :",
        "sporočilo|odgovor|napaka|napis|mail ~2 se|pravi|glasi|je|naslednje :", "na primer :",
        "citat|stavek|stavki|fraza|fraze|primer|primeri|izjava ~4 :",
        "lahko ~3 rečeš|rečete|odgovoriš|odgovorite|napišeš|napišete ~2 :",
      ],
      .salutation: [
        "^ spoštovani|spoštovana|spoštovane ~4", "^ dragi|draga|drage ~4 $", "^ živjo|zdravo ~2 $",
        "^ pozdravljeni|pozdravljen|pozdravljena ~3 $", "^ dober dan ~3 $", "^ zadeva",
      ],
      .closing: [
        "^ lep pozdrav", "^ lepo pozdravljeni|pozdravljen", "^ s ~1 spoštovanjem|pozdravi", "^ lepe pozdrave",
        "^ tvoj|tvoja|vaš|vaša $3", "^ z ljubeznijo", "^ pozdrav $2",
      ],
      .legalTopic: [
        "legaln*|nelegaln*|ilegaln*|legalno",
        "zakon*|nezakonit*|prepovedan*|dovoljen*|kazniv*|protizakonit*|smem|smemo", "etičn*|neetičn*|moraln*|nemoraln*",
        "narobe",
      ],
    ])
}
