"""Goldens of IsoglossTokenizers: ids and texts as `tokenizers`/`transformers` give them.

    .peers/venv/bin/python scripts/goldens/tokenization.py

Writes Tests/TokenizersTests/Goldens/*.json. The texts are written here. Of ../shared/data only hashes are kept: FNV-1a 64
over the ids of 100 lines each (four bytes an id, little endian; after each line the bytes FF FF FF FF).
(Not called tokenizers.py: a script of that name would hide the package from every script beside it.)
No randomness, but for `random.Random(7)` in the made-up texts.
"""
import glob
import json
import os
import random
import sys
import unicodedata

os.environ["HF_HUB_OFFLINE"] = "1"
import tokenizers
import transformers
from tokenizers import (AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors,
                        trainers)
from transformers import AutoTokenizer

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "Tests/TokenizersTests/Goldens")
SHARED = os.path.join(ROOT, "../shared/data")
MODELS = {"gemma": "gemma-3-270m", "smollm": "smollm2-135m-instruct"}
VERSIONS = {"tokenizers": tokenizers.__version__, "transformers": transformers.__version__,
            "python": sys.version.split()[0]}

SENTENCES = [
    "The committee postponed its decision until Thursday, didn't it?",
    "Der Fluß führt nach dem Regen Hochwasser; die Brücke bleibt gesperrt.",
    "La bibliothèque n'ouvre qu'à neuf heures – sauf l'été.",
    "¿Cuántos años tiene el puente más antiguo de la ciudad?",
    "Il treno per Forlì è già partito, perché aspettare ancora?",
    "A maçã caiu no chão e ninguém quis apanhá-la.",
    "Żółta łódź płynęła wśród gęstych mgieł nad Wisłą.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Kŕdeľ ďatľov učí koňa žrať kôru z tŕnia.",
    "Čebelar je v skednju žvižgal staro pesem.",
    "Įlinkdama fechtuotojo špaga sublykčiojusi pragręžė apvalų arbūzą.",
    "Glāžšķūņa rūķīši dzērumā čiepj Baha koncertflīģeļu vākus.",
    "Hiljem lähme õe juurde ja sööme õunu.",
    "Árvíztűrő tükörfúrógép, mondta a nagymama.",
    "Съешь же ещё этих мягких французских булок да выпей чаю.",
    "Жебракують філософи при ґанку церкви в Гадячі, ще й шатро їхнє п'яне знаємо.",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.",
    "يا أيها الناس، الطريق إلى السوق مغلق اليوم.",
    "הגשם ירד כל הלילה, והרחוב הוצף מים.",
    "नदी के किनारे बच्चे पतंग उड़ा रहे थे।",
    "বৃষ্টির দিনে খিচুড়ি আর ইলিশ মাছ।",
    "மழை பெய்தால் மண் மணக்கும்.",
    "ฝนตกทั้งคืน ถนนหน้าบ้านจึงมีน้ำท่วม",
    "昨天晚上下了一场大雨，路上到处都是水。",
    "昨夜は大雨で、道が川のようになりました。",
    "어젯밤에 비가 많이 와서 길이 물에 잠겼습니다.",
    "Đêm qua trời mưa to, đường phố ngập nước.",
    "Mvua ilinyesha usiku kucha na barabara zikajaa maji.",
    "Udan deres mau bengi, dalane kebak banyu.",
    "Dün gece çok yağmur yağdı, İstanbul'da yollar sular altında kaldı.",
    "წუხელ ძლიერ წვიმდა.",
    "Երեկ գիշեր անձրև էր գալիս։",
]

CODE = [
    "def area(r):\n    return 3.14159 * r ** 2\n",
    "for (int i = 0; i < n; ++i) {\n\tsum += a[i];\n}\n",
    "SELECT name, COUNT(*) FROM people WHERE age >= 30 GROUP BY name;",
    "{\"key\": [1, 2.5, null, true], \"nested\": {\"a\": \"b\\n\"}}",
    "let x = try? JSONDecoder().decode([String: Int].self, from: data)",
    "<p class=\"note\">Tom &amp; Jerry<br/></p>",
    "if(a&&b||!c)return a?.b??c;// done",
    "$ ls -la /usr/local/bin | grep -v '^d' > out.txt 2>&1",
    "\\frac{\\partial f}{\\partial x} = \\sum_{i=1}^{n} x_i^2",
    "https://example.org/a/b?c=d&e=%20f#g and user.name+tag@mail.example.co.uk",
]

