"""Goldens of Tests/InfluenceTests: gradients of preference pairs by a LoRA adapter, and what influence is made of them.

    .peers/venv/bin/python scripts/goldens/influence.py

Made with torch 2.13.0, transformers 5.23.0, peft 0.21.2 in float64, from the tiny models of Tests/ModelsTests/Goldens.
Every number comes from torch.autograd and the formulas of the papers written out here: no influence library has pairs.
Adapters and moments are formulas of their places, so that the file holds results alone. Writes
Tests/InfluenceTests/Goldens/influence.json.
"""
import json, math, os, pathlib
os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/InfluenceTests/Goldens"
RANK, ALPHA, BETA, RATES = 4, 8, 0.1, [0.02, 0.005]
KINDS = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj",
         "mlp.down_proj"]


def pairs(seed, count):
    generator = torch.Generator().manual_seed(seed)
    draw = lambda low, high: int(torch.randint(low, high, (1,), generator=generator))
    text = lambda n: [draw(3, 96) for _ in range(n)]
    return [dict(prompt=text(draw(3, 12)), chosen=text(draw(1, 8)) + [2], rejected=text(draw(1, 9)) + [2])
            for _ in range(count)]


def log_prob(model, prompt, answer):
    ids = torch.tensor([prompt + answer])
    logits = model(input_ids=ids).logits[0].log_softmax(-1)
    return sum(logits[len(prompt) - 1 + i, token] for i, token in enumerate(answer))


class Side:
    """A model with its adapter, as parts in the order of a checkpoint: A then B of each layer."""
    def __init__(self, name):
        base = AutoModelForCausalLM.from_pretrained(ROOT / f"Tests/ModelsTests/Goldens/tiny-{name}", dtype=torch.float64,
                                                    attn_implementation="eager")
        config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=[k.split(".")[1] for k in KINDS], lora_dropout=0.0)
        self.model = get_peft_model(base, config).double().eval()
        named = dict(self.model.named_parameters())
        self.parts = [named[f"base_model.model.model.layers.{block}.{kind}.lora_{side}.default.weight"]
                      for block in range(base.config.num_hidden_layers) for kind in KINDS for side in "AB"]

    def set(self, checkpoint):
        with torch.no_grad():
            for index, part in enumerate(self.parts):
                i = torch.arange(part.numel(), dtype=torch.float64)
                layer = index // 2
                if index % 2 == 0:
                    values = 0.2 * torch.sin(0.7 * i + 1.3 * layer)
                elif checkpoint is None:
                    values = 0 * i
                else:
                    values = 0.1 * torch.cos(0.9 * i + 0.4 * layer + checkpoint)
                part.copy_(values.reshape(part.shape))

    def margin(self, pair):
        return log_prob(self.model, pair["prompt"], pair["chosen"]) - log_prob(self.model, pair["prompt"], pair["rejected"])

    def gradient(self, value):
        return torch.cat([g.reshape(-1) for g in torch.autograd.grad(value, self.parts)])


def run(name):
    side, train, test = Side(name), pairs(11, 7), pairs(12, 3)
    test[2] = dict(train[4])  # a pair asked about itself
    side.set(None)
    reference = [side.margin(pair).item() for pair in train]
    found = dict(train=train, test=test, reference=reference, checkpoints=[])
    tracin = less = 0
    for checkpoint, rate in enumerate(RATES):
        side.set(checkpoint)
        margins = [side.margin(pair) for pair in train]
        u = torch.stack([side.gradient(margin) for margin in margins])
        q = torch.stack([side.gradient(side.margin(pair)) for pair in test])
        margin = torch.tensor([m.item() for m in margins], dtype=torch.float64)
        weight = BETA * torch.sigmoid(-BETA * (margin - torch.tensor(reference, dtype=torch.float64)))
        i = torch.arange(u.shape[1], dtype=torch.float64)
        m0, v0 = 0.01 * torch.sin(0.3 * i), 1e-4 * (1 + torch.cos(0.2 * i))
        g = -weight[:, None] * u
        adam = -(0.9 * m0 + 0.1 * g) / (0.999 * v0 + 0.001 * g * g + 1e-8).sqrt()
        norm = lambda x: x / x.norm(dim=1, keepdim=True)
        tracin = tracin + rate * (q @ u.T) * weight
        less = less + rate / sum(RATES) * (norm(q) @ norm(adam).T)
        found["checkpoints"].append(dict(
            margins=margin.tolist(), weights=weight.tolist(), products=(q @ u.T).tolist(),
            cosines=(norm(q) @ norm(u).T).tolist(), first=u[0, :40].tolist(), norms=u.norm(dim=1).tolist()))
    return found | dict(tracin=tracin.tolist(), less=less.tolist())


if __name__ == "__main__":
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    made = dict(rank=RANK, alpha=ALPHA, beta=BETA, rates=RATES,
                models={name: run(name) for name in ["llama-old", "gemma3-270m-old"]})
    (OUT / "influence.json").write_text(json.dumps(made) + "\n")
