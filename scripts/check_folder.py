"""Whether transformers reads a model folder that isogloss wrote: .peers/venv/bin/python scripts/check_folder.py FOLDER EXPECTED.json

EXPECTED.json: {"texts": [...], "ids": [[...], ...], "decoded": [...], "logits": [...]} of isogloss; the logits are those of the first text.
Prints the texts whose ids differ, the texts that ids are not decoded to, and the largest difference of the logits
over their range.
"""
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

folder, expected = sys.argv[1], json.load(open(sys.argv[2]))
tokenizer = AutoTokenizer.from_pretrained(folder)
ids = [tokenizer(text)["input_ids"] for text in expected["texts"]]
plain = [tokenizer.decode(row, skip_special_tokens=True, clean_up_tokenization_spaces=False) for row in expected["ids"]]
with torch.no_grad():
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    logits = model(torch.tensor([ids[0]])).logits[0].flatten().double()
want = torch.tensor(expected["logits"], dtype=torch.float64)
print(json.dumps({
    "differing": [text for text, own, other in zip(expected["texts"], ids, expected["ids"]) if own != other],
    "undecoded": [text for text, own in zip(expected["decoded"], plain) if text != own],
    "gap": ((logits - want).abs().max() / (want.max() - want.min())).item(),
    "ends": GenerationConfig.from_pretrained(folder).eos_token_id,
    "template": bool(tokenizer.chat_template),
}))
