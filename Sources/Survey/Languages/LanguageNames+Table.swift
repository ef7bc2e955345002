extension LanguageNames {
  /// Languages and their names; see ``LanguageNames`` for the marks. Codes are BCP-47; names are those of ISO 639 and
  /// the ones in use in the field.
  static let table = """
    en|^English|=African American English|=African American Vernacular English|=AAE|=AAVE|=Indian English|=American English|=British English|=Nigerian English|=Singlish|=Singapore English
    zh|^Chinese|Mandarin|Mandarin Chinese|Simplified Chinese|Traditional Chinese|Classical Chinese|Putonghua
    yue|Cantonese
    nan|Hokkien|Taiwanese Hokkien|Min Nan
    wuu|Shanghainese|Wu Chinese
    ja|^Japanese
    ko|^Korean
    vi|^Vietnamese
    th|Thai
    lo|~Lao|Laotian
    km|Khmer
    my|Burmese
    id|^Indonesian|Bahasa Indonesia|~Bahasa
    ms|Malay|Bahasa Melayu|Bahasa Malaysia
    jv|Javanese
    su|Sundanese
    min|Minangkabau
    ban|Balinese
    ace|Acehnese
    tl|Tagalog|Filipino
    ceb|Cebuano
    ilo|Ilocano|Ilokano
    hil|Hiligaynon
    war|~Waray
    hi|^Hindi|Devanagari Hindi|=Romanized Hindi
    bn|^Bengali|^Bangla
    ur|^Urdu|=Roman Urdu
    pa|^Punjabi|Panjabi
    gu|^Gujarati
    mr|^Marathi
    or|Odia|Oriya
    as|Assamese
    ta|^Tamil
    te|^Telugu
    kn|^Kannada
    ml|^Malayalam
    tcy|Tulu
    ne|Nepali
    si|Sinhala|Sinhalese
    sd|Sindhi
    sa|Sanskrit
    ks|Kashmiri
    kok|Konkani
    mai|Maithili
    bho|Bhojpuri
    mag|Magahi
    awa|Awadhi
    doi|Dogri
    mni|Manipuri|Meitei|Meiteilon
    brx|~Bodo
    sat|Santali
    kha|Khasi
    lus|Mizo
    dv|Dhivehi
    fa|Persian|Farsi|=Dari
    ps|Pashto
    ku|Kurdish|=Sorani|=Kurmanji
    tg|Tajik
    ar|^Arabic|Modern Standard Arabic|~MSA|=Egyptian Arabic|=Levantine Arabic|=Gulf Arabic|=Moroccan Arabic|=Algerian Arabic|=Tunisian Arabic|=Saudi Arabic|=Maghrebi Arabic|=Dialectal Arabic|=Darija|=Moroccan Darija|=Levantine|=Arabizi|=Iraqi Arabic|=Sudanese Arabic|=Yemeni Arabic|=Lebanese Arabic
    he|Hebrew
    arc|Aramaic
    mt|Maltese
    am|Amharic
    ti|Tigrinya|Tigrigna
    om|Oromo|Afaan Oromo|Oromiffa
    so|Somali
    ha|Hausa
    yo|Yoruba
    ig|Igbo
    pcm|Nigerian Pidgin|Naija|Pidgin English|~Pidgin|Nigerian Pidgin English
    sw|^Swahili|Kiswahili
    rw|Kinyarwanda
    rn|Kirundi|Rundi
    lg|Luganda|~Ganda
    ln|Lingala
    wo|Wolof
    bm|Bambara
    ff|Fulfulde|~Fulani|~Fula
    ak|~Akan|Twi|Asante Twi
    ee|~Ewe
    fon|~Fon
    sn|Shona
    zu|Zulu|isiZulu
    xh|Xhosa|isiXhosa
    st|Sesotho|~Sotho
    tn|Setswana|Tswana
    ts|Xitsonga|Tsonga
    nso|Sepedi|Northern Sotho
    ve|Tshivenda|~Venda
    ny|Chichewa|Nyanja|Chewa
    luo|Dholuo|~Luo
    ki|Kikuyu|Gikuyu
    af|Afrikaans
    mg|Malagasy
    ber|Berber|Tamazight|Kabyle
    tr|^Turkish
    az|Azerbaijani|Azeri
    kk|Kazakh
    ky|Kyrgyz
    uz|Uzbek
    tk|Turkmen
    tt|Tatar
    ug|Uyghur|Uighur
    ba|Bashkir
    cv|Chuvash
    sah|Yakut|Sakha
    mn|Mongolian
    bo|Tibetan
    hy|Armenian
    ka|Georgian
    ce|Chechen
    es|^Spanish|Castilian|=Mexican Spanish|=Latin American Spanish|=Argentinian Spanish|=Chilean Spanish
    pt|^Portuguese|=Brazilian Portuguese|=European Portuguese
    fr|^French|=Canadian French|=Quebec French
    it|^Italian
    ro|Romanian|Moldovan
    ca|Catalan
    gl|Galician
    oc|Occitan
    ast|Asturian
    sc|Sardinian
    scn|Sicilian
    lmo|Lombard
    vec|Venetian
    rm|Romansh
    la|~Latin|Ecclesiastical Latin|Classical Latin
    de|^German|=Austrian German
    gsw|Swiss German
    nds|Low German|Low Saxon
    lb|Luxembourgish
    nl|^Dutch|=Flemish
    fy|Frisian|West Frisian
    da|Danish
    sv|Swedish
    no|Norwegian|Bokmål|Nynorsk
    is|Icelandic
    fo|Faroese
    yi|Yiddish
    sco|~Scots
    ga|Irish|Irish Gaelic
    gd|Scottish Gaelic
    cy|Welsh
    br|Breton
    gv|Manx
    pl|Polish
    cs|Czech
    sk|Slovak
    sl|Slovene|Slovenian
    hr|Croatian
    sr|Serbian
    bs|Bosnian
    cnr|Montenegrin
    sh|Serbo-Croatian|BCMS
    mk|Macedonian
    bg|Bulgarian
    ru|^Russian
    uk|Ukrainian
    be|Belarusian|Belarussian
    hsb|Sorbian|Upper Sorbian
    lt|Lithuanian
    lv|Latvian
    ltg|Latgalian
    et|Estonian
    fi|Finnish
    hu|Hungarian
    se|~Sami|Sámi|Northern Sami
    el|Greek|Modern Greek
    grc|Ancient Greek
    sq|Albanian
    eu|Basque
    eo|Esperanto
    ht|Haitian Creole|Haitian
    jam|Jamaican Patois|Patois
    qu|Quechua
    gn|Guarani
    ay|Aymara
    nah|Nahuatl
    myn|~Mayan
    iu|Inuktitut
    chr|Cherokee
    nv|Navajo
    cr|~Cree
    oj|Ojibwe
    haw|Hawaiian
    mi|Maori|Te Reo
    sm|Samoan
    to|Tongan
    fj|Fijian
    ase|American Sign Language|ASL
    bfi|British Sign Language
    gsg|German Sign Language
    hi+en|^Hinglish
    es+en|Spanglish
    ta+en|Tanglish|Tamlish
    te+en|Tenglish
    bn+en|Benglish|Banglish
    kn+en|Kanglish
    ml+en|Manglish
    mr+en|Minglish|Marglish
    gu+en|Gujlish
    pa+en|Punglish
    tl+en|Taglish
    fr+en|Franglais|Frenglish
    de+en|Denglisch|Denglish
    ko+en|Konglish
    zh+en|Chinglish
    """
}