NUMBERS = [
    "1", "12", "123", "1234", "12345678901234567890", "3.14159", "-1,000,000.50", "1990", "in 1990's", "2+2=4",
    "IV Ⅳ ½ ² ³ ① 〇 ٣٤٥ ४५६ ๓๔ １２３", "0x1F 1e-9 10% $5 €7,50 £3 ¥100", "12:34:56 2024-02-29T00:00:00Z", "a1b2c3",
    "x  1", "x \u00a01", "  42", "\t7\t8", "No.5 5th 1st", "٢٠٢٤/٠٥/٠١",
]

SPACES = [
    "", " ", "  ", "   ", " " * 15, " " * 16, " " * 17, " " * 40, "a b", "a  b", "a   b", "a    b ", " a", "  a", "a ", "a  ",
    "\n", "\n\n", "\n\n\n", "\n" * 31, "\n" * 33, "\r\n", "\r\n\r\n", "a\nb", "a\n\nb", "a \n b", "a\n  b", "a  \n  b", "\t",
    "\t\t", "\t\t\t\t", "a\tb", " \t \n \t ", "a\u00a0b", "\u00a0", "\u2003\u2003x", "\u3000全角\u3000", "x\u200by", "\ufeffbom",
    "line\u2028sep\u2029par", "\x0b\x0c", "end \n", "end\n ", " \n", "\n ", "!\n", "!\n\n", "...\r\n", "? \n?", "/\n/", "a/\n/b",
]

CONTROLS = [
    "a\x00b", "\x01\x02\x03\x04\x05\x06\x07\x08", "\x1b[31mred\x1b[0m", "\x7f\x80\x85\x9f", "a\x04b\x13c\x1dd", "\ufffd\ufffe\uffff",
    "\U0010ffff\U000e0001", "\U00050000\U000a1234", "\ud7ff\ue000", "soft\u00adhyphen", "\u202eRTL override\u202c", "\u0300\u0301 alone",
]

EMOJI = [
    "😀", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈 🏴‍☠️", "🇱🇻🇱🇹🇵🇱🇸🇮", "☕️☕︎", "1️⃣2️⃣", "🧑🏿‍🚀 to the 🌕!", "❤️‍🔥❤", "text😀text", "🤷🏻‍♀️🤷‍♂️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "👨‍💻 writes code", "✅ done ❌ not", "♠♥♦♣ ★☆ ←→ ∑∫√ ≠≤≥", "𝕳𝖊𝖑𝖑𝖔 𝒎𝒂𝒕𝒉", "𐍈𐎀𒀀 𓀀", "🀄🃏", "🫠🪿🫨",
]

COMPOSITION = [
    "e\u0301 vs é", "Å Å A\u030a", "ﬁ ﬃ ﬆ", "한글 \u1112\u1161\u11ab", "क\u093cख\u093c क़", "\u1e9b\u0323", "o\u0308\u0304 ȫ", "\u0958\u0959",
    "ǅ ǈ Dž", "ſ's it'ſ 'S 'RE 'Ll", "I'M I'm WE'LL we'Ve you'D", "''s 'sx 't't", "don’t won’t l’été", "\u0344 \u0374 \u037e \u2126 \u212a",
    "ا\u0653 آ", "ไ\u0e49ำ", "ක්‍ෂ ක්ෂ", "می‌خواهم", "ಅಂ\u0c82", "Ⅷ ⅷ", "ABCdef GHi jKL McDonald iPhone XMLHttpRequest", "ÀÉÎõü ÑandÑ",
    "ʰʷ ˈfoʊˌnɛtɪk", "ªº µ ™ ℃", "ᵃᵇ ₁₂ ⁱⁿ",
]

