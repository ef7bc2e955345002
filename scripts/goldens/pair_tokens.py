"""Goldens of pair tokenisation: what TRL's DPOTrainer makes of preference pairs.

    .peers/venv/bin/python scripts/goldens/pair_tokens.py

Writes Tests/AlignmentTests/Goldens/pair_tokens.json and Goldens/llama3/ (a byte-level vocabulary of 1,400 tokens with
Llama 3's pipeline and special tokens, made from the texts of the labels: Meta's own is not free to fetch). Pairs are made
from data/labels: of each prompt the first answer of one prompt is chosen, an answer of another rejected, so that no text is
kept here; a few pairs with hard texts are. Rows are kept as FNV-1a 64 over prompt, chosen and rejected ids (four bytes an
id, little endian, FF FF FF FF after each); every 60th as ids. TRL's own methods run: DPOTrainer._prepare_dataset (split
point, end tokens, dropped rows) and DataCollatorForPreference (truncation).
"""
import datetime
import json
import os
import sys
from types import SimpleNamespace

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"
import tokenizers
import transformers
import trl
from datasets import Dataset
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer, PreTrainedTokenizerFast
from transformers.utils import chat_template_utils
from trl import DPOTrainer
from trl.trainer.dpo_trainer import DataCollatorForPreference

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "Tests/AlignmentTests/Goldens")
PEERS = os.path.join(ROOT, ".peers/models")
LANGUAGES = "en de it fr es pt pl cs sk sl lt lv".split()
COUNT = 500
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
HARD = [
    ("white space ends the prompt ", " starts the answer", "\n\nstarts with lines"),
    ("  padded\t", "  padded answer \n", "x"),
    ("ends in a colon:", "s", "so"),
    ("<|im_end|> and <end_of_turn> and <|eot_id|>", "<eos><end_of_turn>", "<|endoftext|>"),
    ("already ended", "answer<eos>", "answer<|im_end|>"),
    ("e\u0301 Ā ﬁ 👩‍👩‍👧", "नमस्ते 你好", "สวัสดี\u2028مرحبا"),
    ("one", "1", "12345"),
    ("long " * 90, "word " * 80, "no"),
    ("x", "same start, then this", "same start, then that"),
    ("\"quotes\" & <tags> 'single' \\back", "{{ bos_token }}", "{% if true %}"),
]


class FixedDate(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26, 0, 0, 0)


chat_template_utils.datetime = FixedDate


def labels():
    with open(os.path.join(ROOT, "data/labels/isogloss-12/labels.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def made_pairs(rows):
    """(chosen's id, rejected's id): row i of a language against row i + 7 of it, languages in turn."""
    by = {code: [r for r in rows if r["language"] == code and r["response"].strip()] for code in LANGUAGES}
    pairs = []
    for i in range(COUNT):
        own = by[LANGUAGES[i % 12]]
        pairs.append((own[(i // 12) % len(own)], own[(i // 12 + 7) % len(own)]))
    return pairs


def llama3(texts):
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(LLAMA3), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=1400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    special = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>"]
    tokenizer.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in special])
    begin = tokenizer.token_to_id("<|begin_of_text|>")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<|begin_of_text|> $A", pair="<|begin_of_text|> $A $B", special_tokens=[("<|begin_of_text|>", begin)])
    folder = os.path.join(OUT, "llama3")
    os.makedirs(folder, exist_ok=True)
    tokenizer.save(os.path.join(folder, "tokenizer.json"), pretty=False)
    with open(os.path.join(ROOT, "Tests/TokenizersTests/Templates/llama-3.1-8b-instruct.jinja"), encoding="utf-8", newline="") as file:
        template = file.read()
    with open(os.path.join(folder, "tokenizer_config.json"), "w") as file:
        json.dump({"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"}, file)
    loaded = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<|begin_of_text|>", eos_token="<|eot_id|>")
    loaded.chat_template = template
    return loaded


def gemma(with_template):
    tokenizer = AutoTokenizer.from_pretrained(os.path.join(PEERS, "gemma-3-270m"))
    if with_template:
        with open(os.path.join(ROOT, "../shared/data/templates/gemma-3.jinja"), encoding="utf-8", newline="") as file:
            tokenizer.chat_template = file.read()
    return tokenizer


def chat(rows):
    user = lambda text: [{"role": "user", "content": text}]
    own = lambda text: [{"role": "assistant", "content": text}]
    return [{"prompt": user(p), "chosen": own(c), "rejected": own(r)} for p, c, r in rows]


def text(rows):
    """The frame `question-answer` of PlainTemplate, as plain text."""
    return [{"prompt": f"User: {p}\nAssistant:", "chosen": " " + c, "rejected": " " + r} for p, c, r in rows]


def fnv(lists):
    hash = 0xCBF29CE484222325
    for ids in lists:
        for byte in b"".join(i.to_bytes(4, "little") for i in ids) + b"\xff\xff\xff\xff":
            hash = ((hash ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return format(hash, "016x")


def tokenized(tokenizer, rows, max_length):
    """[(row's number, prompt, chosen, rejected)] of the rows that are kept."""
    dataset = Dataset.from_list([{**row, "number": i} for i, row in enumerate(rows)])
    args = SimpleNamespace(dataset_num_proc=None, max_length=max_length, truncation_mode="keep_start")
    kept = DPOTrainer._prepare_dataset(SimpleNamespace(_tokenizer=tokenizer), dataset, tokenizer, args, "train")
    collate = DataCollatorForPreference(pad_token_id=0, max_length=max_length)
    found = []
    for row in kept:
        batch = collate([{k: row[k] for k in ["prompt_ids", "chosen_ids", "rejected_ids"]}])
        sides = []
        for ids, mask, completion in zip(batch["input_ids"], batch["attention_mask"], batch["completion_mask"]):
            ids, completion = ids[mask == 1].tolist(), completion[mask == 1].tolist()
            start = completion.index(1)
            assert all(completion[start:])
            sides.append((ids[:start], ids[start:]))
        assert sides[0][0] == sides[1][0]
        found.append((row["number"], sides[0][0], sides[0][1], sides[1][1]))
    return found


def case(name, tokenizer, rows, max_length):
    kept = tokenized(tokenizer, rows, max_length)
    numbers = {k[0] for k in kept}
    print(name, max_length, len(kept))
    return {
        "name": name, "maxLength": max_length, "dropped": [i for i in range(len(rows)) if i not in numbers],
        "hashes": [fnv(k[1:]) for k in kept], "rows": {str(k[0]): list(k[1:]) for k in kept if k[0] % 60 == 0},
    }


def main():
    rows = labels()
    pairs = made_pairs(rows)
    texts = [(c["prompt"], c["response"], r["response"]) for c, r in pairs] + HARD
    smollm = AutoTokenizer.from_pretrained(os.path.join(PEERS, "smollm2-135m-instruct"))
    tiny = llama3([r["response"] for r in rows])
    cases = []
    for length in [1024, 96]:
        cases += [
            case("gemma question-answer", gemma(False), text(texts), length), case("gemma", gemma(True), chat(texts), length),
            case("smollm", smollm, chat(texts), length), case("llama3", tiny, chat(texts), length),
        ]
    golden = {
        "versions": {"trl": trl.__version__, "transformers": transformers.__version__, "tokenizers": tokenizers.__version__},
        "pairs": [[c["id"], r["id"]] for c, r in pairs], "hard": HARD, "cases": cases,
    }
    path = os.path.join(OUT, "pair_tokens.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(golden, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")
    print(os.path.getsize(path), "bytes")


main()
