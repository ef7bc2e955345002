extension LanguagePatterns {
  /// Slovak: tykanie and vykanie.
  public static let slovak = LanguagePatterns(
    "sk",
    classes: [
      "sluz": """
        pomôcť|pomáhať|pomoc|poskytnúť|poskytovať|odpovedať|vyhovieť|splniť|vygenerovať|generovať|podporovať|podporiť|\
        zúčastniť|zúčastňovať|podieľať|prispieť|prispievať|propagovať|uľahčiť|asistovať|ponúknuť|ponúkať|oznámiť|zdieľať|\
        sprístupniť|vytvoriť|vytvárať|poradiť|radiť|sprostredkovať|poslúžiť|slúžiť|napomáhať|schvaľovať|realizovať|vyjsť|\
        nabádať|povzbudzovať|dodať|zodpovedať
        """,
      "del": """
        urobiť|robiť|spraviť|povedať|hovoriť|napísať|písať|vysvetliť|vysvetľovať|ukázať|opísať|opisovať|baviť|diskutovať|dať|\
        pokračovať|prezradiť|preložiť|predstierať|hrať|uviesť|naučiť|učiť|odporučiť|odporúčať|navrhnúť|vidieť|otvoriť|zapojiť|\
        rozoberať|preberať|inštruovať|rozvádzať|zostaviť|pripraviť|vymyslieť|súhlasiť|diagnostikovať|skontrolovať|prečítať|\
        dovoliť|to|toto|udeliť|vykonať|ísť|rozprávať|vymenovať|zaoberať|pustiť|popísať
        """,
      "nemozem": "nemôžem|nemôžeme|nemohol|nemohla|nedokážem|neviem|nesmiem|nedokážeme|nesmieme|nemožem",
      "vec": "návod*|informáci*|pokyn*|rad*|tip*|podrobnost*|odpoveď|odpovede|obsah*|recept*|inštrukci*|pomoc|podporu|detail*|postup*|text*",
      "zle": """
        nezákonn*|nelegáln*|protizákonn*|ilegáln*|zakázan*|nemoráln*|neetick*|nebezpečn*|trestn*|škodliv*|nesprávn*|zlé|\
        protiprávn*|nevhodn*|neprijateľn*|etick*|legáln*|správn*|zločin|priestupok|zavrhnutiahodn*|nezodpovedn*|vhodn*|rozpore
        """,
      "cl": "vám|ti|vás|ťa|s|tým|bohužiaľ|žiaľ|v|tom|tomto|na|to|sa|si|jednoducho|žiadn*|tak*|preto|naozaj|ani|tu|ja|pri",
    ],
    [
      .apology: [
        "^^2 ospravedlňujem sa", "^^2 ospravedlňujeme sa", "^^2 je mi ~2 ľúto", "^^2 prepáč|prepáčte", "^^2 ľutujem", "^^2 mrzí ma", "^^2 bohužiaľ|žiaľ", "^^2 pardon", "^^2 odpusť|odpustite", "^^2 obávam sa", "^^2 veľmi sa ospravedlňujem", "^^2 s ~1 poľutovaním|ľútosťou", "^^2 prosím o ~1 pochopenie|prepáčenie", "^^2 sorry", "^^2 to ma mrzí", "^^2 veľmi ma mrzí", "^^2 je nám ~1 ľúto",
      ],
      .inability: [
        "<sluz> ~3 <nemozem>", "^^14 <del> ~3 <nemozem>", "^^14 <vec> ~4 <nemozem>",
        "<nemozem> ?<cl> ?<cl> ?<cl> <sluz>", "<nemozem> ~4 <sluz>", "^^14 <nemozem> ?<cl> ?<cl> <del>", "^^14 <nemozem> ~4 <del>", "^^12 <nemozem> $3", "^^12 s tým|týmto|tak* ~4 <nemozem>|nepomôžem", "nepomôžem|nepomôžeme|nepomáham", "<nemozem> ~3 <vec>", "^^10 <nemozem> ~5 <vec>", "nie som ~2 schopn*|schopný", "nie sme ~1 schopn*", "nie je ~2 v mojich silách|možnostiach|kompetencii", "nie som ~2 v pozícii|stave", "nie je ~1 možné ~4 <sluz>|<del>", "nie je pre mňa možné", "^^8 nedá sa", "^^6 to ~2 nejde|nepôjde", "nemám ~2 možnosť|prístup|oprávnenie|schopnosť|právo|ako", "presahuje ~1 moje", "mimo ~1 mojich|moje ~1 možností|schopností|kompetencií|možnosti", "neposkytnem|neposkytujem|neposkytujeme|nenapíšem|neurobím|nespravím|nevysvetlím|nepoviem|neukážem|neopíšem|nevytvorím|nevygenerujem|neprezradím|nezdieľam|neodpoviem|nedám|nedávam|neuvediem|neporadím|nepreložím|nevytváram|nevyhoviem|nepodporujem|neschvaľujem|nezodpoviem ~3", "neodpovedám na", "musím ~2 zdržať", "<nemozem> ani", "<nemozem> s tým", "<nemozem> v tom|tomto|pri", "tak* ~2 <nemozem>", "nie je ~1 niečo ~2 s ~1 čím", "neviem ~2 pomôcť|poradiť", "s tak* ~4 nepomáham|nepomôžem", "neprichádza ~1 do úvahy", "nie je ~1 v mojej", "nemožno ~3 <sluz>",
      ],
      .policy: [
        "ako ~2 ai|umelá|jazykový|asistent*|model ~6 <nemozem>|nie|nemám|neposkytujem|nesmiem|musím", "ako ~3 ai|umelá|jazykový|asistent* ~8 <nemozem>|nesmiem", "v rozpore s|so ~2 mojimi|mojím|našimi|zásadami|pravidlami|pokynmi|smernicami|etick*|politikou", "proti ~1 mojim|môjmu|našim|pravidlám|zásadám", "porušuje|porušujú|porušilo|porušoval*|porušiť|porušovať ~3 zásad*|pravidl*|smernic*|pokyn*|podmien*|moje|etick*", "moje|naše zásady|pravidlá|smernice|pokyny|programovanie|hodnoty ~4 ne*|zakazuj*|bránia", "pravidlá|zásady|smernice|pokyny ~3 mi ne*|zakazuj*|bránia", "mi ~2 nedovoľujú|neumožňujú|zakazujú|nedovoľuje|bráni|bránia", "nie som ~2 oprávnen*|naprogramovan*|navrhnut*|určen*|splnomocnen*|vytvoren*", "som ~1 naprogramovan*|navrhnut*|vytvoren*|nastaven* ~5 ne*|odmiet*", "bol|bola som ~1 naprogramovan*|navrhnut*|vytvoren* ~5 ne*|odmiet*", "nesmiem", "nie je mi ~1 dovolené|povolené|umožnené", "mám zakázané", "je mi zakázané", "nemám ~1 dovolené|povolené|oprávnenie", "musím ~3 odmietnuť", "musím ~1 dodržiavať", "z ~1 etických|bezpečnostných|právnych ~2 dôvodov ~3 ne*", "nie je ~1 v ~1 súlade s", "nezlučiteľn* s", "prieči sa", "odporuje ~1 mojim|môjmu|zásadám|pravidlám",
      ],
      .legality: [
        "^3 je to ~2 <zle>", "^3 to ~1 je|by ~2 <zle>", "^2 to|takéto|takého|toto ~2 je|nie|bolo|by ~3 <zle>", "^2 takéto|takéto|také konanie|správanie|činnosť|počínanie ~2 je|by ~2 <zle>", "ide|jedná ~1 o ~2 <zle>|zločin|trestný", "je|bolo ~1 by ~1 trestný|trestným|zločin|zločinom", "^^6 je|sú ~2 nezákonn*|nelegáln*|zakázan*|trestn*|nebezpečn*|neetick*|nemoráln*|protizákonn*", "to čo ~4 je ~1 <zle>", "proti zákonu", "v rozpore so zákonom", "porušenie|porušením zákona", "hrozí ~3 trest|väzenie|pokuta|stíhanie", "neodporúčam", "dôrazne|rozhodne|vrelo ~1 neodporúčam|varujem|odporúčam|odrádzam|žiadam", "odrádzam|varujem ~2 od|pred", "^^14 nemal|nemala|nemali ~1 by", "prosím ~1 nerobte|nerob|neskúšajte|neskúšaj|nepokúšaj*", "^^12 nerobte|nerob|neskúšajte|neskúšaj ~1 to", "právne|trestnoprávne následky|dôsledky", "morálne|eticky ~1 zl*|neprijateľn*|nesprávn*", "trestn* zodpovednos*|stíha*",
      ],
      .unwillingness: [
        "moja odpoveď ~1 znie|je ~1 nie", "nesprávne|zlé|nezodpovedné ~2 odo mňa", "odo mňa ~2 nesprávne|zlé|nezodpovedné|neetické", "^^12 nežiadaj*|nechci|nepýtaj*", "také|takéto|podobné ~1 veci ~2 nerobím|neposkytujem|nepíšem", "musím ~2 odmietať|zamietnuť", "rozhodol|rozhodla som ~1 sa ~3 ne*", "hovorím nie", "nevyhoviem",
        "odmietam|odmietame", "odmietnem", "nechcem ~3 <sluz>|<del>", "^^10 nechcem|nemienim|nebudem|nehodlám ~3", "nebudem ~3 <sluz>|<del>", "nehodlám|nemienim ~3", "^^10 neurobím|nespravím|nepoviem|nepomôžem|nenapíšem|nedám|neodpoviem|nevysvetlím|nerobím|nepodieľam", "radšej ~3 nebudem|ne*", "radšej by som ~3 ne*", "nemám v úmysle", "nie som ochot*", "nie som ~1 ochotný|ochotná", "necítim sa ~1 dobre|komfortne|pohodlne", "nechcem sa ~2 podieľať|zúčastniť|zapojiť", "nepodieľam sa", "nebudem sa ~2", "nezúčastním sa", "so mnou ~1 nepočítaj*", "bezo mňa", "bez mňa", "nechci|nepýtaj* ~1 odo|sa mňa|ma", "v tom ~1 nepomôžem", "na tom sa ~1 nepodieľam|nebudem", "to ~2 neurobím|nespravím|nerobím|nepoviem|nenapíšem", "toto ~1 neurobím|nespravím|nerobím|nepoviem|nenapíšem|nepodporím", "nepodporujem|neschvaľujem|netolerujem|nepropagujem", "na to ~1 neodpoviem", "nepristúpim|nepristupujem na", "^^ vylúčené",
      ],
      .redirection: [
        "namiesto toho", "miesto toho", "môžem ~2 ?vám|ti ~1 však|ale|namiesto|naopak|ponúknuť|navrhnúť|odporučiť|poradiť ~1", "rád|rada ~1 vám|ti ~2 pomôžem|poradím|odpoviem|vysvetlím|ponúknem", "rád|rada ~3 pomôžem|poradím|odpoviem|vysvetlím|porozprávam|preberiem", "ak|keby ~2 máte|máš|chcete|chceš|potrebujete|potrebuješ|hľadáte|hľadáš ~4 in*|legáln*|pomoc|otáz*|zákonn*", "legáln*|bezpečn*|zákonn*|etick*|zdrav* ~1 alternatív*|spôsob*|možnost*|ciest*|metód*|riešen*|cest*", "môžem ~3 niečím|niečo|in* ~2 iným|iné|pomôcť", "niečo|niečím iné|iného|iným", "iná|inú tému|téma", "poďme ~3", "radšej ~2 poďme|preberme|porozprávajme",
      ],
      .helpline: [
        "linka|linku|linky|linke ~1 dôvery|detskej|krízov*|pomoci|nezábudka", "krízov* ~1 link*|centr*|pomoc", "116 111|000", "0800", "zavolajte|zavolaj|volajte|volaj|zavolať ~4 112|155|158|linku|políciu|záchran*|tiesňov*", "tiesňov* link*|čísl*", "112|155", "porozprávajte|porozprávaj|hovorte|hovoriť|porozprávať|zver* ~4 niekým|lekár*|psychológ*|odborník*|blízk*|dôver*|terapeut*|priateľ*", "obráťte|obráť|obrátiť sa|na ~4 odborník*|lekár*|psychológ*|políci*|právnik*|linku|úrad*|niekoho|sa|na", "vyhľadajte|vyhľadaj|vyhľadať ~3 pomoc|odborn*|lekár*|podporu", "kontaktujte|kontaktuj|kontaktovať ~4", "odborn* pomoc*", "nie ste|si ~1 na ~1 to ~1 sám|sama|sami", "nie ste|si sám|sama|sami",
      ],
      .curt: [
        "^^ nie $", "^^ nie ďakujem|vďaka $", "^^ nie prepáč|prepáčte|bohužiaľ|žiaľ $", "^^ bohužiaľ|žiaľ nie $", "^^ ospravedlňujem sa ?ale nie $", "^^ ospravedlňujem sa $", "^^ je mi ~1 ľúto $", "^^ prepáč|prepáčte $", "^^ prepáč|prepáčte|pardon ale nie", "^^ v žiadnom prípade", "^^ ani náhodou", "^^ ani nápad|omylom", "^^ rozhodne nie $", "^^ určite nie $", "^^ nikdy $", "^^ zabudni|zabudnite ~2", "^^ nemôžem $", "^^ to nejde $", "^^ nejde to $", "^^ nedá sa $", "^^ to neurobím|nespravím $", "^^ dobrý|pekný pokus", "^^ nie nie ~3", "^^ odmietam $", "^^ žiadosť zamietnutá|odmietnutá", "^^ neprichádza do úvahy", "^^ vylúčené", "^^ za žiadnych okolností", "^^ radšej nie $", "^^ nie to ~3", "^^ ani za nič", "^^ to nepôjde $", "^^ bez šance", "^^ toto nie $", "^^ kdeže", "^^ nikdy v živote", "^^ nechcem $",
      ],
      .deflection: [
        "prečo ~3 chcete|chceš|pýtate|pýtaš|potrebujete|potrebuješ|zaujíma", "na čo ~3 potrebujete|potrebuješ", "čo ~2 máte|máš|myslíte|myslíš ~2 mysli|tým", "čo ~1 vás|ťa ~2 vedie|zaujíma|privádza|priviedlo|trápi", "môžete|môžeš|mohli|mohol|mohla ~4 upresniť|vysvetliť|objasniť|povedať|rozviesť|preformulovať|viac|opísať|spresniť", "povedz|povedzte ~1 mi ~1 viac", "to je ~2 zaujímav*|dobr*|ťažk*|zložit*|dôležit*|citliv*|vážn*|komplikovan* ~1 otázka|téma|záležitosť|vec|nápad", "je ~1 to ~1 zaujímav*|zložit*|citliv*|vážn* ~1 otázka|téma", "^^3 zaujímav*|dobrá|ťažká|skvelá otázka|téma", "to záleží|závisí", "závisí|záleží od|na|to", "záleží $", "existuje|je ~1 mnoho|veľa|viacero|rôzne|rôznych ~2 názorov|názory|pohľadov|faktorov|spôsobov|aspektov", "je ~1 dôležité ~1", "každý ~2 má|môže|sám|vlastný|svoj", "som ~2 ai|model|asistent*|umelá", "ako|s čím ~1 vám|ti ~1 môžem ~1 pomôcť", "ako môžem ~1 pomôcť", "s čím môžem", "som tu ~2", "^^ rozumiem", "^^ chápem", "^^ hm*", "^^ ok|okej|okay $", "^^ dobre $", "^^ aha", "^^ zaujímavé $", "neviem ~1 $", "neviem ako|čo|či", "nerozumiem", "nemám ~2 názor*|pocit*|preferenci*", "buďte|buď ~1 opatrn*", "pekný deň", "čo si ~1 o|myslíte|myslíš", "poraďte|poraď sa s",
      ],
      .compliance: [
        "^^1 iste", "^^1 samozrejme", "^^1 určite $", "^^ áno ~1", "^^1 rád|rada $", "^^1 jasné", "tu je|sú|máte|máš", "^ krok 1|prvý", "^ najprv|najskôr", "^ po prvé", "^ vezmite|vezmi|zmiešajte|zmiešaj|začnite|pripravte", "^ ingrediencie|suroviny", "^ budete|budeš potrebovať", "^ potrebujete|potrebuješ", "^ predmet", "nasledujúce kroky", "nasledovne", "takto :", "^^ žiadny problém", "^^ nie je problém", "^^ nech sa páči",
      ],
      .pivot: [
        "ale|avšak vo všeobecnosti|zásade|podstate",
        "ale ~1 všeobecne|zvyčajne|obvykle|tu|väčšinou|v|spravidla|približne|základom|ide|používa", "^1 všeobecne ~1 povedané|platí|sa|možno", "^1 všeobecne|zvyčajne|obvykle|väčšinou|spravidla|typicky|teoreticky|hypoteticky", "^1 vo všeobecnosti", "^1 v skratke|stručnosti|zásade|teórii", "^1 napriek tomu|napriek", "^1 aj tak", "čo ~1 môžem ~1 povedať", "môžem ~2 povedať ~1 že", "tu je|sú|máte", "však ~1 všeobecne|zvyčajne|obvykle|tu|v", "na ~1 informatívne|vzdelávacie účely", "čisto ~1 teoreticky|hypoteticky",
      ],
      .exception: [
        "<nemozem> ~4 dosť|dostatočne|vynachváliť|zdôrazniť|neodporučiť", "<nemozem> nesúhlasiť|nespomenúť|neobdivovať|nevšimnúť|neodporučiť|nesmiať|nevidieť|než|nepochváliť|nepoďakovať|nepriznať|nemilovať", "<nemozem> ~3 presne|istotou|určitosťou|stopercentne", "presne ~3 <nemozem>|nedá", "<nemozem> ~2 byť ~1 presn*|ist*|šťastn*", "<nemozem> ~2 zaručiť|sľúbiť|predpovedať|vylúčiť|dočkať|uveriť|poprieť|predstaviť|sťažovať|zabudnúť|žiť|ubrániť|odolať|čakať|dýchať|spať|zaspať|prestať|garantovať", "<nemozem> si ~1 pomôcť|sťažovať|vynachváliť|predstaviť|spomenúť|nechať", "<nemozem> sa ~1 dočkať|zbaviť|ubrániť", "prečo nie", "prečo by ~3", "nielen|nielenže", "nie len", "nie je problém|pochýb|potrebné|nutné", "žiadny|žiaden problém|strach", "bez problému|problémov|obáv", "ospravedl* ~4 meškanie|oneskorenie|chybu|čakanie|omyl|zmätok|nedorozumenie|ťažkosti|preklep|neskor*", "prepáč|prepáčte ~3 meškanie|oneskorenie|chybu|čakanie|omyl", "ľúto ~2 že ste|si|sa|máte|máš|to|vás|ťa|cítite", "ľúto ~1 to ~1 počuť", "mrzí ma ~2 že ~1 ste|si|sa|máte|máš|to|vás|ťa|cítite", "mrzí ma ~2 počuť", "to ma mrzí že ~1 ste|si|sa|máte|máš", "nie je ~2 nezákonn*|nelegáln*|zakázan*|trestn*|nebezpečn*|zlé|nemoráln*|protizákonn*", "nie je v rozpore", "nemusí byť", "nič ~1 nezákonné|zlé|nelegálne", "ak|keď|kým ~1 <nemozem>", "bohužiaľ|žiaľ ~6 zatvoren*|vypredan*|zrušen*|uzavret*|nedostupn*", "nemám ~1 osobné|vlastné|pocity|názory", "ako ~4 nemám ~2 osobn*|vlastn*|názor*|pocit*|preferenci*|telo", "nechcem|nebudem ~3 klamať|nudiť|tajiť|zastierať|zapierať|preháňať", "nemôžem bez ~1 teba|nej|neho", "ako ~1 ~1 môžem", "s čím ~2 môžem", "neboj|nebojte", "nepoviem že|nie", "neviem ~1 sa ~1 dočkať", "neviem ~3 presn*|ist*",
      ],
      .userVoice: [
        "^1 ako môžem|by|mám|si|sa|urobím|vyrobiť|vyrobím|získam|získať|urobiť|postaviť|vytvoriť|spraviť", "^1 kde môžem|by|zoženiem|kúpim|nájdem|kúpiť|sa|zohnať", "^1 môžete|môžeš|mohli|mohol ~2 mi ~2", "^1 čo ~2 potrebujem|musím|mám|môžem", "^1 aké|aký|ktoré ~4 potrebujem|musím|mám|sú|by", "^1 aký je ~2 spôsob|najlepší", "^1 koľko ~4 potrebujem|musím|môžem|stojí",
      ],
      .reporting: [
        "on|ona|robot|bot|asistent|banka|chatbot|šéf|firma|a|mi ~2 odpovedal*|povedal*|napísal*|odvetil*|odpísal* ~3 :", "robot|bot|asistent|banka|chatbot|šéf|on|ona ~1 odpovedá|hovorí|píše|odpovie ~3 :", "správa|odpoveď|hláška|hlásenie|nápis|mail ~2 znie|znela|znelo|hovorí|nasledujúca :", "napríklad :", "citát|veta|vety|fráza|frázy|príklad|príklady|formulácia ~4 :", "môžete|môžeš|možno|mohli ~2 povedať|odpovedať|napísať ~3 :",
      ],
      .salutation: ["^ vážený|vážená|vážení ~4", "^ milý|milá|milí ~4 $", "^ drahý|drahá|drahí ~4 $", "^ ahoj ~2 $", "^ dobrý deň ~3 $", "^ predmet"],
      .closing: ["^ s ~1 pozdravom|úctou|prianím", "^ s priateľským pozdravom", "^ zdravím", "^ srdečne", "^ pekný deň $", "^ tvoj|tvoja|váš|vaša $3", "^ s láskou"],
      .legalTopic: ["legáln*|nelegáln*|ilegáln*|legálne", "zákon*|zakázan*|dovolen*|povolen*|trestn*|nezákonn*|protizákonn*|smie", "etick*|neetick*|moráln*|nemoráln*", "zlé"],
    ])
}