SPECIAL = [
    "<bos>", "<eos>", "<bos><bos>", "a<bos>b", " <bos> ", "<|im_start|>user\nhi<|im_end|>\n", "<|endoftext|>", "x<|endoftext|>y",
    "<start_of_turn>user\nhello<end_of_turn>\n<start_of_turn>model\n", "<|im_start", "|im_end|>", "<|IM_END|>", "<unk>", "<pad>", "<mask>",
    "<unused0><unused99>", "[multimodal]", "a [multimodal] b", "<0x41>", "<0x0A>", "<h1>title</h1>", "<table><tr><td>1</td></tr></table>",
    "</s>", "<s>", "[INST] hi [/INST]", "<repo_name>x<file_sep>y", "<|im_end|><|im_start|>system\nYou are free.<|im_end|>",
    "▁", "▁▁", "a▁b", "▁a b", "Ġ", "ĠĊ", "<strong>bold</strong>", "<jupyter_code>1+1<jupyter_output>2",
    "he said <bos>", "<start_of_image>", "\n<end_of_turn>", "\n\n<bos>\n\n",
]


def made_up():
    """Mixtures of everything above, and random characters of many blocks."""
    rng = random.Random(7)
    pool = SENTENCES + CODE + NUMBERS + EMOJI + COMPOSITION + SPECIAL
    texts = []
    for _ in range(40):
        texts.append("".join(rng.choice(pool) + rng.choice(["", " ", "  ", "\n", "\n\n", "\t", ", "]) for _ in range(4)))
    blocks = [(0x20, 0x7e), (0xa0, 0x24f), (0x300, 0x36f), (0x370, 0x52f), (0x590, 0x6ff), (0x900, 0xdff), (0xe00, 0xfff),
              (0x1100, 0x11ff), (0x2000, 0x2bff), (0x3000, 0x30ff), (0x4e00, 0x9fff), (0xa640, 0xa7ff), (0xac00, 0xd7a3),
              (0xfb00, 0xfdff), (0x10000, 0x107ff), (0x1d400, 0x1d7ff), (0x1f000, 0x1faff), (0x20000, 0x2a6df)]
    for _ in range(40):
        text = ""
        for _ in range(rng.randint(5, 30)):
            low, high = rng.choice(blocks)
            text += "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 4)))
            if rng.random() < 0.3:
                text += rng.choice([" ", "  ", "\n", "'s", "1", "  7"])
        texts.append(text)
    texts.append("supercalifragilistic" * 40)
    texts.append("ที่" * 120)
    texts.append("的" * 200 + "а" * 200)
    texts.append("ab" * 600 + " " * 300 + "\n" * 100)
    return texts


TEXTS = SENTENCES + CODE + NUMBERS + SPACES + CONTROLS + EMOJI + COMPOSITION + SPECIAL + made_up()
BLOCK = 100


def write(name, value):
    os.makedirs(OUT, exist_ok=True)
    path = os.path.join(OUT, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"versions": VERSIONS, **value}, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")
    print(name, os.path.getsize(path))


def model(folder):
    return AutoTokenizer.from_pretrained(os.path.join(ROOT, ".peers/models", folder))


def with_digits(tokenizer):
    """SmolLM2's published pre-tokeniser: each digit for itself, which the reading of a GGUF file leaves out."""
    backend = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    backend.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    return backend


