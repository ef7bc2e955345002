"""Goldens of Tests/InterpretabilityTests: what stands at each hook point, made by transformers in float32.

    .peers/venv/bin/python scripts/goldens/hooks.py

Made with torch 2.13.0, transformers 5.23.0, eager attention. Writes Tests/InterpretabilityTests/Goldens/hooks-NAME.safetensors
for both embedded models (`make peers` makes their folders): `ids` [T] int32, `positions` [P] int32, and for the first, a
middle and the last block one tensor a hook point, named as `HookPoint` is, at those positions: [P, width], float32. The
pattern is [heads, P, T]. Points that transformers has no module for are recomputed from their definition: the middle of a
block is its input plus what attention adds.
"""
import os, pathlib
os.environ["HF_HUB_OFFLINE"] = "1"
import torch, transformers
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/InterpretabilityTests/Goldens"
TEXT = "Why does the ferry to the island leave so late in winter?"
VERSIONS = {"torch": torch.__version__, "transformers": transformers.__version__}


def record(name):
    folder = ROOT / ".peers/models" / name
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    ids = AutoTokenizer.from_pretrained(folder)(TEXT).input_ids
    positions = [4, len(ids) - 1]
    layers = model.model.layers
    picked = [0, len(layers) // 2, len(layers) - 1]
    post_norms = hasattr(layers[0], "pre_feedforward_layernorm")
    seen = {}

    def keep(key, module, output=True):
        def hook(module, inputs, outputs=None):
            value = outputs if output else inputs[0]
            seen[key] = value[0] if isinstance(value, tuple) else value
        module.register_forward_hook(hook) if output else module.register_forward_pre_hook(hook)

    for index in picked:
        block = layers[index]
        keep(f"block.{index}.input", block, output=False)
        keep(f"block.{index}.values", block.self_attn.v_proj)
        keep(f"block.{index}.heads", block.self_attn.o_proj, output=False)
        keep(f"block.{index}.attentionOutput", block.self_attn.o_proj)
        keep(f"block.{index}.attentionUpdate",
             block.post_attention_layernorm if post_norms else block.self_attn.o_proj)
        keep(f"block.{index}.mlpHidden", block.mlp.down_proj, output=False)
        keep(f"block.{index}.mlpOutput", block.mlp.down_proj)
        keep(f"block.{index}.mlpUpdate", block.post_feedforward_layernorm if post_norms else block.mlp.down_proj)
        keep(f"block.{index}.output", block)
    keep("final", model.model.norm, output=False)
    keep("finalNorm", model.model.norm)
    with torch.inference_mode():
        result = model(torch.tensor([ids]), output_attentions=True)
    arrays = {"ids": torch.tensor(ids, dtype=torch.int32), "positions": torch.tensor(positions, dtype=torch.int32)}
    for index in picked:
        seen[f"block.{index}.middle"] = seen[f"block.{index}.input"] + seen[f"block.{index}.attentionUpdate"]
        arrays[f"block.{index}.pattern"] = result.attentions[index][0][:, positions].clone().contiguous()
    for key, value in seen.items():
        assert value.dim() == 3, (key, value.shape)
        arrays[key] = value[0, positions].clone().contiguous()
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"hooks-{name}.safetensors"
    save_file(arrays, path, metadata=VERSIONS)
    print(path.name, path.stat().st_size // 1024, "kB", len(ids), "tokens", len(arrays), "tensors")


for name in ("smollm2-135m-instruct", "gemma-3-270m"):
    record(name)
