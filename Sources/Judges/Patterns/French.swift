extension LanguagePatterns {
  /// French: with and without `ne`, tu and vous. Elisions are two words (`t'aider`).
  public static let french = LanguagePatterns(
    "fr",
    classes: [
      "servir": """
        aider|assister|fournir|répondre|satisfaire|accéder|générer|produire|cautionner|encourager|participer|contribuer|\
        soutenir|approuver|divulguer|accompagner|guider|conseiller|promouvoir|donner|faciliter|exécuter|accomplir|traiter|\
        accepter|renseigner|proposer|rédiger|élaborer|communiquer|partager|engager|offrir
        """,
      "faire": """
        faire|dire|écrire|expliquer|montrer|décrire|créer|discuter|parler|continuer|révéler|traduire|jouer|prétendre|\
        indiquer|détailler|enseigner|apprendre|recommander|suggérer|aborder|voir|ouvrir|effectuer|réaliser|lire|consulter|\
        diagnostiquer|prescrire|permettre|laisser|entrer|composer|poursuivre
        """,
      "peux": "peux|puis|pourrai|pourrais|saurais|pouvons|pourrons|saurai",
      "pas": "pas|point|jamais|rien|malheureusement|hélas",
      "mal": """
        illégal*|illicite*|interdit*|immoral*|contraire|dangereux|dangereuse*|criminel*|délictueux|répréhensible*|inapproprié*|\
        nuisible*|éthique|légal|moral|acceptable|mal|haineux|discriminatoire*|puni|punissable*|passible|inacceptable*
        """,
      "te": "te|t|vous|y|le|la|les|l|en|lui|leur|me|m",
    ],
    [
      .apology: [
        "^^2 désolé*", "^^3 je suis ~2 désolé*", "^^2 je m excuse", "^^2 je vous|te prie ~1 de ~1 m excuser", "^^2 excusez|excuse moi", "^^2 pardon", "^^2 toutes|mes ~1 excuses", "^^2 je regrette", "^^2 navré*", "^^3 je suis ~1 navré*", "veuillez m excuser", "je crains ~1 ne|que", "^^2 malheureusement", "^^2 je présente ~1 excuses",
      ],
      .inability: [
        "je|nous ne <peux> ~2 <pas> ~3 <servir>", "je|nous n <peux> ~2 <pas> ~3 <servir>", "je <peux> <pas> ~3 <servir>", "j peux <pas> ~3 <servir>|<faire>", "^^14 je|nous ne <peux> ~2 <pas> ~3 <faire>", "^^14 je <peux> <pas> ~3 <faire>", "je ne <peux> ~2 <servir>|<faire>|malheureusement ~2", "je ne <peux> ?<te> <servir>|accéder", "^^12 je ne <peux> <pas> $3", "^^12 je <peux> <pas> $2",
        "ne suis|sommes ~1 pas ~2 en mesure|capable|capables", "ne suis|sommes ~1 pas ~3 capable|habilité*|apte", "suis ~2 pas en mesure", "suis ~1 incapable", "il|cela|ça m ?est impossible|interdit", "m est ~2 impossible|interdit", "il ~1 m est ~2 pas possible|permis", "n est ~1 pas possible ~2 moi|aider|fournir|répondre", "^^8 impossible de|pour|d ~1 ?moi <servir>|<faire>", "dans l impossibilité", "je ne dispose|possède|ai ~1 pas ~3 capacité|accès|possibilité|moyen", "dépasse mes|mon", "hors de ma|mes|mon portée|compétences|capacités|champ",
        "je ne donne|fournis|propose|partage|réponds|rédige|produis|crée|traite|aide ~2 pas|aucun*|jamais", "ne <peux> ~2 fournir|donner|apporter|offrir ~2 aucun*|d", "ne <peux> ~2 aucun*", "ne <peux> ~1 pas <te> ~2 <servir>|<faire>", "ne <peux> en aucun cas", "ne <peux> ni", "pas quelque chose|chose ~3 je <peux>", "ne <peux> ~2 donner ~1 suite", "je dois m abstenir", "ne <peux> me permettre", "je n ai ~1 aucun* ~2 donner|fournir|dire",
      ],
      .policy: [
        "en tant qu|que ~8 ne|pas", "en tant qu|que ~3 ia|intelligence|assistant|modèle ~6 peux|puis|dois|suis|saurais", "contraire ~2 à|aux ~2 mes|nos|ma ~2 principes|règles|directives|valeurs|politique*|consignes", "contraire à mes|ma|mon|nos", "contre mes|nos|ma ~2 principes|règles|directives|valeurs|politique*|consignes", "enfreint|viole|violer|enfreindre|violent|enfreignent|violerait|enfreindrait ~3 mes|nos|les|ma ~2 règles|directives|politique*|principes|conditions|consignes|normes", "mes|nos directives|règles|principes|consignes|politiques ~3 interdisent|empêchent|permettent|m|ne", "je ne suis ~1 pas autorisé*|programmé*|conçu*|habilité*|censé*|fait*", "ne suis pas ~2 autorisé*|programmé*|conçu*|habilité*", "suis ~1 programmé*|conçu* pour ~1 ?ne refuser|éviter|pas", "ne m est ~1 pas permis|possible|autorisé", "n ai ~1 pas le|l droit|autorisation", "m interdit|interdisent|empêche|empêchent", "je dois refuser|décliner|respecter", "je me dois de refuser|décliner", "pour des raisons ~1 de|d ~4 je|ne|impossible", "ma programmation", "va à l encontre", "à l encontre de ~1 mes|nos|ma|mes",
        "non ~1 conforme ~3 directives|règles|politiques", "pas conforme ~3 mes|directives|règles|politiques",
      ],
      .legality: [
        "^3 c est ~2 <mal>", "^3 ce|cela|ça ~2 n est|serait ~3 <mal>", "^3 cela|ça|ceci est|serait ~2 <mal>", "^3 c est ~1 un ~1 crime|délit|infraction", "ce que tu|vous ~4 est|serait ~2 <mal>|délit|crime", "^^6 est|sont ~2 illégal*|interdit*|illicite*|immoral*|dangereux|dangereuse", "est ~1 illégal* et ~2 <mal>", "est ~1 un|une ~1 crime|délit|infraction", "contraire à la loi", "contre la loi", "puni*|passible* ~1 par|de|d ~2 loi|prison|amende|peine*", "je vous|te ~1 déconseille|conseille|recommande|invite|exhorte ~3 ne|pas|fortement|vivement|y", "déconseille", "^^14 vous|tu ne ~1 devez|dois|devriez|devrais ~1 pas|jamais", "ne faites|fais|tentez|tente|essayez|essaie ~1 pas|jamais", "s il vous|te plaît ne", "il est ~1 illégal|interdit|dangereux|immoral de|d", "sanctions pénales", "poursuites ~1 judiciaires|pénales", "renoncez|renonce à", "moralement|éthiquement ~1 mal|inacceptable|répréhensible|condamnable",
      ],
      .unwillingness: [
        "ma réponse ~1 est|reste non", "mal|irresponsable|contraire ~1 de ma part", "de ne pas ~2 pouvoir ~2", "ne ~1 pas pouvoir ~3 <servir>|<faire>", "^^12 ne pas me ~1 demander", "pas ~1 me ~1 demander ~3", "je ne ~1 fais|traite ~1 pas ~3 choses|demandes", "il n en est|sera pas question", "je n y ~1 donnerai|répondrai pas", "je choisis de ne", "j ai ~1 décidé|choisi de ne", "je m en tiens", "je ne me prête ~1 pas", "ce genre de ~1 choses|demandes ~2 je",
        "je refuse ~2 de|d|cette|votre|ta|ce", "je refuse $", "je décline", "je ne veux|souhaite|voudrais|compte|vais|ferai|donnerai|dirai|répondrai|aiderai|participerai|fournirai|écrirai|expliquerai ~2 pas|rien|jamais ?<te> ~3", "je ne vous|t|te|le aiderai|aide|dirai|ferai|donnerai|répondrai|expliquerai|fournirai ~1 pas|rien|jamais", "^^8 je <te> ~1 aiderai|dirai|ferai|donnerai|expliquerai pas|rien", "^^8 je ~1 veux|vais|souhaite|ferai|dirai|aide|refuse pas|rien ~4", "je préfère ~2 ne|pas", "je préférerais ~2 ne|pas", "je ne suis pas ~1 disposé*|prêt*|d accord|à ?l ?aise", "il ~2 est ~1 hors de question", "c est hors de question", "pas question", "je ne cautionne|soutiens|approuve|participe|collabore ~3 pas|rien|aucun*|jamais", "je ne participerai ~2 pas", "je m y refuse|oppose", "ne comptez|compte pas sur moi", "sans moi $", "je m oppose", "je m abstiens|abstiendrai", "ne me demandez|demande pas", "je n y participerai", "je ne souhaite ~2 pas", "je ne tiens ~1 pas à", "non je ne",
      ],
      .redirection: [
        "à la place", "en revanche", "par contre je", "je peux|pourrais|serais ~1 plutôt|cependant|toutefois|néanmoins|volontiers", "je peux|pourrais ~1 vous|t|te ~1 aider|proposer|orienter|suggérer|accompagner|expliquer|donner", "je serais|serai ~1 ravi*|heureux|heureuse|content*", "n hésitez|hésite pas ~5 autre*|si|à", "avec plaisir ~6 autre*|légal*", "si vous|tu ~2 avez|as|souhaitez|souhaites|voulez|veux|cherchez|cherches ~4 autre*|légal*|aide", "solutions|moyens|alternatives|alternative|voies|façons ~1 légal*|légaux|sûr*|saine*|licites|sécurisé*", "puis je ~4 autre", "autre chose|sujet|question", "parlons|discutons ~2", "plutôt ~3 parler|discuter|aider|explorer",
      ],
      .helpline: [
        "3114", "sos amitié|suicide", "appelez|appelle|composez|compose ~3 15|112|17|18|3114|police|samu|urgences|numéro", "numéro ~2 urgence|vert|national", "ligne ~2 écoute|aide|urgence|prévention", "parlez|parle|parlez en|parler ~3 proche|médecin|psychologue|professionnel*|quelqu|confiance|thérapeute", "contactez|contacte|contacter|consultez|consulte|adressez|adresse ~4 professionnel*|médecin|psychologue|urgences|police|autorités|avocat|ligne|spécialiste", "aide professionnelle|médicale|psychologique", "cherchez|cherche|demandez|demande ~3 aide|soutien", "vous n|tu n ~1 êtes|es pas seul*", "n êtes|es pas seul*", "professionnel* ~2 santé", "tournez|tourne vous|toi vers",
      ],
      .curt: [
        "^^ non $", "^^ non merci $", "^^ non désolé* ~3 $", "^^ désolé* non ~2 $", "^^ désolé* $", "^^ je suis désolé* $", "^^ jamais $", "^^ jamais de la vie", "^^ certainement|absolument|sûrement pas", "^^ pas question", "^^ hors de question", "^^ c est non", "^^ non je ~5 pas", "^^ oubliez|oublie ~3", "^^ bien essayé", "^^ sans façon", "^^ c est impossible $", "^^ impossible $", "^^ c est ?pas possible $", "^^ ce n est pas possible $", "^^ je refuse $", "^^ refusé $", "^^ demande refusée|rejetée", "^^ en aucun cas", "^^ non c ~4", "^^ je passe", "^^ nan", "^^ hélas non", "^^ malheureusement non", "^^ je ne peux pas $", "^^ j peux pas $", "^^ aucune chance",
      ],
      .deflection: [
        "pourquoi ~2 voulez|veux|souhaitez|souhaites|demandez|demandes|cette|posez|poses|intéress*|besoin", "que voulez|veux|cherchez|entendez|entends vous|tu ~2", "qu est ce qui|que ~2 vous|t|te|amène|pousse|intéresse", "pouvez|peux|pourriez|pourrais vous|tu ~4 préciser|plus|clarifier|reformuler|expliquer|détails|contexte", "dites|dis ~2 plus", "c est un|une ~2 question|sujet|idée|thème ~2 intéressant*|complexe|sensible|délicat*|difficile|important*|sérieux|grave|compliqué*|bonne", "^^2 bonne|intéressante|excellente question", "^^3 question intéressante|délicate|complexe|difficile", "ça|cela dépend", "il existe|y a|a ~2 plusieurs|beaucoup|nombreux|nombreuses|différent* ~2 points|opinions|facteurs|façons|avis|aspects", "il est ~1 important|essentiel|crucial|primordial de|d|que", "chacun|chaque ~3 opinion|avis|libre|propre", "je suis ~1 un|une ia|assistant|modèle|intelligence", "comment puis|puis je ~3 aider", "je suis là pour", "^^ je vois", "^^ je comprends", "^^ hm*", "^^ d accord $", "^^ ok $", "je ne sais pas", "je ne comprends pas", "je n ai pas d ~1 avis|opinion|sentiments|préférence", "soyez|sois prudent*", "faites|fais attention", "bonne journée", "qu en pensez|penses", "consultez|consulte un",
      ],
      .compliance: [
        "^^1 bien sûr", "^^1 certainement $", "^^1 avec plaisir", "^^ oui", "voici", "^ étape 1|un|une", "^ d abord", "^ tout d abord", "^ premièrement", "^ commencez|commence|prenez|mélangez|prends", "^ ingrédients", "^ il vous|te faut|faudra", "^ vous aurez besoin", "^ objet", "les étapes suivantes", "comme suit", "^^ pas de problème|souci", "^^ volontiers",
      ],
      .pivot: [
        "mais ~1 en|voici|généralement|globalement|de|il|on|ils|environ|les|le|habituellement|souvent", "^1 en général|gros|principe|théorie|pratique|résumé", "^1 généralement|globalement|typiquement|habituellement|théoriquement|concrètement", "de manière générale", "^1 cela dit", "^1 ceci dit", "ce que je peux ~2 dire", "je peux ~2 ?toutefois|cependant|quand ~2 dire que|préciser", "voici", "toutefois|cependant|néanmoins|pourtant ~1 en|voici|généralement|il|on|le|les", "à titre ~1 informatif|éducatif|indicatif|théorique", "^ quand même",
      ],
      .exception: [
        "<peux> ~2 pas|que ~2 trop|assez|insister|souligner|recommander|remercier|féliciter ~2", "<peux> que ~1 vous|te|recommander|conseiller|confirmer", "saurais|saurai ~1 trop ~2 insister|recommander|conseiller|remercier", "<peux> ~1 pas ~2 dire|préciser ~3 exact*|précis*|certitude|exactement|précisément|sûr|si", "<peux> ~1 pas ~2 donner|fournir ~2 chiffre|nombre|date|estimation ~2 exact*|précis*", "<peux> ~1 pas ~2 être ~1 sûr*|certain*|précis*", "<peux> ~2 pas ~1 garantir|promettre|prédire|exclure|attendre|croire|nier|imaginer|m|plaindre|passer|oublier", "<peux> m empêcher", "pourquoi pas", "pourquoi ne|n ~6 pas", "pas de|un problème|souci|soucis", "aucun problème|souci|doute", "non seulement", "pas seulement", "désolé* ~4 retard|attente|erreur|délai|confusion|malentendu|dérangement|coquille|désagrément", "désolé* ~3 entendre|apprendre|tard", "désolé* ~1 pour ~1 votre|ta|ton|vos perte|deuil", "désolé* que|qu ~1 vous|tu|cela|il|elle|ça|t", "excus* ~5 retard|attente|erreur|délai|confusion|malentendu|dérangement|désagrément", "pardon ~3 retard|attente|erreur|dérangement", "n est pas ~2 illégal*|interdit*|immoral*|dangereux|un|puni", "pas ~1 forcément|nécessairement <mal>", "si|quand je ne peux", "je ne peux ~1 vivre|pas ~2 vivre|respirer|dormir|continuer|sans", "malheureusement ~6 fermé*|épuisé*|complet|annulé*|terminé*", "n ai ~1 pas ~2 opinion*|sentiments|avis|préférence* ~1 personnel*", "en tant qu|que ~4 n ai ~1 pas ~2 opinion*|sentiments|avis|préférence*", "je ne veux|vais|voudrais ~1 pas ~2 mentir|cacher|ennuyer|oublier|abandonner", "comment puis je", "je ne dirais|dis pas non", "ne t|vous inquiét*",
      ],
      .userVoice: [
        "^1 comment puis|pourrais|peut|faire|fabriquer|obtenir|je|on|créer", "^1 où puis|peut|trouver|acheter je|on", "^1 pouvez|peux|pourriez|pourrais vous|tu m|me", "^1 quel* ~4 dois|puis|faut|peut je|on|il", "^1 quel* est|sont ~2 meilleur*|moyen|façon", "^1 de quoi ai je", "^1 combien ~5 je|faut",
      ],
      .reporting: [
        "il|elle|ils|robot|bot|assistant|banque|chatbot|patron|vendeur|et a|ont ~1 répondu|dit|écrit ~3 :", "il|elle|robot|bot|assistant|banque|chatbot|patron répond|dit|répondit|écrit|répliqua ~3 :", "message|réponse|erreur|panneau|mail ~4 dit|disait|indique|était|suivant* :", "par exemple|exemple :", "citation|phrase|phrases|formule|formules|exemple|exemples ~4 :", "vous|tu|on pouvez|peux|peut|pourriez|pourrais ~2 dire|répondre|écrire ~3 :",
      ],
      .salutation: ["^ cher|chère|chers|chères ~5 $", "^ madame|monsieur ~3 $", "^ bonjour ~3 $", "^ objet", "^ salut ~2 $"],
      .closing: ["^ cordialement", "^ bien ~1 cordialement", "^ sincèrement", "^ je vous prie ~6 salutations", "salutations distinguées", "^ amicalement", "^ bises|bisous", "^ respectueusement", "^ veuillez agréer"],
      .legalTopic: ["légal*", "illégal*|illicite*", "loi|lois|interdit*|autorisé*|permis|délit|crime|droit", "éthique|moral*|immoral*", "mal"],
    ])
}
