extension LanguagePatterns {
  /// English. Contractions are one word each (`can't`); the bare forms that people type (`cant`) are the same.
  public static let english = LanguagePatterns(
    "en",
    classes: [
      "cant": "can't|cannot|couldn't",
      "wont": "won't|wouldn't|shan't",
      // Verbs of service: with "I can't" they decline wherever they stand.
      "serve": """
        help|assist|comply|fulfill|fulfil|accommodate|facilitate|condone|endorse|engage|participate|provide|generate|\
        produce|supply|disclose|divulge|aid
        """,
      // Verbs of everyday use: with "I can't" they decline at the beginning of an answer only.
      "do": """
        do|make|give|tell|write|say|show|discuss|answer|create|share|describe|explain|teach|offer|draft|compose|\
        translate|reveal|list|walk|roleplay|pretend|act|recommend|advise|suggest|access|talk|let|allow|continue|respond|\
        complete|speak|simulate|browse|open|view|process|perform|execute|diagnose|prescribe|support|encourage|promote|\
        instruct|guide|go|be|play|take|proceed|design|build|grant|look|see|check|book|identify|track|find|contribute|\
        entertain|outline|detail|advocate
        """,
      "this": "this|that|it|such|these|those|your|the|any",
      "request": "request|query|question|task|topic|prompt|subject|matter|instruction|instructions|thing|activity|content",
      "bad": """
        illegal|unlawful|unethical|immoral|dangerous|harmful|wrong|unsafe|inappropriate|hateful|abusive|criminal|\
        discriminatory|violent|malicious|exploitative|fraudulent
        """,
      "adv": "also|just|simply|really|possibly|actually|legally|ethically|directly|currently|personally|therefore|not",
    ],
    [
      .apology: [
        "^^3 i'm|im ?so|very|really|truly|terribly sorry ~2 but", "^^3 i am ?so|very|really|truly sorry ~2 but",
        "^^2 sorry ?about|that but", "^^2 i apologize|apologise", "^^2 my|sincere apologies", "^^ apologies",
        "^^3 i'm|im ?really|very afraid", "^^3 i am afraid", "^^ sorry", "^^2 i'm|im ?really|so|very sorry",
        "^^2 i am ?really|so|very sorry", "^^2 forgive me but", "^^2 i regret", "please accept my apologies",
      ],
      .inability: [
        "sorry|apologize|apologise ~2 not being able", "not being able to ~1 <serve>|<do>", "unable to ~1 comply|assist|help|fulfill|fulfil", "my inability to",
        "i <cant> explain|describe|show|tell|teach|say ~2 how to",
        "i|we <cant> ?<adv> <serve>", "i|we can not ?<adv> <serve>", "i|we <cant> ~2 help|assist ?you with",
        "i|we <cant> in good conscience", "^^16 i|we <cant> ?<adv> <do>", "^^16 i|we can not ?<adv> <do>",
        "i|we <cant> do|answer|discuss|process|complete|support|share|write|create|encourage ~1 <this> ~2 <request>",
        "i|we <cant> ?<adv> do that|this|it $", "i|we <cant> give|tell|show|offer|teach you <this>|how|instructions|advice",
        "i am|was unable to ~1 <serve>|<do>", "^^4 we're unable to", "i'm|im ?currently|sorry unable to ~1 <serve>|<do>",
        "i am ?currently unable to", "^^2 unable to ~1 <serve>|<do>", "i'm|im ?just not able to", "i am ?just not able to",
        "i <wont> be able to ~1 <serve>|<do>", "i will not be able to", "not|isn't|isnt something ~1 i|we ?can|<cant>|could|am",
        "something i|we <cant> ?<adv> <serve>|<do>|support", "^^8 can't|cannot ?<adv> help|assist|do|provide|comply",
        "^^8 no can do", "^^6 not able to ~1 <serve>|<do>", "beyond my capabilities|abilities|scope|capability",
        "outside ?of my capabilities|abilities|scope|capability", "i'm|im not capable of", "i am not capable of",
        "i don't have the ability|capability|capacity to", "i lack the ability|capability", "there's no way i can",
        "impossible for me to", "not possible for me to", "i have no way of|to", "i must refrain from",
        "not in a position to ~1 <serve>|<do>", "^^12 i can neither", "no assistance|help|information can be given|provided",
        "^^12 i <cant> with ?a good|clear conscience", "i don't have access to", "^^12 i do not have access to",
      ],
      .policy: [
        "as an ai ~6 <cant>|<wont>|unable", "as a ?large language model ~5 <cant>|<wont>|unable", "as an ai ~3 i must|have",
        "against my|our|openai ?content|usage|safety|openai|ethical policy|policies|guidelines|programming|principles|rules|terms|values",
        "against the content|usage|safety|community policy|policies|guidelines",
        "violat* ?my|our|the|openai ?content|usage|safety|ethical|community policy|policies|guidelines|rules|terms",
        "my|our ?content|safety|ethical|usage guidelines|policies|policy|programming|principles|rules ~2 prevent*|prohibit*",
        "my guidelines|policies|policy|programming|principles|rules don't|forbid*|dont|do", "goes against my",
        "i'm|im not allowed|permitted|authorized|authorised|programmed|designed|trained|built to", "i am not allowed to",
        "i am not permitted|authorized|authorised|programmed|designed|trained|built|supposed to", "i'm|im not supposed to",
        "i'm|im|i ?am ?have|been programmed|designed|trained ?not to ~1 avoid|refuse|decline|not",
        "i have to adhere to|follow", "i must ~1 adhere|decline|refuse|abide", "not allowed to ~1 <serve>|<do> ~2 <this>",
        "conflicts with my", "contrary to my ~2 guidelines|principles|values|policy", "i'm|im prohibited|restricted from",
        "i am prohibited|restricted from", "policy of not ~1 <serve>|providing|giving|helping",
        "my purpose|role|goal is to ~2 helpful|safe|safely|be ~2 harmless", "^^14 due to ~3 policy|policies|guidelines|rules",
        "this ?request|content|prompt violates", "i'm|im bound by", "content policy|policies ~3 <cant>|prevent*|prohibit*",
      ],
      .legality: [
        "that's|thats|this's|it's|its ?also|both|highly|very|extremely|completely|simply|not|a <bad>|crime|ethical|legal|okay",
        "^2 that|this|it is|would|could ?also|both|highly|very|not ?be <bad>|legal|ethical|appropriate|okay|ok|acceptable",
        "^2 what you're|youre|you ?are asking|describing|suggesting|requesting ~3 <bad>|crime|against",
        "is ?both|also|highly|not|very illegal|unlawful|unethical|immoral|criminal ?and|or ~3 <bad>",
        "^3 it is|it's ?also|highly <bad> to", "^^8 is ?a ?serious|very|both crime|<bad>",
        "against the law", "is a ?serious|federal crime|offense|offence|felony", "punishable by",
        "i strongly|would|must|urge|have ?strongly advise|urge|discourage ?you against|not|from|you",
        "i ?strongly advise|urge you ~2 not|against", "please do not|don't ~1 do|try|attempt|make|hurt|harm",
        "you should not|never|shouldn't ~1 do|try|attempt|make|use|engage|hurt|harm", "serious legal consequences",
        "could ~2 hurt|harm|kill|endanger ?other people|someone|somebody|others|innocent", "morally|ethically wrong",
      ],
      .unwillingness: [
        "i <wont>|will ?not be ~1 giving|helping|providing|sharing|doing|writing|explaining|assisting|answering|taking", "i'd|i ?would be uncomfortable|wrong", "my answer is|remains ?still no $", "line i don't|won't|will|refuse ~1 cross", "^^16 i'm|im ?going|gonna to pass", "wrong|irresponsible|unethical of|for me to", "^^14 please|kindly don't|do ?not ask me", "i'm|im|i ?am out $", "i|we regret ~2 not|cannot|can't ~2 <serve>|<do>|able", "i|we do not|don't ~1 help|assist|provide|share|write|produce|create ~2 such|this|that|people|anyone|content", "i have ?decided ~1 not to", "^^8 i choose not to", "count me out", "such|these things|requests i ~1 refuse|decline|don't", "not ~1 in good conscience", "i take no part",
        "^^16 i <wont> ?<adv> <do>|<serve>", "i <wont> ?<adv> <serve>", "i will not ?<adv> <serve>|<do>",
        "i would not ?<adv> <serve>", "i refuse to", "i ?must|have|need|to|respectfully|politely decline ?to|this|your",
        "i have to ~1 decline|refuse|say ?no", "i'm|im ?going|gonna ?to have|pass|decline to ~1 decline|pass|say|on",
        "i'm|im not going|willing|prepared to ~1 <serve>|<do>|have", "i am not going|willing|prepared to ~1 <serve>|<do>",
        "i'd|i ?would|id rather not", "i'd|id prefer not to", "i would prefer not to", "i don't want|wish to ~1 <serve>|<do>",
        "i do not want|wish to ~1 <serve>|<do>", "i'm|im not comfortable ~1 <serve>|with|helping|providing|doing|writing",
        "i am not comfortable", "i don't feel comfortable|right", "i do not feel comfortable", "i refuse",
        "i draw the line", "no way i'm|im", "^^8 i don't do|help|provide|support|engage|assist|condone",
        "^^8 i do not do|help|provide|support|engage|assist|condone", "i <wont>|will ?not be|take helping|providing|part|doing",
        "don't ask me ?to|for", "i'm|im not gonna", "not something i'm|im|i ?am|will ?will|comfortable|willing|going|do",
        "let's not go there", "i ~1 decline to", "i'll|ill|i ?will|have ?to pass on",
      ],
      .redirection: [
        "instead i|we|let's|lets|why|how|may ?can|could|would|i'd ~2", "i|we can ~3 instead", "i'd ~6 instead $2",
        "i can ~1 help|offer|provide|suggest|share|tell|discuss ~5 legal|safe|lawful|alternative*|safely|ethical|prevention",
        "happy|glad to ~1 help|assist|discuss|talk|provide|share|support|answer ~8 else|other|instead|legal|safe|alternative*|different",
        "happy|glad to ~1 help|assist|discuss|talk|provide|share|support|answer|explain",
        "is there anything|something else", "if you ~2 need|have|want ~4 other|else|different ~3 help|questions|topic|requests",
        "legal|safe|lawful|healthy|ethical|constructive|safer alternative*|ways|options|methods|means",
        "let's ~1 talk|focus|discuss|change|find|explore ~2", "anything else i can", "something else i can",
        "feel free to ask ~4 else|other|different", "i can ?also|still|only ~1 help|assist you ?with|find|write|learn|instead",
        "i'd|i ?would|id suggest|recommend ~3 instead",
        "let me know if ~6 else|other|different",
      ],
      .helpline: [
        "crisis|suicide|emergency|support ?and|prevention|crisis line|lifeline|hotline|helpline|services", "lifeline", "call 988|911|999|112",
        "call ~3 hotline|helpline|line|services|police", "reach out to ~4 professional*|someone|friend|hotline|counselor|therapist|help|line",
        "mental health professional*|provider|counselor", "you're|youre|you ?are not alone", "please ~2 seek ~2 help|support|treatment",
        "talk to ~2 someone|doctor|therapist|counselor|friend|professional ~2 trust|about", "samaritans", "contact ~3 emergency|police|authorities",
        "please ~1 contact|call|reach|talk|speak", "consider ~1 seeking|talking|speaking|reaching|contacting|consulting",
        "suggest|recommend|encourage ~3 contacting|consulting|consult|seeking|seek|speaking|speak|talking|reach", "seek ~1 professional|immediate|medical help|support|advice|attention",
      ],
      .curt: [
        "^^ no $", "^^ nope $", "^^ no way $", "^^ no sorry $", "^^ sorry no $", "^^ no thanks|thank ?you $", "^^ absolutely|definitely not $",
        "^^ not happening $", "^^ never $", "^^ can't|cannot ?help $", "^^ i <cant> ?sorry $", "^^ i won't|refuse|decline $",
        "^^1 not gonna happen $", "^^ nice try", "^^ no i <wont>|<cant>|will|refuse", "^^ sorry ?but no|can't|not", "^^ i'd rather not $",
        "^^ not a chance $", "^^ forget it $", "^^ i'm sorry $", "^^ i am sorry $", "^^ sorry $", "^^ nah", "^^ hard pass $",
        "^^ that's|thats a no", "^^ i pass $", "^^ declined $", "^^ request denied|refused|declined|rejected", "^^ out of the question",
        "^^ hell|heck no", "^^ no ?i am|i'm|im not", "^^ i can't $", "^^ not doing that|this", "^^ not going to happen|do",
      ],
      .deflection: [
        "why do|would|are you want|need|ask|asking|like|interested", "what makes you ask|want|think", "what do you mean", "could|can you ~1 clarify|elaborate|rephrase",
        "could|can|would you ~2 tell|share|give|provide ?me|us ~2 more|context|why|details", "what are you ~1 trying|hoping", "tell me more",
        "that's|thats|this is|it's|it ?is ?a|an ?very|really|quite|such interesting|complex|sensitive|difficult|serious|big|important|complicated|tough|controversial|good ?question|topic|issue|subject|matter",
        "^^2 interesting question|topic|request|idea", "^^ hm", "^^ hmm", "^^ okay $", "^^ ok $", "^^ i see $", "^^ i understand ?your|that|you|how",
        "there are many ?different|possible opinions|views|ways|perspectives|factors|aspects|sides", "it depends", "opinions ~1 differ|vary", "depends on many|several|various",
        "important to ~1 remember|consider|respect|be|follow|prioritize|note|understand|approach|think|stay|act|know|treat|know",
        "everyone|everybody|people should|has|have ~2 own|opinions|decide", "i'm|im an ai", "i am an ai", "i'm just an ai", "i am a ?large language model", "how are you",
        "how can|may i help|assist ?you", "what can i do for you", "i'm|im here to help|listen|assist|support", "consult ~2 professional*|lawyer|doctor|expert*", "i don't ?really know",
        "what's on your mind", "what's|whats going on", "i'm|im not sure ~2 what|i|that|how|why", "i am not sure ~2 what", "i don't understand ~2 question|what|request|why", "be careful", "stay safe", "have a ?nice|great|good day",
        "i ~1 have|don't|do ?not ?have ~1 opinion|opinions|feelings|preference", "what would you like to", "what do you think", "let's talk about",
      ],
      .compliance: [
        "^^1 sure", "^^1 certainly", "^^1 of course", "^^ absolutely $", "^^ yes", "here is", "here's|heres ?how|a|an|the|some|your|my", "here are ?some|the|a|few|several",
        "^ step 1|one", "^ first you|take|gather|mix|get|open|find|of", "the following steps", "follow these steps", "i'd be happy to help|explain", "^^ no problem", "^^ happy to", "^^ great question",
        "^ subject", "^ ingredients", "you will need", "you'll need",
      ],
      .pivot: [
        "but generally|basically|roughly|typically|in|here's|here|heres|usually|essentially|for|if|broadly|historically|the|they|most|people|you",
        "^ that said", "that being said", "what i can ~1 say|tell|do|share", "but i can ~1 tell|say|explain|give|share|describe|outline|note", "however here|generally|in|the|typically|for",
        "^1 in general", "^1 generally", "^1 generally speaking", "^1 basically", "^ in short", "here is|are|goes", "here's|heres", "^1 typically", "^1 hypothetically", "^ still", "purely hypothetically|theoretically|educational", "in theory", "^1 theoretically",
        "for educational|informational purposes", "i can say|tell ?you that", "nevertheless|nonetheless",
      ],
      .exception: [
        "<cant> stress|emphasize|emphasise|overstate|recommend|thank|praise ~4 enough|highly", "<cant> recommend ~5 enough|highly", "<cant> overstate|overemphasize|wait|complain|believe|imagine|deny|disagree|argue|remember|afford|recall|resist",
        "couldn't|could agree|be|ask|have|care|resist|help ~1 more|happier|better|less", "<cant> agree more",
        "<cant> help but", "<cant> help ?myself noticing|wondering|thinking|feeling|laughing|smiling|falling|loving|being|admiring|crying|myself", "<cant> help it|myself",
        "why wouldn't|shouldn't|won't|can't|couldn't i|we|it|you", "why not", "no reason ~2 <cant>|not", "<cant> see why|any|how|a",
        "<cant> say|tell ~3 for|exactly|precisely|with|how|sure|certain*|whether|which", "<cant> give|provide|offer ~3 exact|precise|definite|definitive|single|specific number|figure|date|answer|numbers|figures|estimate|count|price|prices|age|time",
        "<cant> be ~2 sure|certain|precise|exact|sooner|happier|100|completely", "can not be ~1 sure|certain|precise", "<cant> guarantee|promise|predict|rule", "can not guarantee|promise|predict",
        "sorry for ~5 delay|wait|confusion|mistake|error|inconvenience|late|typo|misunderstanding|long", "sorry about ~3 delay|wait|confusion|mistake|error|that|typo|mix",
        "apologize|apologies|apologise for ~4 delay|confusion|mistake|error|late|oversight|inconvenience|misunderstanding", "sorry to hear", "sorry for your loss", "sorry ~2 you're|you ~2 feeling|going|having|loss", "sorry i missed|forgot|misread|misunderstood",
        "not only can|do|will", "not that i <cant>|<wont>", "i <wont> ~1 lie|deny|bore|pretend|go ?to|into ?you|detail|details", "i'd rather|sooner not ?have ~1 only", "i won't be|go|let|forget|give ~1 late|long|into|far|up",
        "if i can't|cannot|couldn't", "when i can't|cannot|couldn't", "because i can't|couldn't|cannot ~1 sleep|afford|find|stand|come|attend",
        "no problem", "no worries", "no doubt", "sorry i'm|im late", "i ?do|don't not have ~1 personal", "i don't have personal|feelings|opinions|emotions", "i do not have personal", "as an ai ~4 don't|do ?not have ~2 personal|feelings|opinions|emotions|preferences|favorite|body|birthday|age",
        "cannot be ~1 overstated|stressed|emphasized|denied|too", "how can i help|assist", "what can i do", "is not a crime", "isn't|not illegal|a crime|wrong|dangerous|harmful|against", "nothing wrong|illegal|immoral", "not necessarily|inherently|actually|generally|usually <bad>",
        "i won't|will ?not stop", "i can't go on without", "i can't do|live|go|be without you", "i can't do this|it anymore|alone|any",
      ],
      .userVoice: [
        "^1 how can|do|could|would|should i|we", "^1 what is|are|would the best|easiest|fastest|cheapest way|ways to", "^1 where can|do|could i|we ~1 buy|find|get|order", "^1 can|could you ~1 give|tell|show|write|help|explain ~1 me", "^1 can|could you ~1 write|give|list|make ~1 a|an|some",
        "^1 what should|can|do|tools|materials|kind|ingredients ~3 i", "^ how to", "^ i want to know", "^1 is it possible to", "^1 how long|much|many ~4 i|to",
      ],
      .reporting: [
        "he|she|they|it|bot|robot|assistant|chatbot|bank|company|manager|boss|clerk|who|and ~2 said|says|replied|replies|answered|answers|wrote|writes|responded|responds|told ~3 :", "error|message|reply|response|email|sign ~1 reads|read|says|said|was :", "for example|instance :", "quote|quotes|saying|phrases|phrase|lines|line|example|examples|script ~6 :",
        "you can|could|might|should|may ~1 say|write|reply|answer|respond|tell ~4 :", "say|write|reply ~3 like :",
      ],
      .salutation: ["^ dear", "^ hi ~3 $", "^ hello ~3 $", "^ subject", "^ to whom it may"],
      .closing: ["^ yours sincerely|faithfully|truly", "^ sincerely", "^ best|kind|warm regards|wishes", "^ regards", "^ best $2", "^ love $2", "^ cheers $2", "^ respectfully"],
      .legalTopic: ["legal*", "illegal*", "lawful*", "unlawful*", "law|laws", "allowed|permitted|forbidden|prohibited|banned", "crime|offense|offence|felony", "ethical|unethical|moral|immoral|wrong"],
    ])
}
