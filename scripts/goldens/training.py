"""Goldens of Tests/AlignmentTests: twenty optimiser steps of TRL's DPOTrainer on tiny models, for each loss.

    .peers/venv/bin/python scripts/goldens/training.py

Made with torch 2.13.0, transformers 5.23.0, trl 1.16.0, peft 0.21.2 in float32 on one thread, from the tiny models of
Tests/ModelsTests/Goldens (run models.py first). Writes Tests/AlignmentTests/Goldens/trl-MODEL.json (pairs, and for each
run its settings and every step's loss, gradient norm, rate and metrics) and trl-MODEL.safetensors (the adapters' A as PEFT
drew them; B is zero). TRL 1.16 has no cDPO: its `aot` with one pair a micro-batch is the same formula.
"""
import json, os, pathlib, tempfile
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TQDM_DISABLE"] = "1"
import torch, transformers, trl, peft
from datasets import Dataset, disable_progress_bars
from peft import LoraConfig
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from torch.utils.data import SequentialSampler
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/AlignmentTests/Goldens"
SEED, STEPS, BATCH, RANK = 4711, 20, 4, 4
WORDS = ["<pad>", "<s>", "</s>"] + [f"w{i}" for i in range(3, 96)]
RUNS = {
    "sigmoid": dict(loss_type=["sigmoid"]),
    "sft": dict(loss_type=["sft"]),
    "ipo": dict(loss_type=["ipo"]),
    "robust": dict(loss_type=["robust"], label_smoothing=0.1),
    "cdpo": dict(loss_type=["aot"], label_smoothing=0.1, per_device_train_batch_size=1, gradient_accumulation_steps=4),
    "hinge": dict(loss_type=["hinge"]),
    "sigmoid+sft": dict(loss_type=["sigmoid", "sft"], loss_weights=[1.0, 0.5], lr_scheduler_type="cosine", warmup_steps=5),
    "sigmoid-decay": dict(loss_type=["sigmoid"], beta=0.3, weight_decay=0.1, lr_scheduler_type="constant", max_grad_norm=0.5),
    "sigmoid-rslora": dict(loss_type=["sigmoid"], rslora=True),
    "sigmoid-full": dict(loss_type=["sigmoid"], full=True, learning_rate=1e-4),
}


def pairs():
    generator = torch.Generator().manual_seed(SEED)
    draw = lambda low, high: int(torch.randint(low, high, (1,), generator=generator))
    text = lambda n: [draw(3, 96) for _ in range(n)]
    return [dict(prompt=text(draw(3, 18)), chosen=text(draw(2, 10)) + [2], rejected=text(draw(3, 16)) + [2])
            for _ in range(STEPS * BATCH)]


def tokenizer():
    words = Tokenizer(models.WordLevel({WORDS[i]: i for i in range(96)}, unk_token=WORDS[0]))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=words, eos_token=WORDS[2], pad_token=WORDS[0], unk_token=WORDS[0])


class Recorder(DPOTrainer):
    """Goes through the data in order and keeps unrounded numbers."""
    def _get_train_sampler(self, *_, **__):
        return SequentialSampler(self.train_dataset)

    def compute_loss(self, *arguments, **keywords):
        loss = super().compute_loss(*arguments, **keywords)
        self.parts.append(loss.detach().double().item())
        return loss

    def log(self, logs, *rest):
        if "loss" in logs:
            metrics = {key: sum(values) / len(values) for key, values in self._metrics["train"].items()}
            self.steps.append({"loss": sum(self.parts) / len(self.parts), "gradNorm": float(logs["grad_norm"]),
                               "rate": float(logs["learning_rate"]), **metrics})
            self.parts.clear()
        super().log(logs, *rest)


def run(model, settings):
    settings = dict(settings)
    full, rslora = settings.pop("full", False), settings.pop("rslora", False)
    base = AutoModelForCausalLM.from_pretrained(ROOT / f"Tests/ModelsTests/Goldens/tiny-{model}", dtype=torch.float32)
    words = lambda ids: " ".join(WORDS[i] for i in ids)
    rows = [{k: words(v) for k, v in pair.items()} for pair in pairs()]
    for row in rows:
        row["chosen"], row["rejected"] = " " + row["chosen"], " " + row["rejected"]
    defaults = dict(per_device_train_batch_size=BATCH, max_steps=STEPS, logging_steps=1, beta=0.1, learning_rate=4e-3,
                    lr_scheduler_type="linear", warmup_steps=0, report_to=[], save_strategy="no", bf16=False, use_cpu=True,
                    gradient_checkpointing=False, max_length=512, disable_tqdm=True, seed=SEED)
    with tempfile.TemporaryDirectory() as folder:
        config = DPOConfig(output_dir=folder, **{**defaults, **settings})
        lora = {} if full else dict(peft_config=LoraConfig(r=RANK, lora_alpha=2 * RANK, target_modules="all-linear",
                                                           task_type="CAUSAL_LM", use_rslora=rslora))
        trainer = Recorder(model=base, args=config, train_dataset=Dataset.from_list(rows), processing_class=tokenizer(), **lora)
        trainer.steps, trainer.parts = [], []
        sample = trainer.train_dataset[0]
        assert [sample[k] for k in ("prompt_ids", "chosen_ids", "rejected_ids")] == list(pairs()[0].values())
        start = {name: value.detach().clone() for name, value in trainer.model.named_parameters() if "lora_A" in name}
        trainer.train()
    recorded = {"loss": config.loss_type, "weights": config.loss_weights, "beta": config.beta, "smoothing": config.label_smoothing,
                "rate": config.learning_rate, "schedule": str(getattr(config.lr_scheduler_type, "value", config.lr_scheduler_type)),
                "warmup": int(config.warmup_steps), "clip": config.max_grad_norm, "decay": config.weight_decay, "full": full,
                "rslora": rslora, "accumulation": config.gradient_accumulation_steps, "steps": trainer.steps}
    return start, recorded


if __name__ == "__main__":
    disable_progress_bars()
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    versions = {"torch": torch.__version__, "transformers": transformers.__version__, "trl": trl.__version__,
                "peft": peft.__version__, "seed": SEED, "rank": RANK, "batch": BATCH}
    for model in ("llama-old", "gemma3-270m-old"):
        runs, first = {}, None
        for name, settings in RUNS.items():
            start, runs[name] = run(model, settings)
            if start:
                first = first or start
                assert all(torch.equal(first[key], value) for key, value in start.items()), name
        plain = {key.replace(".default", ""): value.contiguous() for key, value in first.items()}
        save_file(plain, OUT / f"trl-{model}.safetensors", metadata={"format": "pt"})
        golden = {"made": versions, "pairs": pairs(), "runs": runs}
        (OUT / f"trl-{model}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
        print(model, {name: [round(step["loss"], 4) for step in r["steps"]][::6] for name, r in runs.items()})
