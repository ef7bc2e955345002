#!/usr/bin/env python3
"""Goldens of LanguageID: fastText itself on small seeded models, on NTREX-128 and on real model outputs.

    .peers/venv/bin/python scripts/goldens/languageid.py

Writes Tests/LanguageIDTests/Goldens. Reference: fasttext-wheel 0.9.2 (numpy 2.4.6 breaks its Python-side predict, so
the C++ predict is called as its binding does). Seed 20240607. Of ../shared/data only label positions, probabilities and
counts are written, no text.
"""

import csv
import json
import os
import pathlib
import random
import string
import struct
import sys
import tempfile

import fasttext

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/LanguageIDTests/Goldens"
SHARED = ROOT.parent / "shared/data"
HOME = pathlib.Path(os.environ.get("ISOGLOSS_HOME", pathlib.Path.home() / ".cache/isogloss"))
SEED = 20240607


def predict(model, line, k=1, threshold=0.0):
    return [(label, prob) for prob, label in model.f.predict(line + "\n", k, threshold, "strict")]


def write(name, value):
    path = OUT / name
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(path.relative_to(ROOT), path.stat().st_size)


# --- Small models -----------------------------------------------------------------------------------------------------

INVENTORIES = {
    "aa": ["ka", "ti", "mo", "ru", "sel", "pan"],
    "bb": ["čā", "šē", "ļu", "ķi", "ra", "tis"],
    "cc": ["жу", "ра", "ти", "мо", "ск", "ый"],
    "dd": ["漢", "字", "か", "な", "本", "日"],
    "ee": ["thr", "ong", "ly", "ea", "st", "ka"],
    "ff": ["नम", "स्ते", "का", "है", "मे", "कि"],
}
EDGES = [
    "", " ", "\t \r", "</s>", "ka </s> čāšē", "__label__aa", "__label__aa kati", "__label__zz moru", "<", ">", "a", "ā",
    "kati\0moru", "kati\u00a0moru", "kati\x0bmoru\x0cčāra", "😀 😀😀", "!!! ??? ...", "ka" * 400, "漢" * 300,
    "e\u0301 \u0301", "KATI Moru", "x" * 5 + " " + "ļ" * 7,
]


def sentence(rng, language):
    syllables = INVENTORIES[language]
    return " ".join("".join(rng.choice(syllables) for _ in range(rng.randint(1, 4))) for _ in range(rng.randint(2, 9)))


def corpus(rng, size, weights):
    languages = list(INVENTORIES)
    lines = []
    for _ in range(size):
        language = rng.choices(languages, weights)[0]
        lines.append(f"__label__{language} {sentence(rng, language)}")
    return lines


def many_labels(rng):
    lines = []
    for index in range(262):
        word = "".join(rng.choice("abcdefghij") for _ in range(4))
        for _ in range(1 + index % 5):
            lines.append(f"__label__l{index:03d} {word} {word[:2]}{index % 7} {rng.choice('kmnprst')}a")
    return lines


def train(lines, seed, **settings):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8", delete=False) as file:
        file.write("\n".join(lines) + "\n")
    try:
        return fasttext.train_supervised(file.name, thread=1, verbose=0, seed=seed, **settings)
    finally:
        os.unlink(file.name)


