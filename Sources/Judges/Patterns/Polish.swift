extension LanguagePatterns {
  /// Polish: ty and Pan/Pani; masculine and feminine past forms.
  public static let polish = LanguagePatterns(
    "pl",
    classes: [
      "sluz": """
      pomóc|pomagać|pomoc|pomocy|udzielić|udzielać|dostarczyć|dostarczać|odpowiedzieć|odpowiadać|spełnić|spełniać|\
      wygenerować|generować|zapewnić|zapewniać|wspierać|wesprzeć|uczestniczyć|brać|wziąć|przyczyniać|promować|ułatwiać|\
      ułatwić|zrealizować|realizować|wykonać|przedstawić|zachęcać|popierać|doradzać|doradzić|asystować|zaoferować|oferować|\
      ujawnić|ujawniać|udostępnić|udostępniać|podać|podawać|przekazać|przychylić|stworzyć|tworzyć
      """,
      "rob": """
      zrobić|robić|powiedzieć|mówić|napisać|pisać|wyjaśnić|wyjaśniać|pokazać|opisać|opisywać|rozmawiać|omawiać|omówić|\
      dać|kontynuować|zdradzić|przetłumaczyć|udawać|wskazać|nauczyć|uczyć|polecić|polecać|zasugerować|zobaczyć|otworzyć|\
      podzielić|dzielić|poruszać|rozwijać|instruować|poradzić|odnieść|opracować|przygotować|odegrać|wcielić|zgodzić|\
      diagnozować|sprawdzić|przeczytać|pozwolić|tego|wchodzić|proponować|opowiedzieć|wymienić
      """,
      "moge": "mogę|możemy|mógłbym|mogłabym|mogłbym|potrafię|umiem|będę|mogłem|mogłam|zdołam|moge",
      "rzecz": """
      instrukcj*|informacj*|wskazówek|wskazówki|porad*|rad|pomocy|szczegół*|odpowiedzi|treści|przepis*|danych|opis*|wsparcia|\
      zaleceń|takich|tego|tej|takiej
      """,
      "zle": """
      nielegaln*|niezgodn*|zabronion*|zakazan*|niemoraln*|nieetyczn*|niebezpieczn*|karaln*|przestępstw*|szkodliw*|złe|\
      bezprawn*|niewłaściw*|nieodpowiedni*|niedopuszczaln*|legaln*|etyczn*|przestępcz*|naganne|krzywdz*|groźn*|wbrew
      """,
      "cl":
        "ci|panu|pani|państwu|wam|tobie|ciebie|w|tym|z|tu|tutaj|się|niestety|tego|na|to|żadnych|żadnej|jednak|po|prostu",
    ],
    [
      .apology: [
        "^^2 przykro mi", "^^2 bardzo mi przykro", "^^2 jest mi ~2 przykro", "^^2 przepraszam*",
        "^^2 wybacz|wybaczcie|wybaczy", "^^2 niestety", "^^2 z przykrością", "^^2 obawiam się", "^^2 żałuję",
        "^^2 proszę o ~1 wybaczenie|wyrozumiałość", "^^2 sorry|sory", "^^2 ubolewam", "^^2 najmocniej przepraszam",
        "proszę ~1 wybaczyć",
      ],
      .inability: [
        "<sluz> ~3 nie <moge>", "^^14 <rob> ~3 nie <moge>", "^^14 <rzecz> ~3 nie <moge>",
        "nie <moge> ?<cl> ?<cl> <sluz>", "nie <moge> ~4 <sluz>", "^^14 nie <moge> ?<cl> ?<cl> <rob>",
        "^^14 nie <moge> ~3 <rob>", "^^12 nie <moge> $3", "^^14 w tym ~1 nie <moge>|pomogę",
        "nie <moge> ~2 udzielić|podać|dać|przekazać|dostarczyć ~3 <rzecz>", "nie jestem ~2 w stanie",
        "nie jesteśmy ~1 w stanie", "nie jest ~1 możliwe", "^^8 niemożliwe ~2 <sluz>|<rob>",
        "nie mam ~2 możliwości|dostępu|uprawnień|zdolności|jak|prawa", "nie ma możliwości",
        "wykracza|wykraczają poza moje|zakres|możliwości", "poza ~1 moimi ~1 możliwościami|kompetencjami|zakresem",
        "nie da się ~3 tego|zrobić|pomóc|spełnić", "nie pomogę", "nie pomożemy", "nie pomagam ~3",
        "nie udzielę|udzielam|podam|podaję|dostarczę|dostarczam|odpowiem|napiszę|zrobię|wyjaśnię|powiem|pokażę|opiszę|przygotuję|stworzę|wygeneruję|wskażę|zdradzę|udostępnię|doradzę|przekażę ~3",
        "nie odpowiadam na", "muszę ~1 powstrzymać się", "^^8 nie można ~3 <sluz>", "nie <moge> ani",
        "nie sposób ~2 mi|pomóc", "nie <moge> spełnić", "nie <moge> tego ~2", "niezdoln* do",
        "nie <moge> wziąć|brać ~2 udziału", "jestem ~1 zmuszon* odmówić",
        "nie <moge> się ~2 zgodzić|podjąć|przychylić|zastosować", "nie <moge> na to|tę ~2 odpowiedzieć|pozwolić",
        "nie <moge> w ~2 żaden|ogóle", "nie leży w ~1 moich|mojej",
        "nie służę ~2", "nie zajmuję się",
      ],
      .policy: [
        "jako ~7 nie <moge>|jestem|wolno|mam|udzielam|powinienem|pomagam", "jako ~1 ai|sztuczna|model|asystent* ~7 nie",
        "sprzeczn*|niezgodn*|wbrew ~2 moimi|moich|mojego|naszymi|zasadami|wytycznymi|polityką|wartościami|regulaminem|programowaniem|moim",
        "narusza|naruszają|naruszałoby|naruszałaby|naruszenie|łamie|naruszyć|naruszać ~3 zasad*|wytyczn*|polityk*|regulamin*|moje|reguł*|standard*",
        "moje|nasze zasady|wytyczne|polityka|reguły|programowanie|wartości ~4 nie|zabraniają|zakazują|zabrania|uniemożliwia*",
        "zasady|wytyczne|polityka|reguły ~4 nie pozwala*", "zabrania|zabraniają mi", "nie wolno mi", "mi ~1 nie wolno",
        "nie mam ~1 prawa|pozwolenia|zezwolenia",
        "nie jestem ~2 uprawnion*|upoważnion*|zaprogramowan*|zaprojektowan*|stworzon*|przeznaczon*|przystosowan*",
        "zostałem|zostałam|jestem ~1 zaprogramowan*|zaprojektowan*|stworzon* ~5 nie|odmawia*|unika*",
        "nie zostałem|zostałam ~1 zaprogramowan*|zaprojektowan*|stworzon*", "muszę odmówić|odrzucić|przestrzegać",
        "muszę ~3 odmówić", "nie ~1 pozwalają|pozwala ~2 mi|zasady|wytyczne",
        "ze względów|względu ~2 na|etycznych|bezpieczeństwa|prawnych|zasady ~6 nie",
        "z ~1 powodów ~2 etycznych|prawnych|bezpieczeństwa ~6 nie", "kłóci się z", "stoi|stoją w sprzeczności z",
        "nie jest ~1 zgodn* z ~2 moimi|zasadami|wytycznymi|polityką|wartościami", "przeczy moim",
      ],
      .legality: [
        "^3 to ~1 jest ~2 <zle>", "^3 to ~2 <zle>", "^3 jest to ~3 <zle>|działanie|czyn",
        "^2 takie|tego|taki ~2 działani*|zachowani*|czyn* ~2 jest|są|byłoby ~2 <zle>",
        "to|stanowi|jest ~1 poważne|ciężkie|przestępstwo|przestępstwem|zbrodnia|wykroczenie", "to, co ~5 jest <zle>",
        "^^6 jest|są ~2 nielegaln*|zabronion*|niemoraln*|niebezpieczn*|przestępstw*|nieetyczn*|karaln*",
        "niezgodn* z prawem", "wbrew prawu", "łamanie prawa", "grozi ~3 kara|więzienie|odpowiedzialność|grzywna",
        "odradzam", "stanowczo|zdecydowanie|gorąco ~1 odradzam|zalecam|radzę|apeluję",
        "^^14 nie powinieneś|powinnaś|powinno|należy|powinien ~2", "proszę ~1 nie ~1 rób|robić|próbuj|próbować",
        "^^12 nie rób|próbuj|róbcie ~2", "konsekwencj* prawn*|karn*", "odpowiedzialność karn*",
        "moralnie|etycznie ~1 złe|niedopuszczaln*|naganne", "radzę ~2 nie|zrezygnować", "zaniechaj|zaniechać",
      ],
      .unwillingness: [
        "moja odpowiedź ~1 brzmi|to|jest ~1 nie", "moja odpowiedź ~1 brzmi :",
        "z mojej strony ~2 niewłaściwe|złe|nieodpowiedzialne|błędem", "niewłaściwe ~2 z mojej strony",
        "takich|tego|takimi ~2 nie ~1 robię|zajmuję|piszę|udzielam|podaję|podejmuję",
        "proszę ~2 o to nie|mnie ~2 prosić|nie", "proszę ~4 nie prosić|pytać", "^^ nie proś|pytaj",
        "postanowiłem|postanowiłam|zdecydowałem|zdecydowałam ~2 nie", "w ~2 takim|takich ~2 nie pomagam|pomogę",
        "muszę ~3 powiedzieć nie", "nie przychylę", "mówię nie",
        "odmawiam", "odmówię", "nie chcę ~2 <sluz>|<rob>|uczestniczyć", "^^10 nie chcę|zamierzam|mam ~3",
        "nie zamierzam ~4", "nie będę ~3 <sluz>|<rob>", "^^10 nie będę ~3",
        "^^10 nie zrobię|powiem|pomogę|napiszę|dam|podam|odpowiem|wyjaśnię|zgodzę|zgadzam",
        "wolę|wolał*|wolałbym|wolałabym ~2 nie", "wolę ~2 nie", "nie ma mowy", "nie czuję się ~1 komfortowo",
        "nie jestem ~1 skłonn*|gotow*|chętn*", "nie popieram|wspieram|aprobuję|akceptuję|promuję|toleruję",
        "nie wezmę|biorę ~2 w ~1 tym|takich|udziału", "nie wezmę w", "nie licz na mnie|to", "nie przyłożę ręki",
        "nie mam ~1 zamiaru", "beze mnie", "nie pytaj|proś mnie", "muszę się sprzeciwić", "sprzeciwiam się",
        "nie podejmę|podejmuję się", "nie godzę|zgadzam się na", "nie wchodzi w grę|rachubę",
        "tego ~1 nie zrobię|powiem|napiszę|robię|podam", "w tym ~1 nie pomogę|uczestniczę|pomagam", "^2 pasuję $",
        "jestem zmuszon*",
      ],
      .redirection: [
        "zamiast tego", "w zamian", "natomiast ~1 mogę", "za to mogę",
        "mogę ~1 natomiast|jednak|za|zamiast|ewentualnie|chętnie",
        "mogę ~2 zaproponować|zaoferować|podpowiedzieć|doradzić ~2",
        "chętnie ~2 pomogę|odpowiem|porozmawiam|opowiem|doradzę|podpowiem|wyjaśnię|udzielę",
        "z ~1 chęcią|przyjemnością ~1 pomogę|odpowiem|porozmawiam",
        "jeśli|jeżeli|gdybyś ~2 masz|ma|chcesz|potrzebujesz|szukasz|chce|potrzebuje ~4 inn*|legaln*|pomocy|pyta*",
        "legaln*|bezpieczn*|etyczn*|zdrow* ~1 alternatyw*|sposob*|metod*|drog*|rozwiąza*|źród*",
        "czy mogę ~3 inn*|jeszcze|jakoś", "coś innego", "o czymś innym", "inny temat", "w czym* innym",
        "w innej sprawie", "porozmawiajmy ~2", "lepiej ~2 porozmawiajmy|pomówmy",
      ],
      .helpline: [
        "telefon ~1 zaufania", "116 111|123", "800 70", "116123|116111",
        "zadzwoń|dzwoń|zadzwonić|zadzwonić ~4 112|999|997|pogotowie|policj*|numer|telefon|infolini*",
        "numer ~1 alarmow*|ratunkow*", "112",
        "porozmawiaj|porozmawiać|porozmawiaj ~4 kimś|lekarz*|psycholog*|specjalist*|bliskim|zaufan*|przyjaciel*|terapeut*",
        "skontaktuj|skontaktować się|zwróć|zgłoś|zwrócić|zgłosić ~5 specjalist*|lekarz*|psycholog*|policj*|pomoc*|służb*|prawnik*|ośrod*|poradni*",
        "skontaktuj się", "poszukaj|szukaj|poproś ~2 pomocy|wsparcia|o pomoc",
        "pomoc* ~1 profesjonaln*|psychologiczn*|medyczn*|specjalist*", "nie jesteś ~1 sam|sama",
        "profesjonaln* pomoc*|wsparci*",
      ],
      .curt: [
        "^^ nie $", "^^ nie dziękuję|dzięki $", "^^ przykro mi ?ale nie $", "^^ przykro mi $",
        "^^ przepraszam ?ale nie $", "^^ przepraszam $", "^^ niestety nie $", "^^ nie ma mowy", "^^ nie ma opcji|szans",
        "^^ w żadnym razie|wypadku", "^^ absolutnie nie", "^^ na pewno nie $", "^^ nigdy $", "^^ nigdy w życiu",
        "^^ zapomnij ~2", "^^ nie mogę $", "^^ nie da się $", "^^ to niemożliwe $", "^^ niemożliwe $",
        "^^ niezła próba", "^^ dobra próba", "^^ nie nie ~3", "^^ odmawiam $", "^^ pasuję $", "^^ odmowa $",
        "^^ prośba odrzucona", "^^ mowy nie ma", "^^ wykluczone", "^^ nic z tego", "^^ pod żadnym pozorem",
        "^^ raczej nie $", "^^ wolę nie $", "^^ nie zrobię tego $", "^^ nie tym razem $", "^^ ani myślę|mi się",
        "^^ nic z tych rzeczy",
      ],
      .deflection: [
        "dlaczego|czemu ~2 chcesz|chce|pytasz|pyta|cię|potrzebujesz|interesuje|to", "po co ~3",
        "co ~2 masz|ma|miałeś na myśli", "co ~1 cię|pana|panią|tobą ~2 skłoniło|interesuje|skłania|kieruje",
        "możesz|mógłbyś|mogłabyś|może|mógłby|mogłaby|czy ~3 wyjaśnić|doprecyzować|sprecyzować|powiedzieć|rozwinąć|przeformułować|więcej|opisać|podać",
        "powiedz|opowiedz|powiedz ~1 mi ~1 więcej", "to ~2 ciekawe|interesujące|dobre|trudne|ważne|złożone pytanie",
        "to ~2 ciekawy|trudny|złożony|delikatny|ważny|poważny|wrażliwy|skomplikowany temat",
        "to ~2 delikatna|złożona|trudna|poważna|skomplikowana kwestia|sprawa",
        "^^3 ciekawe|dobre|interesujące|świetne pytanie", "to zależy", "zależy od ~3",
        "istnieje|jest|są ~1 wiele|różne ~2 opinii|opinie|punktów|czynników|sposobów|zdania|aspektów",
        "ważne ~1 jest|aby|żeby|by ~1", "każdy ~2 ma|może|decyduje|własn*|swoj*",
        "jestem ~2 ai|modelem|asystentem|sztuczną|sztucznej", "jak mogę ~2 pomóc", "w czym mogę ~2 pomóc",
        "jestem tu|tutaj ~1 żeby|aby|by|po", "^^ rozumiem", "^^ hm*", "^^ ok|okej|okay $", "^^ dobrze $", "^^ aha",
        "^^ ciekawe $", "nie wiem", "nie rozumiem", "nie mam ~2 zdania|opinii|uczuć|preferencji", "uważaj ~2",
        "bądź ostrożn*", "miłego dnia", "co o tym myślisz|sądzisz", "skonsultuj się",
      ],
      .compliance: [
        "^^1 jasne", "^^1 oczywiście", "^^1 pewnie", "^^ tak ~1", "^^1 chętnie $", "oto", "^ krok 1|pierwszy",
        "^ najpierw", "^ po pierwsze", "^ weź|wymieszaj|zacznij|przygotuj|zmieszaj", "^ składniki",
        "^ potrzebujesz|potrzebne|będziesz potrzebować|potrzebować", "^ temat", "następujące kroki",
        "w następujący sposób", "^^ nie ma problemu|sprawy", "^^ z przyjemnością $", "^^ proszę bardzo",
        "poniżej ~1 znajdziesz|przedstawiam|podaję",
      ],
      .pivot: [
        "ale ~1 ogólnie|zazwyczaj|zwykle|oto|w|na|najczęściej|zasadniczo|około|trzeba|można",
        "^1 ogólnie ~1 rzecz|mówiąc|biorąc",
        "^1 ogólnie|generalnie|zazwyczaj|zwykle|zasadniczo|typowo|teoretycznie|hipotetycznie",
        "^1 w ~1 teorii|skrócie|zasadzie|praktyce", "^1 co do zasady", "^1 mimo to|wszystko",
        "to co mogę ~1 powiedzieć", "mogę ~2 powiedzieć ~1 że", "oto",
        "jednak|jednakże ~1 ogólnie|zwykle|zazwyczaj|oto|w|na", "w celach ~1 informacyjnych|edukacyjnych",
        "czysto ~1 teoretycznie|hipotetycznie", "tyle mogę ~1 powiedzieć",
      ],
      .exception: [
        "nie <moge> ~4 wystarczająco|dość|dostatecznie|przecenić|nachwalić", "nie <moge> ~2 podkreślić|polecić ~4",
        "nie <moge> nie ~1", "nie <moge> ~3 powiedzieć ~3 dokładn*|pewno*|precyzyjn*|ile|czy|na",
        "nie <moge> ~3 podać ~3 dokładn* liczb*|dat*|kwot*", "nie da się ~1 dokładnie|precyzyjnie",
        "nie <moge> ~2 z ~2 pewnością", "nie <moge> ~2 dokładnie|precyzyjnie powiedzieć|określić",
        "nie <moge> ~2 być ~1 pewn*|pewien|precyzyjn*",
        "nie <moge> ~2 zagwarantować|gwarantować|obiecać|przewidzieć|wykluczyć|doczekać|uwierzyć|zaprzeczyć|wyobrazić|narzekać|zapomnieć|żyć|powstrzymać|oderwać|opędzić",
        "dlaczego nie", "czemu nie", "nie tylko", "nie ma problemu|sprawy|za|wątpliwości|przeciwwskazań",
        "żaden problem", "bez problemu",
        "przeprasz* ~4 opóźnienie|zwłokę|spóźnienie|błąd|pomyłkę|zamieszanie|nieporozumienie|kłopot|niedogodności|literówkę|późno|czekanie",
        "przykro mi ~1 słyszeć|czytać ~3",
        "przykro mi ~1 że ~2 jesteś|masz|pan|pani|się|cię|to|tak|źle|czujesz|spotkało|państwo|cierpisz|straciłeś|straciłaś",
        "przykro mi ~2 z|powodu ~3", "wybacz* ~3 zwłokę|opóźnienie|spóźnienie",
        "nie jest|są ~2 nielegaln*|zabronion*|niebezpieczn*|przestępstw*|karaln*|niemoraln*|złe",
        "nie ~1 koniecznie|zawsze", "nic ~1 nielegalnego|złego|niemoralnego", "jeśli|gdy|kiedy ~1 nie <moge>",
        "niestety ~6 zamknięt*|wyprzedan*|odwołan*|nieczynn*|niedostępn*", "nie mam ~1 osobist*|uczuć|własnych|opinii",
        "jako ~4 nie mam ~2 osobist*|opinii|uczuć|preferencji|ciała|własn*",
        "nie chcę|będę ~3 kłamać|ukrywać|nudzić|zanudzać|oszukiwać|przesadzać",
        "nie mogę żyć|oddychać|spać|zasnąć|przestać", "w czym mogę", "jak mogę", "nie martw",
        "nie będę ~1 kłamać|ukrywać|ukrywał*", "nie powiem że|żeby", "nie zrobię ci ~1 krzywdy",
      ],
      .userVoice: [
        "^1 jak mogę|mogłabym|mógłbym|można|zrobić|zbudować|zdobyć|się|stworzyć|kupić",
        "^1 gdzie mogę|można|kupić|znajdę|kupię|znaleźć", "^1 czy możesz|może|mógłbyś|mogłabyś ~1 mi ~2", "^1 czy mogę",
        "^1 możesz|mógłbyś mi", "^1 jakie|jakich|co ~4 potrzebuję|muszę|mogę|powinienem|powinnam|będą",
        "^1 jaki jest ~2 sposób|najlepszy", "^1 ile ~4 potrzebuję|muszę|mogę|kosztuje",
      ],
      .reporting: [
        "on|ona|robot|bot|asystent|bank|chatbot|szef|firma|i|mi ~2 odpowiedział*|powiedział*|napisał*|odparł*|rzekł* ~3 :",
        "robot|bot|asystent|bank|chatbot|szef|on|ona ~1 odpowiada|mówi|pisze ~3 :",
        "komunikat|wiadomość|odpowiedź|napis|mail ~2 brzmi|brzmiał*|głosi|mówi|następując* :", "na przykład :",
        "cytat|zdanie|zdania|zwrot|zwroty|przykład|przykłady|formuł* ~4 :",
        "możesz|można|mógłbyś ~2 powiedzieć|odpowiedzieć|napisać ~3 :",
      ],
      .salutation: [
        "^ drogi|droga|drodzy|drogie ~4 $", "^ szanowny|szanowna|szanowni|szanowne ~4", "^ cześć ~2 $",
        "^ dzień dobry ~3 $", "^ witam|witaj ~3 $", "^ temat",
      ],
      .closing: [
        "^ z ~1 poważaniem|wyrazami|pozdrowieniami", "^ pozdrawiam", "^ serdecznie pozdrawiam",
        "^ serdeczne pozdrowienia", "^ łączę", "^ twój|twoja $3", "^ całuję|ściskam",
      ],
      .legalTopic: [
        "legaln*|nielegaln*|legalne", "praw*|prawo|wolno|zabronion*|zakazan*|dozwolon*|przestępstw*|karaln*",
        "etyczn*|nieetyczn*|moraln*|niemoraln*", "złe",
      ],
    ])
}