def texts(loaded):
    golden = {"texts": TEXTS, "models": {}}
    for name, tokenizer in loaded.items():
        ids = [tokenizer.encode(text) for text in TEXTS]
        backend = tokenizer.backend_tokenizer
        backend.encode_special_tokens = True
        literal = {str(i): backend.encode(text, add_special_tokens=False).ids for i, text in enumerate(TEXTS)
                   if text in SPECIAL}
        backend.encode_special_tokens = False
        entry = {
            "ids": ids, "literal": literal,
            # Texts that decoding does not give back as they were.
            "decoded": {str(i): d for i, x in enumerate(ids)
                        if (d := backend.decode(x, skip_special_tokens=True)) != TEXTS[i]},
            "bos": tokenizer.bos_token_id, "eos": tokenizer.eos_token_id, "size": len(tokenizer),
            "tokens": {tokenizer.convert_ids_to_tokens(i): i for i in range(0, len(tokenizer), 4001)},
        }
        # Ids in an order that no text has: broken characters in the middle.
        rng = random.Random(11)
        mixed = [[rng.randrange(len(tokenizer)) for _ in range(12)] for _ in range(20)]
        if name == "gemma":
            mixed += [[rng.randrange(238, 494) for _ in range(6)] + [9259] for _ in range(10)]
        entry["mixed"] = [{"ids": x, "kept": backend.decode(x, skip_special_tokens=False),
                           "skipped": backend.decode(x, skip_special_tokens=True)} for x in mixed]
        golden["models"][name] = entry
    digits = with_digits(loaded["smollm"])
    golden["models"]["smollm-digits"] = {
        "ids": [digits.encode(text).ids for text in TEXTS]}
    # The larger half of the ids repeat: keep only where they differ.
    plain = golden["models"]["smollm"]["ids"]
    golden["models"]["smollm-digits"] = {
        "differing": {str(i): x for i, x in enumerate(golden["models"]["smollm-digits"]["ids"]) if x != plain[i]}}
    write("texts.json", golden)


def fnv(hash, ids):
    for i in [*ids, 0xFFFFFFFF]:
        for byte in i.to_bytes(4, "little"):
            hash = ((hash ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return hash


def shared(loaded):
    files = sorted(glob.glob(os.path.join(SHARED, "udhr/*.xml")) + glob.glob(os.path.join(SHARED, "ntrex128/*.txt"))
                   + glob.glob(os.path.join(SHARED, "ntrex128/first400/*.txt")))
    encoders = {name: tokenizer.backend_tokenizer for name, tokenizer in loaded.items()}
    encoders["smollm-digits"] = with_digits(loaded["smollm"])
    hashes = {}
    for path in files:
        with open(path, encoding="utf-8", newline="") as file:
            lines = file.read().split("\n")
        entry = {"lines": len(lines)}
        for name, encoder in encoders.items():
            entry[name] = []
            for start in range(0, len(lines), BLOCK):
                hash = 0xCBF29CE484222325
                for line in lines[start:start + BLOCK]:
                    hash = fnv(hash, encoder.encode(line).ids)
                entry[name].append(format(hash, "016x"))
        hashes[os.path.relpath(path, SHARED)] = entry
    write("shared.json", {"block": BLOCK, "files": hashes})


# Small vocabularies with the pipelines of the families that are not at hand. Trained on the texts above.

LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
          r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN2 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
         r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
TEKKEN = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
          r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
          r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def split(pattern):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"),
                                    pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def around(tokenizer, single, tokens):
    tokenizer.post_processor = processors.TemplateProcessing(
        single=single, pair=None, special_tokens=[(t, tokenizer.token_to_id(t)) for t in tokens])


def byte_level(pre, size=700, whole=False, normalizer=None, special=("<|begin|>", "<|end|>")):
    tokenizer = Tokenizer(models.BPE(ignore_merges=whole))
    tokenizer.pre_tokenizer = pre
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(TEXTS, trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=list(special),
        show_progress=False))
    return tokenizer


def sentencepiece(pre, normalizer, decoder, cross=False, size=900):
    """BPE over characters with all bytes; trained without the pipeline, which then changes nothing but the text."""
    special = ["<unk>", "<s>", "</s>"] + ["<0x%02X>" % b for b in range(256)]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=not cross)
    tokenizer.train_from_iterator(SENTENCES + CODE, trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, limit_alphabet=250, show_progress=False))
    raw = json.loads(tokenizer.to_str())
    raw["added_tokens"] = [t for t in raw["added_tokens"] if t["id"] < 3]
    tokenizer = Tokenizer.from_str(json.dumps(raw))
    tokenizer.pre_tokenizer = pre
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.decoder = decoder
    around(tokenizer, "<s> $A", ["<s>"])
    return tokenizer