def small_models():
    rng = random.Random(SEED)
    lines = corpus(rng, 160, [8, 5, 4, 3, 2, 1])
    plain = dict(dim=8, bucket=300, minn=2, maxn=4, wordNgrams=2, epoch=25, lr=0.5, minCount=3)
    models = {}
    models["softmax.bin"] = train(lines, 1, loss="softmax", **plain)
    models["hs.bin"] = train(lines, 2, loss="hs", **{**plain, "minn": 1, "maxn": 3, "wordNgrams": 3})
    models["ova.bin"] = train(lines, 3, loss="ova", **{**plain, "lr": 2.0, "epoch": 60})
    models["ns.bin"] = train(lines, 4, loss="ns", **plain)
    models["words.bin"] = train(lines, 5, loss="softmax", dim=5, minn=0, maxn=0, wordNgrams=1, epoch=20, minCount=2)
    # Six columns in parts of four: the last part is narrower.
    models["quantised.ftz"] = train(lines, 6, loss="softmax", **{**plain, "dim": 6})
    models["quantised.ftz"].quantize(dsub=4, qnorm=False)
    models["qnorm.ftz"] = train(lines, 7, loss="hs", **{**plain, "dim": 5})
    models["qnorm.ftz"].quantize(dsub=2, qnorm=True)
    models["cutoff.ftz"] = train(lines, 8, loss="softmax", **{**plain, "bucket": 900})
    models["cutoff.ftz"].quantize(cutoff=300, dsub=2, qnorm=True)
    models["qout.ftz"] = train(
        many_labels(rng), 9, loss="hs", dim=4, bucket=700, minn=2, maxn=3, wordNgrams=1, epoch=60, lr=1.0)
    models["qout.ftz"].quantize(cutoff=400, dsub=2, qnorm=True, qout=True)
    models["qout-softmax.ftz"] = train(
        many_labels(rng), 10, loss="softmax", dim=4, bucket=300, minn=2, maxn=3, wordNgrams=1, epoch=60, lr=1.0)
    models["qout-softmax.ftz"].quantize(dsub=2, qnorm=False, qout=True)
    tests = [sentence(rng, language) for language in INVENTORIES for _ in range(6)]
    tests += [sentence(rng, "aa") + " " + sentence(rng, "cc") for _ in range(4)] + EDGES
    expected = {"lines": tests, "models": {}}
    for name, model in models.items():
        path = OUT / name
        model.save_model(str(path))
        model = fasttext.load_model(str(path))
        print(path.relative_to(ROOT), path.stat().st_size)
        expected["models"][name] = results(model, tests)
    # An old file: version 11 of a supervised model has no character n-grams.
    old = bytearray((OUT / "softmax.bin").read_bytes())
    struct.pack_into("<i", old, 4, 11)
    with tempfile.NamedTemporaryFile(suffix=".bin", delete=False) as file:
        file.write(old)
    expected["version11"] = results(fasttext.load_model(file.name), tests)
    os.unlink(file.name)
    write("small-models.json", expected)


def results(model, tests):
    return {
        "labels": model.labels,
        "top1": [[[l, round(p, 6)] for l, p in predict(model, t)] for t in tests],
        "top4": [[[l, round(p, 6)] for l, p in predict(model, t, 4)] for t in tests],
        "above": [[[l, round(p, 6)] for l, p in predict(model, t, 10, 0.2)] for t in tests],
    }


# --- NTREX-128 --------------------------------------------------------------------------------------------------------

def ntrex(model):
    labels = model.labels
    position = {label: index for index, label in enumerate(labels)}
    files = {}
    folder = SHARED / "ntrex128"
    for path in sorted(folder.glob("*.txt")) + sorted(folder.glob("first400/*.txt")):
        top, probabilities, thirds = [], [], []
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")[:-1]):
            found = predict(model, line, 3 if number % 20 == 0 else 1)
            top.append(position[found[0][0]])
            probabilities.append(round(found[0][1] * 10000))
            if number % 20 == 0:
                thirds.append([[position[l], round(p * 10000)] for l, p in found])
        files[str(path.relative_to(folder))] = {"labels": top, "probabilities": probabilities, "top3": thirds}
    write("ntrex.json", {"labels": labels, "files": files})


# --- Consistency ------------------------------------------------------------------------------------------------------
# The definition of Marchisio et al. 2024 and of their program (for-ai/language-confusion at 0cfdbb4), written anew.
# Word pass rate: an English word is here any run of more than three lower-case ASCII letters, as no word list is at
# hand; the languages of the sample are all Latin, so it is measured on made-up answers only.

NO_PUNCTUATION = {ord(character): None for character in string.punctuation}
NO_PUNCTUATION[ord("،")] = None
NO_PUNCTUATION[ord("—")] = " "


def scored_lines(answer):
    answer = answer.partition("\nQ:")[0].strip().translate(NO_PUNCTUATION)
    return [line for line in answer.split("\n") if len(line.split()) >= 5]


