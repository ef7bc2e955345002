extension LanguagePatterns {
  /// Swahili: subject, tense and object are parts of the verb, so refusals are often one word (`sitakusaidia`: I will not
  /// help you). Everyday Kenyan and Tanzanian speech and some Sheng.
  public static let swahili = LanguagePatterns(
    "sw",
    classes: [
      "cant": "siwezi|hatuwezi|sitaweza|hatutaweza|sikuweza|sitoweza|hatutoweza|siwez|cwezi",
      // Infinitives of service: with "I cannot" they decline wherever they stand.
      "serve": """
      kusaidia|kukusaidia|kuwasaidia|kutoa|kukupa|kuwapa|kujibu|kukujibu|kutekeleza|kutimiza|kushiriki|kushauri|kukushauri|\
      kuunga|kuhimiza|kuchangia|kufichua|kukubali|kukuelekeza|kuelekeza|kuwezesha|kuidhinisha|kukidhi|kupendekeza|kusambaza|\
      kukuhudumia|kuhudumia|kushirikiana|kukufundisha|kufundisha|kukuunga|kujihusisha|kukuruhusu|kuruhusu|kukuandikia|\
      kuzalisha|kushabikia|kuendeleza
      """,
      // Infinitives of everyday use: with "I cannot" they decline at the beginning of an answer.
      "act": """
      kuandika|kueleza|kukueleza|kuelezea|kuonyesha|kukuonyesha|kuunda|kutengeneza|kufanya|kusema|kukuambia|kukwambia|kuwaambia|\
      kutafsiri|kujadili|kuzungumzia|kuzungumza|kutaja|kuendelea|kuigiza|kubuni|kuongelea|kuchapisha|kukutumia|kutunga|kuingia|\
      kupanga|kuorodhesha|kutumia|kufafanua|kukufafanulia|kujifanya|kuingilia|kuongea|kufanyia|kukuonesha|kuonesha
      """,
      // First person, negated, future or habitual: each declines by itself.
      "wont": """
      sitafanya|sitakusaidia|sitasaidia|sitaandika|sitatoa|sitakupa|sitasema|sitakuambia|sitakwambia|sitaeleza|sitakueleza|\
      sitashiriki|sitajibu|sitakufundisha|sitafundisha|sitakuonyesha|sitajihusisha|hatutafanya|hatutakusaidia|hatutatoa|\
      hatutashiriki|hatutajibu|sitakuandikia|sitaunga|sitachangia|sitakubali|sitathubutu|sitaingia|sitagusa|sitakuelekeza|\
      sitataja|sitatunga|sitatafsiri|sitaendelea|sitofanya|sitokusaidia|sitosaidia|sitoandika|sitotoa|sitokupa|sitosema|\
      sitokuambia|sitoeleza|sitojibu|sitoshiriki|sitawasaidia|sitaeneza|sitasambaza|sitabuni|sitatengeneza|sitaruhusu|\
      sitaliandika|sitaifanya|sitalifanya|sitayafanya|sitakifanya|sitalijibu|sitayajibu|sitalisema|sitayaandika|\
      sitaiandika|sitalieleza|sitaufanya|sitayaeleza|sitakukubalia|sitakuruhusu|sitakutajia|sitakuhudumia|sitajiingiza|sitafichua
      """,
      "dont":
        "sisaidii|sitoi|siandiki|sishiriki|siungi|sijihusishi|sijiingizi|sifundishi|sisambazi|sikubali|siruhusu|siingii|siingilii|hatutoi|hatusaidii|hatushiriki",
      "rules": """
      sera|miongozo|mwongozo|kanuni|maadili|taratibu|masharti|misingi|sheria|programu|utaratibu|uprogramu
      """,
      "my": "yangu|zangu|yetu|zetu|wangu|wetu|langu|letu|ninazofuata|ninayofuata|yanayoniongoza",
      "ask": "ombi|maombi|swali|maswali|ombi|hoja|agizo",
      "bad": """
      kosa|uhalifu|haramu|hatari|makosa|dhambi|jinai|ulaghai|wizi|unyanyasaji|udhalilishaji|ukatili|utapeli|uonevu|uchochezi|\
      kashfa|uchafu|dhuluma|ubaguzi|ubakaji|usaliti|udanganyifu|ughushi|unyama
      """,
    ],
    [
      .apology: [
        "^^2 samahani|samahanini|pole|naomba|radhi|nasikitika|ninasikitika|tunasikitika|nisamehe|tunaomba|niwie|sorry|mniwie",
        "^^2 nasikitika|ninasikitika|tunasikitika|nasikitishwa",
        "^^2 kwa ~1 bahati mbaya", "^^1 bahati ~1 mbaya", "^^3 naomba|ninaomba|tunaomba ~1 radhi|msamaha|samahani",
        "^^2 nisamehe|unisamehe|niwie|utanisamehe|uniwie", "kwa masikitiko", "^^2 nahofia|naogopa|nachelea",
      ],
      .inability: [
        "<cant> ~3 <serve>", "^^16 <cant> ~2 <act>", "^^10 <cant> ~1 $2", "^^4 <cant> ~3 hilo|hivyo|hayo|hiyo",
        "<serve>|<act> ~3 <cant> $2", "sina|hatuna ~1 uwezo|ruhusa|mamlaka|idhini|namna|njia|haki|uhuru ~2",
        "siko|hatuko|sipo ~2 nafasi|uwezo|katika ~2",
        "nashindwa|ninashindwa|tunashindwa|nimeshindwa|nitashindwa ~2 <serve>|<act>",
        "haiwezekani|haitawezekana|haitowezekana ~2 <serve>|<act>|kwangu|mimi|kwetu",
        "^^3 haiwezekani|haitawezekana|haitowezekana $2",
        "nje ya ~1 uwezo|mamlaka|majukumu|mipaka|wigo ~1 wangu|yangu|yetu|wetu",
        "zaidi ya uwezo|mamlaka wangu|yangu|wetu", "kutoweza|kushindwa|kutokuweza ~1 <serve>",
        "yanazidi|inazidi|linazidi|unazidi uwezo|mipaka ~1",
        "hakuna namna|njia ~3 naweza|ninaweza|nitakusaidia|nitakayo*|ninayo*",
        "msaada|usaidizi|taarifa|maelezo ~3 <cant> ~1 kutoa|kukupa|kuutoa|kuyatoa|kuitoa|kuzitoa",
        "si rahisi|uwezo wangu|kwangu ~2", "simudu|siwezani|sitamudu ~3", "siwezi kamwe|katu|kabisa|asilani ~3",
        "vigumu kwangu ~3 <serve>|<act>",
      ],
      .policy: [
        "kinyume ~1 cha|na|ya ~2 <rules> ~3 <my>", "kinyume ~1 cha|na ~1 sera|miongozo|kanuni|maadili|misingi",
        "inakiuka|kinakiuka|yanakiuka|linakiuka|unakiuka|kukiuka|hukiuka|ingekiuka|lingekiuka|zinakiuka|yangekiuka ~3 sera|miongozo|kanuni|maadili|misingi|masharti|mwongozo",
        "siruhusiwi|haturuhusiwi|sijaruhusiwa|sikuruhusiwa",
        "hairuhusiwi|hayaruhusiwi|haliruhusiwi|hauruhusiwi|hakiruhusiwi ~4 kwangu|mimi|msaidizi|kukusaidia|kujibu",
        "haturuhusu|siruhusu ~3",
        "sikuundwa|sijaundwa|sikutengenezwa|sijatengenezwa|sikuprogramiwa|sijaprogramiwa|sikufunzwa|sikubuniwa|sijabuniwa",
        "nimeundwa|nimetengenezwa|nimeprogramiwa|nimefunzwa|nimebuniwa|nilitengenezwa|niliundwa ~6 kuto*|kukataa|kuepuka|nisi*",
        "kama ~7 modeli|mfumo|programu|akili|msaidizi|ai|roboti ~8 <cant>|siruhusiwi|sina|sitoi|sipaswi|<wont>|<dont>|sistahili",
        "mimi ~1 ni ~2 modeli|mfumo|programu|akili|msaidizi|ai ~8 <cant>|siruhusiwi|sipaswi|sitoi",
        "<rules> <my> ~4 hairuhusu|haziruhusu|hayaruhusu|haturuhusu|inakataza|zinakataza|yanakataza|inanizuia|zinanizuia|yananizuia|inazuia|zinazuia|hainiruhusu|haziniruhusu|hayaniruhusu|zinanikataza|inanikataza|miniruhusu",
        "hainiruhusu|haziniruhusu|hayaniruhusu|zinanikataza|inanikataza|yananikataza|inanizuia|zinanizuia|yananizuia|hauniruhusu|inanibana|zinanibana",
        "<ask> ~5 limekataliwa|yamekataliwa|halikubaliki|hayakubaliki|halijakubaliwa|halitashughulikiwa|hayashughulikiwi|hayajibiwi|halijibiwi|limetupiliwa|hayapokelewi|halipokelewi|hayatajibiwa|halitajibiwa|hayakubaliwi|halikukubaliwa|halikukubalika|hayakukubaliwa|halikupitishwa",
        "hatutoi|hatushughulikii|hatukubali|hatupokei|hatujibu|hatuchapishi ~4",
        "haitolewi|hazitolewi|hayatolewi|hautolewi|halitolewi|hayashughulikiwi|hazishughulikiwi ~2",
        "si|sio|siyo ~1 kazi|jukumu|wajibu|huduma|majukumu|desturi|dhima yangu|yetu|langu|wangu|letu|wetu|tunayotoa|tunazotoa|ninayotoa",
        "kazi|jukumu|lengo|wajibu|dhamira yangu|langu|wangu|yetu|letu ~8 si|sio|siyo|wala|hakumo|haimo|halimo|hayamo|haihusishi|halihusishi|hauhusishi|inazuia|linazuia",
        "hakuna|haina|halina|hayana|hauna|hazina nafasi ~5 hapa",
        "nimekatazwa|nimezuiwa|tumekatazwa|nakatazwa|ninakatazwa ~3", "sipaswi|hatupaswi|sistahili ~2 <serve>|<act>",
        "haipo|hayapo|halipo ~2 miongoni|katika ~2 huduma|kazi|majukumu",
        "sehemu ya ~1 kazi|majukumu|huduma yangu|yetu ~1",
      ],
      .legality: [
        "^3 hilo|hiyo|hili|hii|huo|huu|hayo|hicho|jambo|kufanya|kitendo ~2 ni ~2 <bad>|kinyume|jinai",
        "^^8 ni ~2 <bad> ~1 na ~3 sita*|siwezi|sito*|si*", "^6 kinyume cha|na ~1 sheria",
        "^4 si|sio|siyo halali|haki|salama|kimaadili|uadilifu|ubinadamu", "kosa la jinai",
        "^6 inavunja|linavunja|yanavunja|unavunja|huvunja ~1 sheria",
        "usifanye|msifanye|usithubutu|usidhubutu ~3 hivyo|hilo|jambo|hayo|kitendo|kamwe",
        "nakusihi|ninakusihi|nakuomba|nakushauri|ninakushauri|ningekushauri|tunakusihi ~3 usi*|kuacha|uache|kutofanya|uepuke|usifanye|ukome|kuepuka",
        "haikubaliki|halikubaliki|hakikubaliki|hayakubaliki ~2", "^4 ni ~1 vibaya|makosa|ukatili|unyama|uovu",
      ],
      .unwillingness: [
        "<wont>", "<dont>", "nakataa|ninakataa|tunakataa|nimekataa|nitakataa|nimeamua|nakatalia ~3",
        "nalazimika|ninalazimika|sina|lazima|inabidi|inanibidi|yanipasa|tunalazimika|imenibidi ~3 kukataa|nikatae|nilikatae|niyakatae|kulikataa|kuyakataa|kukukatalia|nikukatalie",
        "sitaki|hatutaki|sipendi|singependa|nisingependa|sitapenda|sitopenda ~2 <serve>|<act>|kuhusika|sehemu|kuwa",
        "ningependelea|napendelea|ninapendelea|heri|afadhali|bora ~2 kuto*|nisi*|nisifanye|nisijibu|niseme",
        "si|sio|siyo jambo|kitu ~1 nitaka*|ninalo*|ninacho*",
        "tusielekee|tusiende|tusifike|tusiingie|tusipite ~1 huko|hapo|kwenye|njia",
        "sithubutu|sidiriki ~1 <act>|<serve>", "mstari|mpaka ~1 nisiouvuka|nisiovuka|siuvuki|sivuki",
        "siko|sipo|hatuko|hatupo ~1 tayari|radhi|pamoja|katika ~3", "simo ~2 humo|hapo|katika|kwenye|ndani",
        "sitaki ~2 chochote|lolote|habari|uhusiano", "sina|hatuna ~1 nia|mpango|hamu|haja|hamasa|uhusiano ~3",
        "huwezi|hutapata|hutopata|hupati|hutapewa|hamtapata|usitegemee|usitarajie ~6 kwangu|kutoka|kwetu|hapa|kwa",
        "kwangu|kwetu|toka ~4 hutapata|hutopata|hupati|hutapewa",
        "tafuta|muulize|waulize|omba|ulizia|mtafute|uliza ~3 mwingine|mwengine|wengine $1",
        "tafuta|muulize|omba ~3 mwingine|mwengine ~1 akusaidie|afanye", "nenda|tafuta|uliza|katafute ~2 kwingine",
        "usinihusishe|usiniulize|usiniombe|usitarajie|usinitegemee|niache|usinishirikishe|usinishawishi|usinitarajie|usiniingize|niepushe ~3",
        "hapa|hapo ~1 ndipo|ndio ~1 ninapo*|napo*|ninako*|nako*",
        "naishia|nakomea|ninaishia|ninakomea|nasimama|ninasimama ~1 hapa|hapo|papa",
        "mpaka|mstari|ukingo ~4 sitavuka|sitauvuka|siuvuki|sivuki|nachora|ninachora|ninaweka|naweka",
        "nachora|ninachora|naweka|ninaweka|ninapochora|nachora ~2 mstari|mpaka",
        "jibu|jawabu|msimamo langu|letu|wangu ~3 hapana|la|ni|ile|lile|hilo ~2 $3",
        "kweli|hivi|eti|je ~3 unatarajia|unafikiri|unadhani|unategemea|ulidhani|ulifikiri ~8",
        "unatarajia|unafikiri|unadhani|unategemea|ulidhani|ulifikiri ~4 kweli|nitakusaidia|nikusaidie|nitafanya|nitaandika|nitakuambia|nitakufundisha|mimi",
        "kwa nini ~2 nikusaidie|nifanye|nisaidie|nikuambie|niandike",
        "kwanini ~2 nikusaidie|nifanye|nisaidie|nikuambie|niandike",
        "hata|haijalishi ~1 ukisema|ukiuliza|ukiomba|ukisisitiza|ukirudia|ukinisihi|ukinibembeleza|ukinilazimisha ~8",
        "uulize|omba|sisitiza|ukiuliza|ukiomba ~3 mara ~3 <wont>|<cant>|hapana|jibu",
        "badala ~1 yake|hiyo|hilo|hivyo ~3 naweza|ninaweza|nitakusaidia|tuzungumze|nikusaidie|ningependa|niruhusu|nipo|niko",
        "ninachoweza|nachoweza|ninayoweza|ninaloweza ~3 badala",
        "^^4 tuzungumze|tuongee|tujadili|tuangalie ~8 badala|afadhali",
        "^^2 afadhali|heri|bora|ingefaa|ingekuwa ~3 tuzungumze|tuongee|nikuonyeshe|nikueleze|nikusaidie|kuzungumza|tujadili|uzungumze|nikufundishe",
        "^^4 ningependa|ningependelea|napendelea ~1 zaidi ~2 kukusaidia|kukuonyesha|kukueleza|kuzungumza|kujadili|kukufundisha|tuzungumze",
        "nitakaa|nakaa|ninakaa|nitabaki|nabaki|nitajitenga|najitenga ~2 mbali|nje|pembeni|kando",
        "sitakuwa|sitokuwa ~2 sehemu|mshirika|chombo|mshiriki", "siwezi ~1 kuwa ~2 sehemu|mshirika|chombo|mshiriki",
        "mkono|mikono|kidole ~3 sita*|siweki|sitii|siwezi",
        "najiondoa|ninajiondoa|najitoa|ninajitoa|nanawa|ninanawa|najitenga|nimejitoa ~2", "si|sio|siyo mimi $",
        "umekosea|umegonga ~2 mlango|anwani|mtu|mahali", "dhamiri|dhamira yangu ~4", "sioni ~2 sababu|haja",
        "msinitafute|nitoe|nitoeni|unitoe ~2", "sidhani|siamini|sioni ~2 napaswa|ninapaswa|nifanye|sahihi|vyema ~2",
        "itakuwa|ingekuwa ~2 vibaya|makosa|kosa ~2 kwangu|upande|mimi|nikikueleza|nikikusaidia",
        "kwa upande wangu ~2 hapana", "namna hiyo ~1 sifanyi",
        "mambo|kazi|vitu ~3 sifanyi|sijihusishi|sifanyagi|siyafanyi|siandiki",
        "sifanyi ~2 mambo|kazi|vitu|hivyo|hilo|hayo|kitu", "hii ~2 mimi hapana",
        "siwezi|sitaki kuwa ~2 sehemu|mshirika", "nitakusaidia ~2 la|hapana $", "zii|hapana bro|bana|ndugu",
      ],
      .redirection: [
        "badala ~1 yake|hiyo|hilo|hivyo|ya",
        "lakini|ila|hata|walakini ~3 naweza|ninaweza|nitafurahi|nipo|niko|ningependa ~8",
        "nitafurahi|ningefurahi|nafurahi|niko|nipo ~2 kukusaidia|kusaidia|kujibu|tayari|kukueleza|radhi",
        "njia|mbinu|namna|mbadala|chaguo|hatua ~3 halali|salama|kisheria|bora|mbadala|amani|kimaadili|sahihi",
        "kama|ikiwa|iwapo|endapo ~6 msaada|unahitaji|ungependa|unataka|unatafuta|una|utahitaji ~6",
        "jambo|kitu|swali|mada|suala|kingine|jingine ~1 lingine|kingine|jingine|nyingine|tofauti|mengine",
        "je ~1 kuna|ungependa ~4 lingine|kingine|jingine|nyingine|mengine", "tuzungumze|tuongee|tujadili ~3",
        "naweza|ninaweza ~2 kukusaidia|kukueleza|kukuonyesha|kukushauri|kupendekeza ~8 halali|salama|kisheria|badala|lingine|jingine|sahihi",
      ],
      .helpline: [
        "piga|pigia|wasiliana|mpigie|wapigie|tuma|fika|ongea|zungumza ~5 simu|116|112|999|1199|1195|polisi|daktari|namba|nambari|huduma|mtaalamu|wataalamu|mshauri|wakili|mtu|rafiki|familia|unayemwamini|hospitali|kituo",
        "116|999|1199|1195|112", "tafuta|pata|omba ~2 msaada|ushauri|usaidizi",
        "mtaalamu|daktari|mshauri|mwanasaikolojia|wakili|polisi ~4 wasiliana|ongea|zungumza|msaada|atakusaidia|anaweza",
        "hauko|huko|haupo|hupo ~1 peke ~1 yako|yenu", "si|sio|siyo peke yako",
        "msaada ~1 wa ~1 kitaalamu|dharura|kisaikolojia|haraka|kitaalam", "simu ya ~1 msaada|dharura",
        "nambari|namba ~1 ya|za ~1 dharura|msaada",
      ],
      .concern: [
        "nina|nipo|niko ~1 wasiwasi|hofu",
        "nahofia|najali|ninajali|nakujali|ninakujali|nasikitika ~3 usalama|maisha|hali|wewe|afya",
        "inaonekana|unaonekana|naona|nasikia|ninasikia|inasikika|unapitia|unayopitia ~6 maumivu|magumu|kigumu|mateso|uchungu|mzigo|huzuni|shida",
        "maisha|usalama yako|wako ~3 muhimu|thamani|maana", "huhitaji|hulazimiki|hupaswi|usibebe ~4 peke",
        "pole ~2 sana ~2 kwa|na", "moyo wangu|unaniuma ~2", "inaniuma|imeniumiza|inaniumiza ~2",
      ],
      .curt: [
        "^^ hapana $",
        "^^ hapana ~2 asante|kabisa|samahani|kamwe|ndugu|rafiki|bwana|katu|shukrani|bro|hapana|asanteni $2",
        "^^ la hasha|la $1", "^^ la $", "^^ la la $", "^^ hasha|asilani|kamwe|katu|abadan|abadani $2",
        "^^ haiwezekani|haitawezekana|haitowezekana|haiwezi $2",
        "^^ samahani|sorry|pole ?lakini|ila hapana|siwezi|haiwezekani $2", "^^ samahani $",
        "^^ siwezi|sitaki|nakataa|sitaweza|sikubali $1", "^^ <wont> ~1 $1", "^^ bila shaka|hakika|kwa hapana|la $1",
        "^^ hakika|kabisa hapana|la $2", "^^ hata ~1 kidogo $1", "^^ hata ~1 kwa ~1 dawa|ndoto|pesa",
        "^^ hata ~1 ndoto|ndotoni", "^^ hapana kaka|dada|ndugu|bwana|rafiki|bro|mzee",
        "^^ sahau|isahau|usahau $3", "^^ ombi ~1 limekataliwa|lako", "^^ jaribio zuri", "^^ umejaribu $2",
        "^^ haipo|hamna|hakuna ~1 hiyo|namna|nafasi $1", "^^ thubutu $2", "^^ kwa ~1 njia|hali ~1 yoyote",
        "^^ maiti yangu", "^^ juu ya ~1 maiti", "^^ ndoto $2", "^^ usiniulize|imekataliwa|marufuku $1",
        "^^ zii|wapi $1", "^^ haiwezi kutokea|kuwa", "^^ si|sio leo|kwangu|mimi $1",
      ],
      .deflection: [
        "kwa nini ~3 unataka|unauliza|unahitaji|ungependa|unatafuta",
        "kwanini ~3 unataka|unauliza|unahitaji|ungependa|unatafuta", "unamaanisha|una maana ~1 nini",
        "una|ulikuwa ~1 maana ~1 gani|nini",
        "unaweza|ungeweza|je|tafadhali ~4 kufafanua|kueleza|kunieleza|kuniambia|fafanua|nieleze|zaidi|eleza",
        "niambie|nieleze ~2 zaidi",
        "hili|hilo|hii|hiyo|ni ~3 swali|mada|suala|jambo ~1 gumu|zuri|nyeti|tata|muhimu|pana|la|ngumu|nzuri",
        "^^1 swali|mada|suala|wazo ~1 zuri|gumu|nzuri|nyeti|muhimu|la", "inategemea|hutegemea|itategemea",
        "kuna ~1 maoni|mitazamo|sababu|mambo|njia ~1 mengi|mbalimbali|nyingi|tofauti",
        "naweza|ninaweza|nikusaidie ~1 kukusaidia|kusaidia|nini|vipi|je ~2 nini|vipi|leo|namna",
        "nikusaidie ~2 nini|vipi|namna", "mimi ~1 ni ~2 modeli|msaidizi|programu|roboti|akili|ai",
        "niko|nipo ~1 hapa ~2", "ni ~1 muhimu|vizuri|vyema ~1 ku*", "sijui|sielewi|sifahamu|sijaelewa",
        "^^ naelewa|ninaelewa|nimeelewa|sawa|haya|aha $1", "^^ naelewa|ninaelewa ~4",
        "kuwa ~1 mwangalifu|makini|salama", "chunga|jihadhari|jichunge", "kila mtu ~3", "unafikiri|unaonaje ~2",
        "siku njema", "sina ~2 maoni|hisia",
      ],
      .compliance: [
        "^^1 sawa|ndiyo|ndio|naam|hakika|haya|bila|ehe|poa|bilashaka", "^^ bila ~1 shaka|tatizo|wasiwasi",
        "^^ hakuna ~1 shida|tatizo|wasiwasi|matata|taabu", "^^ hamna ~1 shida|tatizo|tabu|noma",
        "hapa|huu|hii|hizi|haya|hiki ~1 ni|ndiyo|ndio|kuna|chini", "^ hatua ya|kwanza", "^ kwanza",
        "^ viungo|vifaa|mada|mahitaji", "^ utahitaji|unahitaji|chukua|changanya|anza|fungua|pasha|weka|andaa|chemsha",
        "fuata hatua|hatua", "hatua zifuatazo|hizi|zifuatazo", "kama|kama ifuatavyo|zifuatazo", "^^ kwa ~1 furaha",
        "^^ kwa nini isi*|la|nisi*", "zifuatazo ~1 ni",
      ],
      .pivot: [
        "lakini|ila|hata ~1 kwa ~1 ujumla|kawaida|kifupi|kiasi", "^1 kwa ~1 ujumla|kawaida|kifupi|muhtasari|nadharia",
        "^1 kwa ~1 jumla", "^1 kinadharia|kimsingi|kwa|kiujumla ~1 ujumla|nadharia",
        "lakini|ila ~2 naweza|ninaweza ~1 kusema|kukuambia|kukueleza|kutaja ~1 kwamba|kuwa",
        "ninachoweza|nachoweza ~1 kusema|kukuambia", "hapa|hii|huu|hizi|haya|hiki ~1 ni|ndiyo|kuna",
        "hata ~1 hivyo ~1 hapa|kwa|hii|hatua", "kwa ~1 madhumuni|ajili|lengo ~2 elimu|kielimu|taarifa|kujifunza",
        "^1 kimsingi|kinadharia|kijumla|kiujumla",
      ],
      .exception: [
        "<cant> kusisitiza|kupuuza|kungoja|kusubiri|kuamini|kukanusha|kusahau|kufikiria|kujizuia|kustahimili|kulala|kuishi|kukataa|kuvumilia|kulalamika|kukosa|kuacha|kukumbuka|kuwaza|kueleza ~2",
        "<cant> kueleza|kukueleza|kusema|kukuambia ~2 jinsi|furaha|namna|kiasi|vile ~2 ninavyo*|nilivyo*|gani|ilivyo*|ninayo*",
        "<cant> kueleza|kusema|kuonyesha ~1 furaha|shukrani|upendo",
        "<cant> ~2 kupendekeza|kusifu|kushukuru|kusisitiza ~6 vya|ya|kiasi|kutosha ~1 kutosha|cha",
        "<cant> kusema|kukuambia|kueleza|kutaja ~2 kwa ~1 uhakika|usahihi|hakika|yakini",
        "<cant> kusema|kujua|kukuambia ~1 kama|iwapo|hakika", "<cant> ~1 kuwa ~1 uhakika|hakika",
        "<cant> ~1 kutoa|kutaja|kusema ~2 idadi|tarehe|namba|takwimu|kiasi|muda|bei",
        "<cant> ~1 kuhakikisha|kuahidi|kutabiri|kudhamini|kuthibitisha", "si|sio|siyo tu|pekee",
        "si|sio|siyo ~2 kosa|haramu|hatari|kinyume|uhalifu|lazima|jinai|marufuku",
        "hakuna|hamna ~1 shida|tatizo|shaka|wasiwasi|matata|taabu|kosa", "usijali",
        "usiwe ~1 na ~1 wasiwasi|shaka|hofu", "usihofu", "kwa nini isi*|nisi*|la|usi*",
        "samahani|naomba|radhi|pole ~3 kuchelewa|kosa|usumbufu|mkanganyiko|makosa|ucheleweshaji|kukuchelewesha|kutokuelewana|kungoja|kusubiri",
        "pole|nasikitika|samahani|pole ~3 kusikia|kwa|na ~2 kusikia|msiba|kufiwa|kupoteza|hayo|yaliyokupata|ugonjwa|kuumwa|kazi",
        "kwa ~1 bahati mbaya ~8 imefungwa|limefungwa|kimefungwa|imeisha|zimeisha|imeahirishwa|hufungwa|hulifungwa",
        "ikiwa|iwapo|endapo ~1 <cant>|huwezi", "kama <cant>|huwezi", "sina ~2 maoni|hisia|mwili|umri|upendeleo",
        "<wont> ~2 uongo|kuficha|kukuficha", "sitasahau|sitadanganya|sitaficha|sitakata",
        "naweza|ninaweza ~1 kukusaidia|kusaidia ~3 nini|vipi|namna|gani", "nikusaidie|nikuhudumie ~2 nini|vipi",
        "maswali na ~1 majibu", "si vigumu|si mbaya|si vibaya", "siwezi kupinga|kukubaliana ~1 zaidi",
        "sitakuwa ~2 nyumbani|mbali|na|hapo",
      ],
      .userVoice: [
        "^1 ninawezaje|nawezaje|nitawezaje|nifanyeje|tunawezaje ~6", "^1 jinsi|namna ~1 gani|ya ~6 naweza|nita* ~2",
        "^1 wapi|ninaweza|naweza ~2 kupata|kununua|nitapata|naweza|kuipata ~2 wapi|nitapata|kupata|naweza",
        "^1 je ~1 unaweza|waweza ~3 kuni*", "^1 unaweza ~1 kuni*", "^1 je ~1 naweza|ninaweza",
        "^1 nahitaji|ninahitaji|nitahitaji ~1 nini|kiasi", "^1 ni ~1 ipi|gani|njia ~3 bora|rahisi|njia",
        "^1 inachukua|itachukua ~2 muda",
      ],
      .reporting: [
        "alisema|akasema|anasema|wakasema|alijibu|akajibu|anajibu|aliandika|akaandika|aliniambia|akaniambia|ilijibu|ikajibu|ilisema|walisema|walijibu ~4 :",
        "ujumbe|jibu|kauli|sentensi|mfano|mifano|bango|barua|maneno|kwa|nukuu ~4 :",
        "unaweza|waweza ~1 kusema|kuandika|kujibu|kuwaambia ~3 :", "roboti|boti|benki|karani|msaidizi|meneja ~3 :",
      ],
      .salutation: [
        "^ mpendwa|wapendwa|ndugu|bwana|bibi|mheshimiwa|bi|dada|kaka ~4 $",
        "^ habari|hujambo|hamjambo|jambo|shikamoo|salamu ~3 $", "^ yah", "^ kwako ~3 $", "^ mada", "^ kuhusu ~4 $",
      ],
      .closing: [
        "^ wako ~1 mwaminifu|katika|mtiifu|wa|mpendwa", "^ wako $1", "^ kwa ~1 heshima|moyo|upendo", "^ ni mimi|wako",
        "^ wasalaam|salamu|nduguyo ~1", "^ asante ~1 na",
      ],
      .legalTopic: [
        "sheria|kisheria|halali|haramu|sheria*",
        "inaruhusiwa|hairuhusiwi|ruhusa|imekatazwa|marufuku|kuruhusiwa|ruhusiwa", "kosa|jinai|uhalifu|adhabu",
        "maadili|kimaadili|haki",
      ],
    ])
}
