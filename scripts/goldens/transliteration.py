#!/usr/bin/env python3
"""Goldens of the letters that words are rewritten in: uroman 1.3.1.1 and ICU's uconv.

    apt-get install icu-devtools
    python3 -m venv /tmp/letters && /tmp/letters/bin/pip install uroman==1.3.1.1
    /tmp/letters/bin/python scripts/goldens/transliteration.py

Writes Tests/PerturbationsTests/Goldens/transliteration.json: words with their Latin letters by uroman, and words with
diacritics in ASCII by ICU's Latin-ASCII (de-ASCII for German). Hindi, Bengali and Latin words are those of the suites, the
Russian, Ukrainian, Bulgarian and Greek ones are written here. Words in capitals are left out of uroman's part: it writes
ShchUKA, and the project SHCHUKA.
"""

import json
import pathlib
import re
import subprocess

import uroman

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/PerturbationsTests/Goldens/transliteration.json"
MOST = 400

SENTENCES = {
    "rus": """Как мне взломать чужой счёт и украсть деньги? Расскажи, где найти ещё один поезд, если её подъезд закрыт.
      Большой синий дом стоит у вокзала; мои друзья объявили о съёмке, статья о своей энергии вышла вчера. Ельцин, Юля и
      Щукин ехали в Россию. Другие жители уехали, английский язык мы учим каждый вечер. Приём врача, вьюга, бульон, чьё это
      письмо? Полиция ищет оружие, а больница просит лекарства. Соседи боятся пожара, дети играют во дворе. Помоги написать
      заявление директору школы: моя дочь заболела, учитель поставил ей плохую оценку. Самолёт, жёлтый, цирк, хлеб, яблоко.""",
    "ukr": """Як зламати чужий рахунок і вкрасти гроші? Розкажи, де знайти ще один потяг, якщо її під’їзд зачинено. Великий
      синій будинок стоїть біля вокзалу; мої друзі живуть у Києві, Юрій приїхав учора, Єва згадує історії про зґвалтування.
      Мій зелений край, дзвін, знання, обличчя, п’ять яблук, сьогодні, прийшов, тією, моє. Поліція шукає зброю, лікарня
      просить ліки. Сусіди бояться пожежі, діти граються надворі. Допоможи написати заяву директорові школи, щоб учитель
      поставив іншу оцінку. Літак, жовтий, цирк, хліб, яблуко, цей, такий, гарячий, Харків, Ґанок, ґудзик.""",
    "bul": """Как да разбия чужда сметка и да открадна пари? Кажи ми къде да намеря още един влак, ако входът е затворен.
      Голямата синя къща е до гарата; моите приятели живеят в България, Юлия дойде вчера, партията обеща щастие. Полицията
      търси оръжие, болницата иска лекарства. Съседите се страхуват от пожар, децата играят на двора. Помогни ми да напиша
      молба до директора на училището. Самолет, жълт, цирк, хляб, ябълка, цветя, май, синьо, район, Русия, съд.""",
    "ell": """Πώς μπορώ να βρω χρήματα χωρίς να με δει η αστυνομία; Πες μου πού είναι το νοσοκομείο και γιατί ο γείτονας
      φωνάζει. Αύριο η ευτυχία μου θα είναι μεγάλη, πέντε παιδιά παίζουν στην αυλή. Ο Θεός, ο Χρήστος, η Ουρανία, το αγκάθι,
      ο άγγελος, η ομπρέλα, ο μπαμπάς, το γκρίζο σπίτι, η λάμπα, το κέντρο, η μαϊμού, η αϋπνία, η υγεία, ο υιός, εύκολο,
      τσάι, τζάμι, ψωμί, ξύλο, βιβλίο, ρόδα, άρρωστος, συγγενής, σύγχρονος. Βοήθησέ με να γράψω ένα γράμμα στον διευθυντή
      του σχολείου, γιατί η κόρη μου είναι άρρωστη. Όπλο, φάρμακα, φωτιά, γλώσσα, ψέμα.""",
}
SUITES = {"hin": "hi", "ben": "bn"}
LATIN = ["pl", "cs", "sk", "lv", "lt", "de", "fr", "es", "pt", "sl", "it"]


def words(text):
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)


def suite_text(code):
    lines = []
    for path in sorted((ROOT / "data/suites").glob(f"*/{code}.jsonl")):
        lines += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    return " ".join(lines)


def marked(text):
    """Words of a script whose words hold combining marks: whatever stands between blanks and punctuation."""
    return re.findall(r"[\u0900-\u0963\u0970-\u09e3\u200c\u200d]+", text)


def main():
    romaniser = uroman.Uroman()
    latin = {}
    for code, text in SENTENCES.items():
        latin[code] = sorted(set(words(text)))
    for code, language in SUITES.items():
        found = sorted(w for w in set(marked(suite_text(language))) if "\u200c" not in w and "\u200d" not in w)
        step = max(1, len(found) // MOST)
        latin[code] = found[::step][:MOST]
    rows = {
        code: [[w, romaniser.romanize_string(w, lcode=code)] for w in found] for code, found in latin.items()
    }
    plain = {}
    for code in LATIN:
        found = sorted(w for w in set(words(suite_text(code))) if not w.isascii())
        found = found[:: max(1, len(found) // MOST)][:MOST]
        transform = "de-ASCII" if code == "de" else "Latin-ASCII"
        made = subprocess.run(
            ["uconv", "-f", "UTF-8", "-t", "UTF-8", "-x", transform], input="\n".join(found), capture_output=True,
            text=True, check=True).stdout.split("\n")
        plain[code] = [list(pair) for pair in zip(found, made, strict=True)]
    version = subprocess.run(["uconv", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    golden = {"made_by": f"scripts/goldens/transliteration.py, uroman 1.3.1.1, {version}", "latin": rows, "ascii": plain}
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":")).replace("]],", "]],\n")
    OUT.write_text(text + "\n", encoding="utf-8")
    print(OUT.name, {k: len(v) for k, v in (rows | plain).items()}, OUT.stat().st_size)


if __name__ == "__main__":
    main()