def flagged():
    """Added tokens with every flag, some found after normalisation."""
    tokenizer = byte_level(split(QWEN2), normalizer=normalizers.NFC())
    tokenizer.add_tokens([
        AddedToken("<left>", lstrip=True), AddedToken("<right>", rstrip=True), AddedToken("<both>", lstrip=True, rstrip=True),
        AddedToken("word", single_word=True, normalized=False), AddedToken("<raw>", normalized=False),
        AddedToken("caf\u00e9", normalized=True), AddedToken("<rawer>", normalized=False),
        AddedToken("<plain>", normalized=False)])
    tokenizer.add_special_tokens([AddedToken("<special>", normalized=False, special=True),
                                  AddedToken("<specialer>", normalized=False, special=True, rstrip=True)])
    return tokenizer


FLAGGED_TEXTS = [
    "a  <left>  b", "a  <right>  b", "a  <both>\n\t b", "<both><both>", "<left><right> <left> <right> ", "word", "a word b",
    "words word's sword word_ word1 éword wordé word.", "word word", "<raw><rawer><rawe", "cafe\u0301 café caf\u00e9s", "<special><specialer>  x",
    "<specialer>  <left>", "x <plain> y <special> z", " <right>  <left> ", "<le<left>ft>", "\u00a0<both>\u3000x",
]


def families(loaded):
    bytes_decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    strip_decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(),
                                       decoders.Strip(" ", 1, 0)])
    marks = normalizers.Replace(" ", "▁")
    made = {
        "llama3": byte_level(split(LLAMA3), whole=True),
        "qwen2": byte_level(split(QWEN2), normalizer=normalizers.NFC()),
        "tekken": byte_level(split(TEKKEN), whole=True),
        "smollm": byte_level(pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True),
                                                      pre_tokenizers.ByteLevel(add_prefix_space=False)])),
        "gpt2-prefix": byte_level(pre_tokenizers.ByteLevel(add_prefix_space=True)),
        "llama2-legacy": sentencepiece(None, normalizers.Sequence([normalizers.Prepend("▁"), marks]), strip_decoder),
        "llama2": sentencepiece(pre_tokenizers.Metaspace(prepend_scheme="first", split=False), None, strip_decoder),
        "mistral-cross": sentencepiece(pre_tokenizers.Metaspace(prepend_scheme="always", split=False), None, strip_decoder,
                                       cross=True),
        "metaspace-split": sentencepiece(pre_tokenizers.Metaspace(prepend_scheme="never", split=True), None,
                                         decoders.Metaspace(prepend_scheme="never")),
        "gemma": sentencepiece(pre_tokenizers.Split(" ", "merged_with_previous"), marks, bytes_decoder),
        "flagged": flagged(),
    }
    around(made["llama3"], "<|begin|> $A", ["<|begin|>"])
    around(made["tekken"], "<|begin|> $A <|end|>", ["<|begin|>", "<|end|>"])
    golden = {}
    for name, tokenizer in made.items():
        # Loaded again: what counts is the file.
        tokenizer = Tokenizer.from_str(tokenizer.to_str())
        own = FLAGGED_TEXTS if name == "flagged" else TEXTS
        ids = [tokenizer.encode(text).ids for text in own]
        entry = {"tokenizer": json.loads(tokenizer.to_str())}
        entry["ids"] = [format(fnv(0xCBF29CE484222325, x), "016x") for x in ids] if name != "flagged" else ids
        entry["sample"] = ids[::37]
        entry["decoded"] = [format(fnv(0xCBF29CE484222325, tokenizer.decode(x).encode("utf-8")), "016x") for x in ids]
        tokenizer.encode_special_tokens = True
        entry["literal"] = [format(fnv(0xCBF29CE484222325, tokenizer.encode(text, add_special_tokens=False).ids), "016x")
                            for text in own]
        if name == "flagged":
            entry["texts"] = FLAGGED_TEXTS
        golden[name] = entry
    write("families.json", {"families": golden})


