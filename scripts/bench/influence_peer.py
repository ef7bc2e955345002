"""Our peer's side of `make bench-influence`: bergson's collector on a PEFT model, as its `build` runs it.

    influence_peer.py FOLDER MODEL PAIRS TOKENS PRECISION [--count N]

Writes pairs.jsonl and adapter.safetensors into FOLDER where they are missing: the tokens and the adapter that both sides
use. A pair is two sequences, whose gradients bergson keeps apart; the loss is that of the answer's tokens. Rank 16 on all
linear layers, two-sided projection of every module to 16 x 16. Model loading is left out of the time.
"""
import json, os, pathlib, sys, time
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TQDM_DISABLE"] = "1"
import torch
from datasets import Dataset, disable_progress_bars
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer
from bergson import GradientProcessor, IndexConfig, collect_gradients
from bergson.data import allocate_batches
from bergson.utils.worker_utils import extract_peft_target_modules

disable_progress_bars()
folder, weights, source, budget, precision = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
count = int(sys.argv[7]) if len(sys.argv) > 7 else 48
model = AutoModelForCausalLM.from_pretrained(weights, dtype=getattr(torch, precision), attn_implementation="sdpa")
model = get_peft_model(model, LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", lora_dropout=0.0))
generator = torch.Generator().manual_seed(1)
with torch.no_grad():
    for name, value in model.named_parameters():
        if "lora_B" in name:
            value.copy_(torch.randn(value.shape, generator=generator) * 0.01)
        elif "lora_A" in name:
            value.copy_((torch.rand(value.shape, generator=generator) * 2 - 1) / value.shape[1] ** 0.5)
if not (folder / "pairs.jsonl").exists():
    tokenizer = AutoTokenizer.from_pretrained(weights)
    rows = [json.loads(line) for file in sorted(source.glob("*.jsonl")) for line in file.open()]
    encode = lambda text: tokenizer(text, add_special_tokens=False)["input_ids"]
    with open(folder / "pairs.jsonl", "w") as file:
        for row in rows[:: max(1, len(rows) // count)][:count]:
            prompt = encode(f"<bos><start_of_turn>user\n{row['prompt']}<end_of_turn>\n<start_of_turn>model\n")
            answers = {k: encode(row[k] + "<end_of_turn>\n") for k in ("chosen", "rejected")}
            file.write(json.dumps({"prompt": prompt, **answers}) + "\n")
    plain = {name.replace(".default", ""): value.detach().float().contiguous()
             for name, value in model.named_parameters() if "lora_" in name}
    save_file(plain, folder / "adapter.safetensors", metadata={"format": "pt"})
pairs = [json.loads(line) for line in open(folder / "pairs.jsonl")]
rows = [dict(input_ids=pair["prompt"] + pair[k], labels=[-100] * len(pair["prompt"]) + pair[k],
             length=len(pair["prompt"]) + len(pair[k])) for pair in pairs for k in ("chosen", "rejected")]
data = Dataset.from_list(rows)
for parameter in model.parameters():
    parameter.requires_grad_(False)
model.get_input_embeddings().requires_grad_(True)  # as bergson's worker does: hooks need a graph
run = folder / f"bergson-{time.time_ns()}"
config = IndexConfig(run_path=str(run), projection_dim=16, token_batch_size=budget)
config.partial_run_path.mkdir(parents=True)
batches = allocate_batches(data["length"], budget)
start, busy = time.perf_counter(), time.process_time()
collect_gradients(model, data, GradientProcessor(projection_dim=16), config, batches=batches,
                  target_modules=extract_peft_target_modules(model))
seconds, busy = time.perf_counter() - start, time.process_time() - busy
size = sum(f.stat().st_size for f in pathlib.Path(config.partial_run_path).rglob("*") if f.is_file())
print(f"pairs/s {len(pairs) / seconds:.4f} sequences/s {2 * len(pairs) / seconds:.4f} processor s {busy:.2f} "
      f"batches {len(batches)} bytes {size}")