def is_english(word):
    return len(word) > 3 and all("a" <= letter <= "z" for letter in word)


def consistency(model, pairs, non_latin=()):
    """Counts over (expected, answer) pairs."""
    count = dict.fromkeys(
        ["total", "whole_scored", "whole_passed", "scored", "passed", "word_total", "word_scored", "word_passed"], 0)
    accuracy = []
    wholes, lines = {}, {}
    for expected, answer in pairs:
        count["total"] += 1
        if answer.strip():
            count["whole_scored"] += 1
            label = predict(model, answer.replace("\n", " "))[0][0][9:]
            count["whole_passed"] += label == expected
            wholes[f"{expected} {label}"] = wholes.get(f"{expected} {label}", 0) + 1
        count["word_total"] += expected in non_latin
        long_lines = scored_lines(answer)
        if not long_lines:
            continue
        count["scored"] += 1
        right = 0
        for line in long_lines:
            label, probability = predict(model, line)[0]
            found = label[9:] if probability > 0.3 else "unknown"
            right += found == expected
            lines[f"{expected} {found}"] = lines.get(f"{expected} {found}", 0) + 1
        accuracy.append(right / len(long_lines))
        if right < len(long_lines):
            continue
        count["passed"] += 1
        if expected in non_latin:
            count["word_scored"] += 1
            words = [word for line in long_lines for word in line.split()]
            count["word_passed"] += not any(is_english(word) for word in words)
    count["line_accuracy"] = sum(accuracy) / len(accuracy) if accuracy else None
    return {**count, "whole_confusion": wholes, "line_confusion": lines}


def confusion(model):
    cells = {}
    for path in sorted((SHARED / "language_confusion/outputs_sample").glob("*.csv")):
        csv.field_size_limit(1 << 24)
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                key = f"{path.stem}/{row['task']}/{row['language']}"
                cells.setdefault(key, []).append((row["language"], row["completion"]))
    return {key: consistency(model, pairs) for key, pairs in cells.items()}


MADE_UP = [
    ("ru", "Это обычный ответ на русском языке без чужих слов."),
    ("ru", "Это обычный ответ на русском языке, но здесь стоит mixture чужое слово."),
    ("ru", "Здесь стоят только короткие и прописные слова: API, the, Python и снова русский текст."),
    ("ru", "This whole answer is in English and not in Russian at all."),
    ("ru", "Нет."),
    ("ru", ""),
    ("uk", "Це звичайна відповідь українською мовою без жодних чужих слів."),
    ("uk", "Перший рядок написано українською мовою як слід.\nThe second line is written in English by mistake."),
    ("lv", "Atvainojiet, bet es nevaru palīdzēt ar šo pieprasījumu.\nLūdzu, jautājiet kaut ko citu par šo tēmu."),
    ("lv", "Nevaru palīdzēt."),
    ("lv", "Šis ir garāks teikums latviešu valodā par laikapstākļiem.\nQ: And this is never looked at by the measure."),
    ("cs", "Omlouvám se, ale s touto žádostí vám bohužel nemohu pomoci."),
    ("sk", "Omlouvám se, ale s touto žádostí vám bohužel nemohu pomoci."),
    ("pt", "Lo siento mucho, pero no puedo ayudarte con esa petición hoy."),
    ("en", "   \n \t "),
    ("en", "a1 b2 c3 d4 e5 xqz"),
    ("ar", "هذه إجابة عادية باللغة العربية، بدون كلمات أجنبية على الإطلاق."),
    ("ar", "هذه إجابة عادية باللغة العربية فيها كلمة sentence أجنبية واحدة فقط."),
]


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    small_models()
    lid = fasttext.load_model(str(HOME / "lid/lid.176.ftz"))
    made_up = {
        "pairs": MADE_UP, "expected": consistency(lid, MADE_UP, ("ru", "uk", "ar")),
    }
    write("consistency-made-up.json", made_up)
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is not there: goldens over it are left as they are")
    ntrex(lid)
    write("consistency.json", confusion(lid))


if __name__ == "__main__":
    main()