def scored():
    """A SentencePiece vocabulary with tied scores and repeated tokens, read as transformers reads a GGUF file."""
    from transformers.integrations.gguf.gguf_tokenizer_mapping import convert_gguf_tokenizer
    rng = random.Random(13)
    tokens = ["<unk>", "<s>", "</s>"] + ["<0x%02X>" % b for b in range(256)]
    kinds = [2, 3, 3] + [6] * 256
    scores = [0.0] * len(tokens)
    alphabet = sorted(set("".join(SENTENCES[:6]).replace(" ", "▁")) | {"▁"})
    pieces = set()
    words = [w for s in SENTENCES[:6] for w in s.replace(" ", " ▁").split(" ")]
    for word in words:
        for a in range(len(word)):
            for b in range(a + 2, min(len(word), a + 6) + 1):
                if rng.random() < 0.25:
                    pieces.add(word[a:b])
    pieces = sorted(pieces)
    rng.shuffle(pieces)
    for piece in pieces + ["▁▁", "▁▁▁"]:
        tokens.append(piece)
        kinds.append(1)
        scores.append(-float(rng.randint(0, 40)))
    for piece in alphabet:
        tokens.append(piece)
        kinds.append(1)
        scores.append(-100.0)
    tokens += ["<user>", pieces[3]]
    kinds += [4, 1]
    scores += [0.0, -3.0]
    golden = {"tokens": tokens, "scores": scores, "kinds": kinds}
    own = SENTENCES[:12] + SPACES + ["<user> x<s>y", "a  b   c", "The the thee postponed"] + COMPOSITION
    from transformers import PreTrainedTokenizerFast
    base = {"tokenizer_type": "llama", "tokens": tokens, "scores": scores, "token_type": kinds, "bos_token_id": 1,
            "eos_token_id": 2, "unk_token_id": 0}
    for name, architecture in [("llama", "llama"), ("gemma", "gemma2")]:
        backend, _ = convert_gguf_tokenizer(architecture, dict(base))
        golden[name] = [backend.encode(text, add_special_tokens=False).ids for text in own]
        golden[name + "-decoded"] = [backend.decode(ids) for ids in golden[name]]
    golden["texts"] = own
    write("scored.json", golden)


def composition():
    """Canonical composition of scalars of all ages; those younger than the crate's data stay as they are."""
    rng = random.Random(17)
    ranges = [(0x41, 0x17f), (0x300, 0x36f), (0x1100, 0x1200), (0x900, 0xdff), (0x1e00, 0x1fff), (0x11000, 0x11fff),
              (0x1dc0, 0x1dff), (0x1ac0, 0x1aeb), (0x323, 0x323), (0x16d40, 0x16d6a), (0x2126, 0x212b)]
    nfc = normalizers.NFC()
    texts = ["".join(chr(rng.randint(*rng.choice(ranges))) for _ in range(4)) for _ in range(700)]
    single = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000 and nfc.normalize_str(chr(c)) != chr(c)]
    hash = fnv(0xCBF29CE484222325, [ord(c) for s in single for c in s + nfc.normalize_str(s)])
    write("composition.json", {"texts": texts, "composed": [nfc.normalize_str(text) for text in texts],
                               "single": format(hash, "016x")})


def classes():
    """Ranges of scalars that the patterns' classes match."""
    patterns = {"letter": r"\p{L}", "number": r"\p{N}", "space": r"\s", "mark": r"\p{M}",
                "upper": r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", "lower": r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"}
    tests = {name: (lambda s: lambda c: not s.pre_tokenize_str(c))(pre_tokenizers.Split(Regex(pattern), "removed"))
             for name, pattern in patterns.items()}
    digits = pre_tokenizers.Digits(individual_digits=True)
    tests["digit"] = lambda c: len(digits.pre_tokenize_str("a" + c)) == 2
    golden = {}
    for name, test in tests.items():
        flat = []
        for value in range(0x110000):
            if 0xD800 <= value < 0xE000 or not test(chr(value)):
                continue
            if flat and flat[-1] == value - 1:
                flat[-1] = value
            else:
                flat += [value, value]
        golden[name] = flat
    write("classes.json", golden)


if __name__ == "__main__":
    assert len(TEXTS) >= 150 and len(set(TEXTS)) == len(TEXTS), (len(TEXTS), len(set(TEXTS)))
    loaded = {name: model(folder) for name, folder in MODELS.items()}
    print(len(TEXTS), "texts")
    texts(loaded)
    families(loaded)
    scored()
    composition()
    classes()
    shared(loaded)
