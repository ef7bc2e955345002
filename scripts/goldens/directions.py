"""Goldens of Tests/InterpretabilityTests: a difference of means, and what taking it out and adding it does.

    .peers/venv/bin/python scripts/goldens/directions.py

Made with torch 2.13.0, transformers 5.23.0, scikit-learn. Writes Tests/InterpretabilityTests/Goldens/directions.json. For both
embedded models in float32 (`make peers` makes their folders), two classes of harmless prompts in a chat form:

- `differences`: float64 means of the stream at block inputs over the last S tokens, first class minus second, at some layers;
- for two places: scores of the first class with the direction taken out of every block's input, attention output and gated
  layer's output (modules' outputs, before Gemma's post-norms), scores of the second with the raw direction added before its
  layer, and mean KL of the second class at the last position. The score is log(p+1e-8) - log(1-p+1e-8), p summed over tokens.

`points`: random points with scikit-learn's silhouette and principal components. All texts are written for this file.
"""
import json, os, pathlib
os.environ["HF_HUB_OFFLINE"] = "1"
import numpy, sklearn, torch, transformers
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/InterpretabilityTests/Goldens/directions.json"
FIRST = ["When does the last tram leave?", "How long is the coast of Norway?", "Wann öffnet das Museum am Sonntag?",
         "Which river flows through Prague?", "Gdzie jest najbliższa stacja?"]
SECOND = ["Write a poem about soup.", "Suggest a name for a grey cat.", "Schreibe einen Satz über Äpfel.",
          "Invent a new kind of bread.", "Wymyśl tytuł bajki o jeżu."]


def record(name, frame, tail, layers, places, tokens):
    folder = ROOT / ".peers/models" / name
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    prompts = [[tokenizer(frame.format(text), add_special_tokens=name.startswith("gemma")).input_ids for text in side]
               for side in (FIRST, SECOND)]
    blocks = model.model.layers

    def run(ids, hooks=()):
        handles = [register(hook) for register, hook in hooks]
        with torch.inference_mode():
            logits = model(torch.tensor([ids])).logits[0, -1]
        for handle in handles:
            handle.remove()
        return logits

    def mean(side):
        sums = torch.zeros(tail, len(blocks), model.config.hidden_size, dtype=torch.float64)
        for ids in side:
            kept = {}
            hooks = [(block.register_forward_pre_hook,
                      lambda module, inputs, index=index: kept.__setitem__(index, inputs[0][0, -tail:].double()))
                     for index, block in enumerate(blocks)]
            run(ids, hooks)
            for index, value in kept.items():
                sums[:, index] += value
        return sums / len(side)

    difference = mean(prompts[0]) - mean(prompts[1])

    def score(logits):
        p = logits.double().softmax(-1)[tokens].sum()
        return (torch.log(p + 1e-8) - torch.log(1 - p + 1e-8)).item()

    def without(x, unit):
        return x - (x @ unit)[..., None] * unit

    results = []
    for position, layer in places:
        vector = difference[position, layer].float()
        unit = vector / vector.norm()
        take_input = lambda module, inputs: (without(inputs[0], unit),) + inputs[1:]
        def take_output(module, inputs, output):
            return (without(output[0], unit),) + output[1:] if isinstance(output, tuple) else without(output, unit)
        ablation = []
        for block in blocks:
            ablation += [(block.register_forward_pre_hook, take_input),
                         (block.self_attn.register_forward_hook, take_output),
                         (block.mlp.register_forward_hook, take_output)]
        addition = [(blocks[layer].register_forward_pre_hook, lambda module, inputs: (inputs[0] + vector,) + inputs[1:])]
        divergences = []
        for ids in prompts[1]:
            base, changed = run(ids).double().log_softmax(-1), run(ids, ablation).double().log_softmax(-1)
            divergences.append((base.exp() * (base - changed)).sum().item())
        results.append({"position": position, "layer": layer,
                        "ablated": [score(run(ids, ablation)) for ids in prompts[0]],
                        "added": [score(run(ids, addition)) for ids in prompts[1]],
                        "divergence": float(numpy.mean(divergences))})
    print(name, [(r["layer"], r["divergence"]) for r in results], flush=True)
    return {"name": name, "tail": tail, "first": prompts[0], "second": prompts[1], "tokens": tokens, "layers": layers,
            "untouched": [score(run(ids)) for ids in prompts[0]],
            "differences": [[[float(f"{x:.9g}") for x in difference[position, layer]] for layer in layers]
                            for position in range(tail)], "places": results}


def points():
    random = numpy.random.default_rng(20260)
    rows = numpy.concatenate([random.normal(0, 1, (7, 5)), random.normal(0.8, 1.5, (9, 5))])
    pca = PCA(2).fit(rows)
    coordinates = pca.transform(rows)
    for axis in range(2):
        if pca.components_[axis][numpy.abs(pca.components_[axis]).argmax()] < 0:
            coordinates[:, axis] *= -1
    return {"rows": rows.tolist(), "first": 7, "silhouette": float(silhouette_score(rows, [0] * 7 + [1] * 9)),
            "coordinates": coordinates.tolist(), "shares": pca.explained_variance_ratio_.tolist()}


models = [
    record("smollm2-135m-instruct", "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face"
           "<|im_end|>\n<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n", 5, [0, 11, 29], [(-1, 11), (-4, 20)],
           [57, 504, 339]),
    record("gemma-3-270m", "<start_of_turn>user\n{}<end_of_turn>\n<start_of_turn>model\n", 5, [0, 9], [(-1, 9), (-3, 12)],
           [236777, 818, 4127]),
]
golden = {"made": {"torch": torch.__version__, "transformers": transformers.__version__, "sklearn": sklearn.__version__},
          "models": models, "points": points()}
OUT.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n")
print(OUT.name, OUT.stat().st_size // 1024, "kB")
