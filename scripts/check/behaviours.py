#!/usr/bin/env python3
"""Checks the matched pairs of data/behaviours: refusal.jsonl, toxicity.jsonl and bias.jsonl.

    scripts/check/behaviours.py [FOLDER] [--against FILE ...] [--verbose]

Exits 1 with one line a fault. `--against` takes JSON Lines files with `text` or `prompt` and `language` (a suite, a pair
set) and reports prompts that share at least half of their word triples with one of those.
"""
import argparse
import collections
import json
import pathlib
import re
import statistics
import sys
import unicodedata

LANGUAGES = ["en", "de", "pl", "es", "lv", "sl"]
BEHAVIOURS = {"refusal": "ref", "toxicity": "tox", "bias": "bias"}
KEYS = ["id", "group", "behaviour", "language", "prompt", "preferred", "dispreferred", "hazard", "target", "split",
        "provenance"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
EXTRA = {"en": "é", "de": "äöüßé", "pl": "ąćęłńóśźż", "es": "áéíóúüñ", "lv": "āčēģīķļņšūž", "sl": "čšž"}
WORDS = {  # frequent words that are no words of the other languages' own
  "en": {"the", "and", "with", "would", "could", "should", "this", "which", "they", "their", "she", "you", "your", "of",
         "is", "are", "was", "were", "have", "has", "from", "what", "who", "how", "here", "for", "not", "it", "that"},
  "de": {"und", "nicht", "ist", "ich", "eine", "einen", "mit", "auf", "dass", "wie", "für", "aber", "sich", "auch"},
  "pl": {"nie", "się", "jest", "że", "dla", "jak", "przez", "który", "która", "jego", "oraz", "więc", "bardzo"},
  "es": {"que", "los", "las", "por", "una", "con", "para", "muy", "pero", "como", "más", "del", "está"},
  "lv": {"un", "ir", "ka", "nav", "uz", "viņš", "viņa", "kas", "kā", "tas", "bet", "jau", "nevar", "lai"},
  "sl": {"je", "ki", "ni", "sem", "pa", "kako", "ali", "tudi", "bi", "ne", "smo", "zato", "kar", "ga"},
}
SHARED = {"was": ["de", "pl"], "it": ["de", "pl", "lv", "sl"], "has": ["es"], "un": ["es"]}  # words of both
QUOTES = {"en": "“”", "de": "„“", "pl": "„”", "es": "«»", "lv": "„”", "sl": "»«"}
LOW, HIGH = 0.8, 1.25


def words(text):
  return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def foreign_words(tokens, other, language):
  return {word for word in tokens & WORDS[other] if language not in SHARED.get(word, []) and word not in WORDS[language]}


def read(path, faults):
  rows = []
  for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
    try:
      row = json.loads(line)
    except json.JSONDecodeError as error:
      faults.append(f"{path.name}:{number}: no JSON: {error}")
      continue
    if not isinstance(row, dict) or list(row) != KEYS or not all(
        isinstance(row[key], str) for key in KEYS if key not in ("hazard", "target", "provenance")):
      faults.append(f"{path.name}:{number}: keys or types: {line[:80]}")
      continue
    rows.append(row)
  return rows


def shingles(text):
  tokens = words(text)
  return {tuple(tokens[i:i + 3]) for i in range(max(1, len(tokens) - 2))}


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument("folder", nargs="?", default=str(pathlib.Path(__file__).resolve().parents[2] / "data/behaviours"))
  parser.add_argument("--against", nargs="*", default=[])
  parser.add_argument("--verbose", action="store_true")
  arguments = parser.parse_args()
  faults = []
  identifiers = collections.Counter()
  others = collections.defaultdict(list)
  for name in arguments.against:
    for line in open(name, encoding="utf-8"):
      row = json.loads(line)
      others[row["language"]].append((row["id"], shingles(row.get("text") or row["prompt"])))
  for behaviour, prefix in BEHAVIOURS.items():
    path = pathlib.Path(arguments.folder) / f"{behaviour}.jsonl"
    if not path.exists():
      faults.append(f"{path}: missing")
      continue
    rows = read(path, faults)
    groups = collections.defaultdict(list)
    seen = {}
    answers = collections.defaultdict(list)
    ratios, logarithms = [], []
    for row in rows:
      name = row.get("id", "?")

      def fault(text):
        faults.append(f"{behaviour}: {name}: {text}")

      identifiers[name] += 1
      groups[row["group"]].append(row)
      language = row["language"]
      if name != f"{row['group']}.{language}" or not re.fullmatch(prefix + r"-\d{3}", row["group"]):
        fault("id does not follow group and language")
      if row["behaviour"] != behaviour or language not in LANGUAGES or row["split"] not in ("train", "heldout"):
        fault("behaviour, language or split")
      if (behaviour == "refusal") != bool(re.fullmatch(r"S([1-9]|1[0-4])", row["hazard"] or "")):
        fault(f"hazard {row['hazard']}")
      if (behaviour == "bias") != bool(row["target"]):
        fault(f"target {row['target']}")
      provenance = row["provenance"]
      if (list(provenance) != ["source", "author", "origin"] or provenance["source"] != "isogloss-behaviours"
          or provenance["author"] != "model-written" or provenance["origin"] not in LANGUAGES):
        fault(f"provenance {provenance}")
      texts = [row["prompt"], row["preferred"], row["dispreferred"]]
      for text in texts:
        if not text or text != " ".join(text.split()) or text != unicodedata.normalize("NFC", text):
          fault(f"empty, unnormalised or stray space: {text!r}")
        if text.count('"') or "'" in text or ".." in text or "…" in text:
          fault(f"typewriter quote or dots: {text}")
        foreign = {c for c in text.lower() if c.isalpha() and c not in LETTERS + EXTRA[language]}
        if foreign:
          fault(f"letters {''.join(sorted(foreign))} in: {text}")
        marks = "".join(c for c in text if c in "„“”«»")
        if marks != QUOTES[language] * (len(marks) // 2):
          fault(f"quotation marks {marks} in: {text}")
        if "’" in text and language != "en":
          fault(f"apostrophe in: {text}")
        found = set(words(text))
        for other in LANGUAGES:
          hits = foreign_words(found, other, language)
          if other != language and not found & WORDS[language] and len(hits) >= 2:
            fault(f"reads like {other}: {text}")
      tokens = set(words(" ".join(texts)))
      for other in LANGUAGES:
        hits = foreign_words(tokens, other, language)
        if other != language and len(hits) >= (1 if other == "en" else 4):
          fault(f"words of {other}: {sorted(hits)}")
      if not set(" ".join(texts).lower()) & set(EXTRA[language]) and not tokens & WORDS[language]:
        fault("no letter and no frequent word of its language")
      if row["preferred"] == row["dispreferred"]:
        fault("both answers are equal")
      ratio = len(row["preferred"]) / len(row["dispreferred"])
      ratios.append((ratio, name))
      if not LOW <= ratio <= HIGH:
        fault(f"length ratio {ratio:.2f} ({len(row['preferred'])}:{len(row['dispreferred'])})")
      elif arguments.verbose and not 0.87 <= ratio <= 1.15:
        print(f"near the edge: {name} {ratio:.2f}")
      key = (language, " ".join(words(row["prompt"])))
      if key in seen:
        fault(f"prompt repeats {seen[key]}")
      seen[key] = name
      for side in ("preferred", "dispreferred"):
        answers[(language, row[side])].append(name)
      for other, marks in others[language]:
        mine = shingles(row["prompt"])
        if len(mine & marks) / len(mine | marks) >= 0.5:
          fault(f"prompt is nearly {other}")
    for (language, text), names in answers.items():
      if len(names) > 1:
        faults.append(f"{behaviour}: {', '.join(names)}: same answer: {text}")
    for group, members in groups.items():
      if [m["language"] for m in members] != LANGUAGES:
        faults.append(f"{behaviour}: {group}: languages {[m['language'] for m in members]}")
      for key in ("hazard", "target", "split"):
        if len({m[key] for m in members}) != 1:
          faults.append(f"{behaviour}: {group}: {key} differs")
      if len({m["provenance"]["origin"] for m in members}) != 1:
        faults.append(f"{behaviour}: {group}: origin differs")
    # Train and held-out prompts of one language must not be near-duplicates.
    for language in LANGUAGES:
      mine = [(m["id"], m["split"], shingles(m["prompt"])) for m in rows if m["language"] == language]
      for i, (a, one, left) in enumerate(mine):
        for b, two, right in mine[i + 1:]:
          if one != two and len(left & right) / len(left | right) >= 0.3:
            faults.append(f"{behaviour}: {a} and {b}: prompts share word triples across the split")
    split = collections.Counter(members[0]["split"] for members in groups.values())
    origin = collections.Counter(members[0]["provenance"]["origin"] for members in groups.values())
    for side in ("train", "heldout"):
      if split[side] < 60:
        faults.append(f"{behaviour}: {split[side]} {side} groups, 60 wanted")
    for language in LANGUAGES:
      if origin[language] < 8:
        faults.append(f"{behaviour}: {origin[language]} groups of origin {language}, 8 wanted")
    tag = "hazard" if behaviour == "refusal" else "target"
    print(f"{behaviour}: {len(rows)} rows, {len(groups)} groups, {dict(split)}, origin {dict(origin)}")
    if behaviour != "toxicity":
      print("  ", tag, dict(sorted(collections.Counter((m[0][tag]) for m in groups.values()).items())))
    for language in LANGUAGES:
      members = [m for m in rows if m["language"] == language]
      if not members:
        continue
      mean = [statistics.mean(len(m[k]) for m in members) for k in ("prompt", "preferred", "dispreferred")]
      spread = [len(m["preferred"]) / len(m["dispreferred"]) for m in members]
      longer = sum(r > 1 for r in spread)
      print(f"   {language}: characters {mean[0]:.0f} | {mean[1]:.0f} | {mean[2]:.0f}; ratio {min(spread):.2f} to "
            f"{max(spread):.2f}, mean {statistics.mean(spread):.3f}; preferred longer in {longer} of {len(members)}")
  faults += [f"{name}: id occurs {count} times" for name, count in identifiers.items() if count > 1]
  for line in faults:
    print("FAULT", line)
  print(f"{len(faults)} faults")
  return 1 if faults else 0


if __name__ == "__main__":
  sys.exit(main())
