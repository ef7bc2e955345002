extension LanguagePatterns {
  /// Italian: tu, Lei and voi; enclitic pronouns are covered by stems (`aiutar*`).
  public static let italian = LanguagePatterns(
    "it",
    classes: [
      "servire": """
        aiutar*|assister*|fornir*|rispond*|soddisf*|generar*|produr*|incoragg*|partecipar*|contribuir*|sostener*|supportar*|\
        approvar*|divulgar*|accontentar*|promuover*|facilitar*|eseguir*|esaudir*|accoglier*|aiuto|offrir*|collaborar*|\
        accettar*|condivider*|elaborar*|assecondar*|avallar*|consigliar*|procurar*|accompagnar*|rilasciar*
        """,
      "fare": """
        far*|dir*|dar*|scriver*|spiegar*|mostrar*|descriver*|crear*|discuter*|parlar*|continuar*|rivelar*|tradur*|recitar*|\
        finger*|indicar*|insegnar*|raccomandar*|sugger*|trattar*|veder*|aprir*|redig*|proporr*|elencar*|guidar*|svelar*|\
        prosegui*|completar*|accedere|leggere|diagnosticare|prescrivere|permetter*|entrare|realizzar*|raccontar*|comporre
        """,
      "posso": "posso|possiamo|potrei|potrò|potremo|potremmo|riesco|riusciamo",
      "male": """
        illegal*|vietat*|proibit*|immoral*|illecit*|pericolos*|criminal*|sbagliat*|inappropriat*|dannos*|etico|etica|legale|\
        accettabile|morale|reato|perseguibil*|punibil*|punit*|disumano|offensiv*|discriminatori*|riprovevole|grave
        """,
      "istr": "istruzion*|informazion*|consigli*|dettagli|indicazion*|assistenza|aiuto|rispost*|contenut*|supporto|seguito",
      "cl": "ti|vi|la|le|lo|gli|ne|ci|mi|te|proprio|assolutamente|purtroppo|davvero|in|alcun|modo|certo|più",
    ],
    [
      .apology: [
        "^^2 mi dispiace", "^^2 mi spiace", "^^2 scusa", "^^2 scusami|scusate|scusatemi|scusi", "^^2 spiacente|spiacenti", "^^2 sono ~2 spiacente|desolat*|dispiaciut*", "^^2 chiedo scusa|venia|perdono", "^^2 le ~1 chiedo scusa", "^^2 purtroppo", "^^2 sfortunatamente", "^^2 temo ~1 di|che|non", "^^2 perdonami|perdonate|perdoni", "^^2 mi rincresce", "^^2 sorry", "^^2 desolat*", "^^2 le|vi|ti porgo ~2 scuse",
      ],
      .inability: [
        "non <posso> ?<cl> ?<cl> <servire>", "non <posso> ~4 <servire>", "^^14 non <posso> ?<cl> ?<cl> <fare>", "non <cl> <posso> ~2 <servire>", "^^14 non <cl> <posso> ~2 <fare>", "^^12 non <posso> $3", "^^12 non <cl> <posso> $3", "non ~1 <posso> ~2 in nessun|alcun modo", "non sono ~2 in grado", "non siamo ~2 in grado", "non sarei|sarò ~1 in grado", "non sono ~2 capace", "sono impossibilitat*", "mi è impossibile", "non mi è ~2 possibile|consentito|permesso|concesso", "non è ~1 possibile ~2 <servire>|<fare>", "non è possibile per me", "^^8 impossibile ~2 <servire>|<fare>", "non ho ~2 capacità|possibilità|accesso|facoltà|modo|modo di", "va|vanno oltre le|i mie|miei|mia", "al di fuori delle|dalle mie", "esula dalle|dai|dalla|da ~1 mie|miei|mia",
        "non <posso> ?certo|proprio dare|dar*|fornir* ~4 <istr>", "non fornisco|offro|do|condivido|rispondo|genero|scrivo|creo|tratto|aiuto|supporto ~4", "^^8 non do ~3 <istr>", "^^10 non <posso> farlo|farci|dirlo|dirtelo|dirglielo|aiutarti|aiutarla|aiutarvi|accontentarti|accontentarla", "devo astenermi", "non <posso> né", "non è qualcosa|cosa ~3 <posso>|fare|aiutar*", "non è una richiesta ~3 <posso>", "non <posso> venire incontro", "non <posso> dare seguito", "non sono nella posizione", "non riesco a <servire>|<fare>", "impossibilitat* a", "non saprei|so come aiutar*",
      ],
      .policy: [
        "in quanto|qualità ~6 non", "come ~1 ia|ai|intelligenza|assistente|modello ~7 non", "contrario|contraria|contrari|contrarie ~2 mie|miei|mia|nostre|politiche|linee|principi|norme|regole", "contro ~1 le|i|la mie|miei|mia|nostre ~2 linee|principi|regole|politiche|norme|valori", "viola|violano|violerebbe|violare|infrange ~3 linee|mie|regole|politiche|norme|principi|termini|policy", "le mie linee|regole|politiche|norme", "le|i mie|miei ~1 linee|regole|politiche|norme|principi|istruzioni ~3 impediscono|vietano|consentono|permettono|non", "non sono ~2 autorizzat*|programmat*|progettat*|abilitat*|addestrat*|tenut*|pensat*|fatto", "sono ~1 programmat*|progettat*|addestrat* per ~1 non|rifiutar*|evitar*", "non mi è ~1 permesso|consentito|concesso", "mi è ~1 vietato|proibito", "devo rifiutar*|declinare|attenermi|rispettare", "devo ~2 rifiutar*|declinare", "linee guida ~5 non|impediscono|vietano|consentono", "per motivi|ragioni ~1 di|etic*|legal*|sicurezza ~6 non", "la mia programmazione|policy", "non ~1 conforme|rispetta|compatibile ~3 linee|politiche|regole|principi|valori", "va contro ~2 mie|miei|principi|linee|valori", "vanno contro ~2 mie|miei",
      ],
      .legality: [
        "^3 è ~2 <male>", "^2 questo|ciò|quello|quanto ~4 è|sarebbe ~3 <male>|crimine", "^2 si tratta|tratterebbe di ~4 <male>|crimine|attività|azione|azioni", "^3 non è ~2 etico|legale|morale|lecito|giusto|accettabile|bello|corretto|consentito", "è un ~1 reato|crimine|delitto", "quello che|ciò ~5 è ~2 <male>|crimine", "^^6 è|sono ~2 illegal*|vietat*|immoral*|pericolos*|reato", "contro la legge|legalità", "contrario alla legge", "punit*|punibil*|perseguibil* ~3 legge|carcere|reclusione|legalmente|penalmente", "ti|le|vi sconsiglio|consiglio|invito|esorto|raccomando ~2 ~3 non|vivamente|fortemente|dal|di", "sconsiglio", "^^14 non ~1 dovresti|dovrebbe|devi|dovreste ~2", "per favore non", "non farlo", "non ~1 provare|tentare|faccia|provarci", "conseguenze legali|penali", "è|sarebbe ~2 illegale e|ed ~3", "moralmente|eticamente ~1 sbagliat*|inaccettabil*|riprovevol*|scorrett*",
      ],
      .unwillingness: [
        "mia risposta ~1 è|resta|rimane ~1 no", "sbagliato|scorretto|irresponsabile da parte mia", "di non ~1 poterti|poterla|potervi|potere|poter|poterle ~2", "non ~1 poterti|poterla|potervi ~1 <servire>|<fare>", "non chiedermi|chiedetemi|mi chiedere", "prego ~2 non ~2 chied*", "io ~4 non ~2 faccio", "queste cose non ~2 faccio", "su ~2 non ti|la aiuto", "ho deciso|scelto di non", "scelgo di non", "non mi presto", "devo ~1 dire ~1 no",
        "^^10 non <cl> <cl> ~1 dirò|darò|spiegherò|scriverò|do|dico|farò|spiego",
        "mi rifiuto", "rifiuto ~1 di|questa|la tua|sua", "devo ~1 rifiutar*|declinare|dire ?di no", "declino", "non voglio|intendo|desidero|vorrei ~3 <servire>|<fare>", "^^10 non voglio|intendo|desidero", "^^10 non lo|ti|le|vi|la ~1 farò|dirò|aiuterò|aiuto|faccio|dico|do|darò|spiegherò|scriverò|scrivo|spiego|fornirò", "^^10 non farò|dirò|aiuterò|scriverò|risponderò|fornirò|parteciperò|darò|spiegherò|scrivo|faccio", "non ti|le|vi aiuterò|dirò|darò|spiegherò|fornirò", "preferisco ~1 non|evitare", "preferirei ~1 non|evitare", "non sono dispost*|intenzionat*", "non sono a mio agio", "non me la sento", "non se ne parla", "è fuori discussione", "non ci sto", "non contare|contate|conti su di me", "non fa per me", "non sostengo|approvo|appoggio|promuovo|condivido|tollero|partecipo|collaboro", "non ho ~1 intenzione", "non parteciperò", "non chiedermi|chiedetemi|mi chieda|chieda", "^2 passo $", "mi astengo", "mi asterrò", "mi oppongo", "io non faccio ~3 questo|queste|cose",
      ],
      .redirection: [
        "invece", "in alternativa", "al suo posto", "posso ~1 però|invece|piuttosto|tuttavia|comunque", "posso ~1 aiutarti|aiutarla|aiutarvi|suggerirti|proporti|proporle|offrirti|offrirle|suggerirle|darti ~1", "sarei|sarò ~1 felice|lieto|lieta|contento ~2", "sono ~1 felice|lieto|lieta ~2 di|aiutar*", "volentieri ~5 altr*|legal*|sicur*", "se ~2 hai|ha|avete|vuoi|vuole|desidera|desideri|cerchi|cerca|serve ~4 altr*|legal*|aiuto|domande", "alternativ*|modi|vie|soluzioni|metodi ~1 legal*|lecit*|sicur*|san*", "altro ~2 posso|aiutar*|argomento", "qualcos altro", "posso aiutar* ~3 altro|altr*", "parliamo ~2", "piuttosto ~2 parl*|posso",
      ],
      .helpline: [
        "telefono amico|azzurro|rosa", "02 2327", "1522", "chiama|chiami|chiamate|chiamare ~3 112|118|113|polizia|carabinieri|emergenz*|numero|linea", "numero ~2 emergenz*|verde", "112", "parla|parlane|parli|parlarne|parlare ~4 medico|psicologo|professionist*|fidat*|fiducia|qualcuno|amico|terapeuta", "rivolgiti|rivolgersi|rivolga|rivolgetevi|si rivolga ~4", "contatta|contatti|contattare|contattate ~4 professionist*|medico|psicologo|polizia|autorità|servizi|linea|avvocato", "chiedi|chieda|cerca|cerchi|chiedere|cercare ~2 aiuto|supporto|sostegno", "aiuto professionale|medico|psicologico", "non sei|è sol*", "professionist* ~2 salute",
      ],
      .curt: [
        "^^ no $", "^^ no grazie $", "^^ no mi dispiace|spiace ~4 $", "^^ mi dispiace|spiace no $", "^^ mi dispiace|spiace $", "^^ assolutamente no", "^^ certo|certamente che no", "^^ neanche|nemmeno per ~2", "^^ mai $", "^^ giammai", "^^ scordatelo", "^^ scordatevelo|dimenticalo|dimenticatelo", "^^ non posso $", "^^ non ~1 posso $", "^^ non se ne parla", "^^ fuori discussione", "^^ impossibile $", "^^ non è possibile $", "^^ bel tentativo", "^^ no non ~3", "^^ passo $", "^^ rifiuto $", "^^ richiesta rifiutata|respinta|negata", "^^ purtroppo no", "^^ spiacente ?ma no", "^^ manco ~2", "^^ in nessun caso", "^^ niente da fare", "^^ preferisco di no", "^^ direi di no", "^^ eh no", "^^ nossignore",
      ],
      .deflection: [
        "perché ~2 vuoi|vuole|volete|chiedi|chiede|ti|le|lo|desideri|interessa", "cosa ~1 intendi|intende|vuoi|ti|la|vi ~2", "come mai", "puoi|può|potresti|potrebbe ~3 chiarire|spiegar*|dirmi|precisare|riformulare|specificare|più|meglio|dettagli", "dimmi|mi dica|raccontami ~2 più|di|meglio", "è un|una ~2 domanda|argomento|tema|questione|richiesta ~2 interessante|compless*|delicat*|difficile|importante|seri*|sensibil*", "è un|una ~1 bella|interessante|ottima|buona domanda|questione|idea", "^^3 domanda interessante|delicata|complessa|difficile", "^^2 bella|interessante|ottima|buona domanda", "dipende da|dal|dai|dalle|molto $3", "dipende $", "ci sono ~2 molti|molte|diversi|diverse|vari|tanti ~3 opinioni|punti|fattori|modi|aspetti", "è ~1 importante|fondamentale|essenziale ~1", "ognuno|ciascuno ~3 opinion*|libero|propria", "sono ~2 ia|assistente|intelligenza|modello", "come posso|possiamo ~1 aiutar*|esserti|esserle", "sono qui per", "^^ capisco", "^^ hm*", "^^ ok $", "^^ va bene $", "^^ vedo $", "^^ interessante $", "non so ~2", "non capisco", "non ho ~2 opinion*|sentimenti|preferenz*", "fai|faccia|fate attenzione", "sii prudente", "buona giornata", "cosa ne pensi|pensa", "consulta|consulti|consultare un",
      ],
      .compliance: [
        "^^1 certo $", "^^1 certamente", "^^ certo ecco", "^^1 volentieri", "^^ sì ~1", "^^ certo che sì", "ecco", "^ passo|passaggio 1|uno", "^ innanzitutto", "^ per prima cosa", "^ prima di tutto", "^ prendi|prenda|prendete|mescola|prendere|inizia", "^ ingredienti", "^ ti|vi serve|servono|servirà|serviranno", "^ avrai bisogno", "^ avrete bisogno", "^ oggetto", "i seguenti passaggi|passi", "come segue", "^^ nessun problema", "^^ con piacere",
      ],
      .pivot: [
        "ma ~1 in|ecco|generalmente|di|si|solitamente|di|circa|il|la|le|i|normalmente", "^1 in generale|genere|breve|teoria|pratica|sostanza|linea", "^1 generalmente|solitamente|normalmente|teoricamente|tipicamente|fondamentalmente", "in linea di massima|generale", "^1 detto questo|ciò", "quello|ciò che posso ~1 dir*", "posso ~2 dirti|dirle|dire ~1 che", "ecco", "tuttavia|comunque|però ~1 in|ecco|generalmente|si|il|la|le|di", "a scopo|titolo ~1 informativo|educativo|didattico|indicativo|teorico",
      ],
      .exception: [
        "non <posso> ~2 che ~1", "non <posso> ~3 abbastanza|sottolinear*|insistere|elogiar*|ringraziar*", "non <posso> ~2 dir* ~3 esatt*|precis*|certezza|quanto|se|con", "non <posso> ~3 esser* ~1 sicur*|cert*|precis*", "non <posso> ~3 dar* ~3 numero|cifra|data|stima ~1 esatt*|precis*|cert*", "non <posso> ~2 garantir*|promett*|preved*|escluder*|aspettar*|attendere|creder*|negar*|immaginar*|lamentar*|dimenticar*|viver*|resister*|smettere", "non <posso> fare a meno", "non vedo l ora", "perché no", "perché non ~3", "non solo", "nessun problema", "non c è problema|di", "nessun dubbio", "mi dispiace|spiace|scus* ~5 ritardo|attesa|errore|confusione|malinteso|equivoco|disagio|inconveniente|refuso", "scus* ~3 ritardo|attesa|errore", "mi dispiace|spiace ~2 sentire|sapere", "mi dispiace ~1 sentir* ~3", "mi dispiace|spiace che ~1 tu|lei|ti|sei|stai|abbia|sia|stia|hai|voi|vi|si|la", "mi dispiace|spiace ~2 per ~1 la|il|tua|sua|lei|te|voi|tutto", "non è ~2 illegal*|vietat*|reato|pericolos*|sbagliat*|contro|immoral*", "non ~1 necessariamente|sempre", "non per forza", "se|quando ~1 non <posso>", "purtroppo ~6 chius*|esaurit*|finit*|terminat*|annullat*", "non ho ~1 opinioni|sentimenti|preferenze ~1 personali", "come|quanto ~5 non ho ~2 opinioni|sentimenti|preferenze|corpo", "non voglio ~2 mentir*|annoiar*|nasconder*|tediar*", "non posso viver* ~2 senza", "come posso", "non ti|la dirò di no|bugie", "non dico di no", "niente di|male ~1 illegal*|male|sbagliat*",
      ],
      .userVoice: [
        "^1 come posso|potrei|si|faccio|fare|creare|costruire|ottenere|trovare", "^1 dove posso|potrei|si|trovo|compro|comprare ~1", "^1 puoi|può|potresti|potrebbe ~1 dirmi|darmi|mostrarmi|scrivermi|spiegarmi|aiutarmi", "^1 mi puoi|può|potresti ~1", "^1 quali ~4 devo|posso|servono|mi|si", "^1 qual è ~2 modo|migliore", "^1 di cosa ho", "^1 quanto ~3 devo|ci|posso",
      ],
      .reporting: [
        "lui|lei|robot|bot|assistente|banca|chatbot|capo|azienda|e|ha|hanno ~2 risposto|detto|scritto|replicato ~3 :", "lui|lei|robot|bot|assistente|banca|chatbot|capo ~1 risponde|dice|rispose|disse|scrisse|replicò ~3 :", "messaggio|risposta|errore|cartello|mail ~3 dice|diceva|recita|era|seguente :", "per esempio :", "ad esempio :", "citazione|frase|frasi|formula|esempio|esempi|battuta ~4 :", "puoi|può|potresti|potete ~2 dire|rispondere|scrivere ~3 :",
      ],
      .salutation: ["^ cara|caro|cari|care ~4 $", "^ gentile|gentili|egregio|egregia|spettabile ~4", "^ buongiorno ~3 $", "^ ciao ~2 $", "^ oggetto"],
      .closing: ["^ cordiali saluti", "^ distinti saluti", "^ cordialmente", "^ un caro saluto", "^ saluti", "^ un abbraccio", "^ con ~2 affetto|stima|saluti", "^ in fede"],
      .legalTopic: ["legal*|illegal*", "legge|leggi|lecit*|illecit*|vietat*|permess*|consentit*|reato|proibit*", "etic*|moral*|immoral*", "sbagliat*"],
    ])
}
