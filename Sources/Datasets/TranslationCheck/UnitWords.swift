internal import IsoglossCore

/// How units are written: symbols everywhere, and stems of words by language (folded, up to four further letters).
enum UnitWords {
  /// The unit that a folded word names.
  static func unit(_ key: String, in language: Language) -> MeasureUnit? {
    if let name = symbols[key] { return MeasureUnit.named(name) }
    let found = (stems[language.code] ?? []).filter { key.hasPrefix($0.stem) && key.count <= $0.stem.count + 4 }
    return found.max { $0.stem.count < $1.stem.count }.flatMap { MeasureUnit.named($0.name) }
  }

  /// Signs that touch a number: `$5`, `20 %`.
  static let signs: [Character: String] = [
    "$": "dollar", "€": "euro", "£": "pound sterling", "₹": "rupee", "৳": "taka", "%": "percent", "٪": "percent",
  ]

  private static let symbols = [
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "mi": "mile", "ft": "foot", "yd": "yard",
    "kg": "kilogram", "g": "gram", "mg": "milligram", "lb": "pound", "lbs": "pound", "oz": "ounce", "l": "litre",
    "ml": "millilitre", "mph": "mile per hour", "kmh": "kilometre per hour", "kph": "kilometre per hour",
    "usd": "dollar", "eur": "euro", "gbp": "pound sterling", "pln": "złoty", "inr": "rupee", "bdt": "taka",
    "kes": "shilling", "tzs": "shilling", "czk": "koruna", "c": "celsius", "f": "fahrenheit", "h": "hour",
    "min": "minute",
    "zl": "złoty", "kc": "koruna", "ksh": "shilling",
  ]

  private typealias Stem = (stem: String, name: String)

  /// `stem=unit` by space; a unit's own stem may stand for the same word in several languages.
  private static func read(_ text: String) -> [Stem] {
    var found: [Stem] = []
    for part in text.split(whereSeparator: \.isWhitespace) {
      let halves = part.split(separator: "=").map(String.init)
      guard halves.count == 2 else { continue }
      found.append((stem: TextWords.fold(halves[0]), name: halves[1].replacing("_", with: " ")))
    }
    return found
  }

