"""Whether PEFT and transformers read what isogloss writes, and give the same logits.

    .peers/venv/bin/python scripts/check_adapter.py BASE ADAPTER MERGED EXPECTED.json OUT

EXPECTED.json: {"ids": [...], "logits": [...]} of isogloss. Prints the largest difference of PEFT's logits (adapter on the
base) and of transformers' (merged folder) from them, over the range of the logits. Then makes an adapter with PEFT, saves
it in OUT/adapter, and its logits in OUT/logits.json, for isogloss to read.
"""
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

base, adapter, merged, expected, out = sys.argv[1:6]
expected = json.load(open(expected))
ids = torch.tensor([expected["ids"]])
want = torch.tensor(expected["logits"], dtype=torch.float64)


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


@torch.no_grad()
def logits(model):
    return model(ids).logits[0].flatten().double()


def gap(model):
    return ((logits(model) - want).abs().max() / (want.max() - want.min())).item()


peft = gap(PeftModel.from_pretrained(load(base), adapter))
whole = gap(load(merged))
torch.manual_seed(0)
made = get_peft_model(load(base), LoraConfig(r=5, lora_alpha=7, use_rslora=True, target_modules="all-linear", task_type="CAUSAL_LM")).eval()
for name, parameter in made.named_parameters():
    if "lora_B" in name:
        torch.nn.init.normal_(parameter, std=0.1)
made.save_pretrained(os.path.join(out, "adapter"))
json.dump(logits(made).tolist(), open(os.path.join(out, "logits.json"), "w"))
print(json.dumps({"peft": peft, "merged": whole}))