  private static let stems: [String: [Stem]] = [
    "en": read(
      """
      kilomet=kilometre meter=metre metre=metre centimet=centimetre millimet=millimetre mile=mile yard=yard foot=foot \
      feet=foot inch=inch ton=tonne kilo=kilogram gram=gram milligram=milligram pound=pound ounce=ounce liter=litre \
      litre=litre milliliter=millilitre millilitre=millilitre gallon=gallon pint=pint quart=quart second=second \
      minute=minute hour=hour day=day week=week month=month year=year decade=decade percent=percent dollar=dollar \
      buck=dollar euro=euro zlot=złoty rupee=rupee taka=taka shilling=shilling fahrenheit=fahrenheit celsius=celsius
      """),
    "de": read(
      """
      kilometer=kilometre meter=metre zentimeter=centimetre millimeter=millimetre meile=mile yard=yard fuss=foot zoll=inch \
      tonne=tonne kilo=kilogram gramm=gram milligramm=milligram pfund=pound unze=ounce liter=litre milliliter=millilitre \
      gallone=gallon sekunde=second minute=minute stunde=hour tag=day woche=week monat=month jahr=year prozent=percent \
      dollar=dollar euro=euro
      """),
    "fr": read(
      """
      kilomètre=kilometre mètre=metre centimètre=centimetre mille=mile pied=foot pouce=inch tonne=tonne kilo=kilogram \
      gramme=gram livre=pound once=ounce litre=litre millilitre=millilitre gallon=gallon seconde=second minute=minute \
      heure=hour jour=day semaine=week mois=month an=year année=year dollar=dollar euro=euro
      """),
    "es": read(
      """
      kilómetro=kilometre metro=metre centímetro=centimetre milla=mile pie=foot pulgada=inch tonelada=tonne kilo=kilogram \
      gramo=gram libra=pound onza=ounce litro=litre mililitro=millilitre galón=gallon segundo=second minuto=minute \
      hora=hour día=day semana=week mes=month año=year dólar=dollar euro=euro
      """),
    "it": read(
      """
      chilometr=kilometre metr=metre centimetr=centimetre migli=mile pied=foot pollic=inch tonnellat=tonne chil=kilogram \
      gramm=gram libbr=pound onc=ounce litr=litre gallon=gallon second=second minut=minute or=hour giorn=day \
      settiman=week mes=month ann=year dollar=dollar euro=euro
      """),
    "pt": read(
      """
      quilómetro=kilometre quilômetro=kilometre metro=metre centímetro=centimetre milha=mile pé=foot polegada=inch \
      tonelada=tonne quilo=kilogram grama=gram libra=pound onça=ounce litro=litre galão=gallon galões=gallon \
      segundo=second minuto=minute hora=hour dia=day semana=week mês=month mes=month ano=year dólar=dollar euro=euro
      """),
    "pl": read(
      """
      kilometr=kilometre metr=metre centymetr=centimetre milimetr=millimetre mil=mile stóp=foot stop=foot cal=inch \
      ton=tonne kilogram=kilogram kilo=kilogram gram=gram miligram=milligram funt=pound unc=ounce litr=litre \
      mililitr=millilitre galon=gallon sekund=second minut=minute godzin=hour dni=day dzień=day dnia=day tydzień=week \
      tygod=week miesiąc=month miesięc=month rok=year lat=year procent=percent dolar=dollar euro=euro złot=złoty
      """),
    "cs": read(
      """
      kilometr=kilometre metr=metre centimetr=centimetre míl=mile mil=mile stop=foot palc=inch tun=tonne kilo=kilogram \
      gram=gram libr=pound unc=ounce litr=litre galon=gallon sekund=second minut=minute hodin=hour dn=day den=day \
      týd=week měsíc=month rok=year let=year procent=percent dolar=dollar euro=euro korun=koruna
      """),
    "sk": read(
      """
      kilometr=kilometre kilometer=kilometre metr=metre centimetr=centimetre míľ=mile mil=mile stôp=foot stop=foot \
      palc=inch ton=tonne kilo=kilogram gram=gram libr=pound unc=ounce litr=litre galón=gallon sekund=second \
      minút=minute hodin=hour dn=day deň=day týžd=week mesiac=month rok=year percent=percent dolár=dollar euro=euro
      """),
    "sl": read(
      """
      kilometr=kilometre metr=metre centimetr=centimetre milj=mile čevlj=foot palc=inch palec=inch ton=tonne kilogram=kilogram \
      gram=gram funt=pound unč=ounce litr=litre galon=gallon sekund=second minut=minute ur=hour dan=day dni=day \
      teden=week tedn=week mesec=month let=year odstot=percent dolar=dollar evr=euro
      """),
    "lt": read(
      """
      kilometr=kilometre metr=metre centimetr=centimetre myli=mile pėd=foot coli=inch ton=tonne kilogram=kilogram gram=gram \
      svar=pound unc=ounce litr=litre galon=gallon sekund=second minu=minute valand=hour dien=day savai=week mėnes=month \
      met=year procent=percent doleri=dollar eur=euro
      """),
    "lv": read(
      """
      kilometr=kilometre metr=metre centimetr=centimetre milimetr=millimetre jūdz=mile pēd=foot coll=inch tonn=tonne \
      kilogram=kilogram gram=gram mārciņ=pound unc=ounce litr=litre mililitr=millilitre galon=gallon sekund=second \
      minū=minute stund=hour dien=day nedēļ=week mēne=month gad=year procent=percent dolār=dollar eiro=euro
      """),
    "ar": read(
      """
      كيلومتر=kilometre كيلومترات=kilometre متر=metre امتار=metre سنتيمتر=centimetre ميل=mile اميال=mile قدم=foot اقدام=foot \
      بوصه=inch طن=tonne كيلوغرام=kilogram كيلوجرام=kilogram كيلو=kilogram غرام=gram جرام=gram رطل=pound ارطال=pound باوند=pound \
      اونصه=ounce لتر=litre لترات=litre مليلتر=millilitre غالون=gallon جالون=gallon ثانيه=second ثوان=second دقيقه=minute دقائق=minute \
      ساعه=hour ساعات=hour يوم=day ايام=day اسبوع=week اسابيع=week شهر=month اشهر=month شهور=month سنه=year سنوات=year عام=year \
      اعوام=year دولار=dollar يورو=euro
      """),
    "bn": read(
      """
      কিলোমিটার=kilometre মিটার=metre সেন্টিমিটার=centimetre মাইল=mile ফুট=foot ইঞ্চি=inch টন=tonne কিলোগ্রাম=kilogram কেজি=kilogram \
      গ্রাম=gram পাউন্ড=pound আউন্স=ounce লিটার=litre গ্যালন=gallon সেকেন্ড=second মিনিট=minute ঘণ্টা=hour ঘন্টা=hour দিন=day সপ্তাহ=week \
      মাস=month বছর=year শতাংশ=percent ডলার=dollar ইউরো=euro টাকা=taka রুপি=rupee
      """),
    "hi": read(
      """
      किलोमीटर=kilometre मीटर=metre सेंटीमीटर=centimetre मील=mile फुट=foot फीट=foot इंच=inch टन=tonne किलोग्राम=kilogram किलो=kilogram \
      ग्राम=gram पाउंड=pound औंस=ounce लीटर=litre गैलन=gallon सेकंड=second मिनट=minute घंट=hour दिन=day हफ्त=week सप्ताह=week महीन=month \
      माह=month साल=year वर्ष=year प्रतिशत=percent डॉलर=dollar यूरो=euro रुपय=rupee
      """),
    "sw": read(
      """
      kilomita=kilometre mita=metre sentimita=centimetre maili=mile futi=foot inchi=inch tani=tonne kilo=kilogram gramu=gram \
      pauni=pound ratili=pound aunsi=ounce lita=litre galoni=gallon sekunde=second dakika=minute saa=hour siku=day \
      wiki=week mwezi=month miezi=month mwaka=year miaka=year asilimia=percent dola=dollar yuro=euro shilingi=shilling
      """),
  ]
}
