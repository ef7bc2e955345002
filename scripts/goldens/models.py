"""Goldens of Tests/ModelsTests, made by transformers in float32.

    .peers/venv/bin/python scripts/goldens/models.py [tiny|embedded|sampling ...]

Made with torch 2.13.0, transformers 5.23.0, seed 20260. Writes Tests/ModelsTests/Goldens:

- tiny-NAME/: a small random model of each architecture as a Hugging Face folder, with expected.safetensors
  (ids_I int32 [T], logits_I float32 [T, V], hidden_0 float32 [layers, T, W]: the stream before each block).
  Folders marked old carry the configuration keys of transformers 4; the script checks that both spellings give the same.
- gemma-3-270m.json/.safetensors and smollm2-135m-instruct.*: texts with their ids, and for each position the
  log-sum-exp of the logits and their values at fixed tokens; greedy continuations of 60 prompts; log-likelihoods.
- sampling.json: what transformers' temperature, top-k and top-p leave of random scores.

All texts are written for this file.
"""
import json, os, pathlib, shutil, sys
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
import torch, transformers
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/ModelsTests/Goldens"
SEED = 20260
VERSIONS = {"torch": torch.__version__, "transformers": transformers.__version__, "seed": SEED}

TEXTS = [
    ("en", "The ferry leaves the harbour at seven in the morning and returns before the storm."),
    ("de", "Die Fähre verlässt den Hafen um sieben Uhr morgens und kehrt vor dem Sturm zurück."),
    ("it", "Il traghetto lascia il porto alle sette del mattino e torna prima della tempesta."),
    ("fr", "Le bac quitte le port à sept heures du matin et revient avant la tempête."),
    ("es", "El transbordador sale del puerto a las siete de la mañana y vuelve antes de la tormenta."),
    ("pt", "A balsa deixa o porto às sete da manhã e volta antes da tempestade."),
    ("pl", "Prom opuszcza port o siódmej rano i wraca przed burzą."),
    ("cs", "Trajekt opouští přístav v sedm ráno a vrací se před bouřkou."),
    ("sk", "Trajekt opúšťa prístav o siedmej ráno a vracia sa pred búrkou."),
    ("sl", "Trajekt zapusti pristanišče ob sedmih zjutraj in se vrne pred nevihto."),
    ("lt", "Keltas išplaukia iš uosto septintą ryto ir grįžta prieš audrą."),
    ("lv", "Prāmis atstāj ostu septiņos no rīta un atgriežas pirms vētras."),
    ("en", "To bake bread you need flour, water, salt and yeast; knead it for ten minutes."),
    ("de", "Im Garten hinter dem Haus wachsen Äpfel, Birnen und im Sommer auch Himbeeren."),
    ("pl", "Nauczycielka zapytała dzieci, dlaczego niebo jest niebieskie, a trawa zielona."),
    ("lv", "Bibliotēkā otrajā stāvā var atrast vecas kartes un ceļotāju dienasgrāmatas."),
    ("lt", "Rytoj traukinys vėluos dvidešimt minučių dėl bėgių remonto."),
    ("en", "2 + 2 = 4, 3 * 7 = 21, and the square root of 144 is 12."),
    ("fr", "Bonjour !\n\n- Premier point : l'addition.\n- Deuxième point : « le pourboire »."),
    ("cs", "Ok 👍 – příští týden (v úterý 14. 5.) se sejdeme u mostu… snad nebude pršet."),
]

QUESTIONS = {
    "en": ["What is the capital of Norway?", "Name three fruits that grow on trees.", "Why do leaves fall in autumn?",
           "Write one sentence about a lighthouse.", "How many days are there in a leap year?"],
    "de": ["Was ist die Hauptstadt von Norwegen?", "Nenne drei Früchte, die auf Bäumen wachsen.",
           "Warum fallen im Herbst die Blätter?", "Schreibe einen Satz über einen Leuchtturm.",
           "Wie viele Tage hat ein Schaltjahr?"],
    "it": ["Qual è la capitale della Norvegia?", "Nomina tre frutti che crescono sugli alberi.",
           "Perché le foglie cadono in autunno?", "Scrivi una frase su un faro.", "Quanti giorni ha un anno bisestile?"],
    "fr": ["Quelle est la capitale de la Norvège ?", "Nomme trois fruits qui poussent sur des arbres.",
           "Pourquoi les feuilles tombent-elles en automne ?", "Écris une phrase sur un phare.",
           "Combien de jours compte une année bissextile ?"],
    "es": ["¿Cuál es la capital de Noruega?", "Nombra tres frutas que crecen en árboles.",
           "¿Por qué caen las hojas en otoño?", "Escribe una frase sobre un faro.",
           "¿Cuántos días tiene un año bisiesto?"],
    "pt": ["Qual é a capital da Noruega?", "Diga três frutas que crescem em árvores.",
           "Por que as folhas caem no outono?", "Escreva uma frase sobre um farol.",
           "Quantos dias tem um ano bissexto?"],
    "pl": ["Jaka jest stolica Norwegii?", "Wymień trzy owoce, które rosną na drzewach.",
           "Dlaczego jesienią spadają liście?", "Napisz jedno zdanie o latarni morskiej.",
           "Ile dni ma rok przestępny?"],
    "cs": ["Jaké je hlavní město Norska?", "Vyjmenuj tři druhy ovoce, které rostou na stromech.",
           "Proč na podzim padá listí?", "Napiš jednu větu o majáku.", "Kolik dní má přestupný rok?"],
    "sk": ["Aké je hlavné mesto Nórska?", "Vymenuj tri druhy ovocia, ktoré rastú na stromoch.",
           "Prečo na jeseň padá lístie?", "Napíš jednu vetu o majáku.", "Koľko dní má priestupný rok?"],
    "sl": ["Katero je glavno mesto Norveške?", "Naštej tri vrste sadja, ki rastejo na drevesih.",
           "Zakaj jeseni odpada listje?", "Napiši en stavek o svetilniku.", "Koliko dni ima prestopno leto?"],
    "lt": ["Kokia yra Norvegijos sostinė?", "Išvardyk tris vaisius, augančius ant medžių.",
           "Kodėl rudenį krinta lapai?", "Parašyk vieną sakinį apie švyturį.", "Kiek dienų turi keliamieji metai?"],
    "lv": ["Kura ir Norvēģijas galvaspilsēta?", "Nosauc trīs augļus, kas aug kokos.",
           "Kāpēc rudenī krīt lapas?", "Uzraksti vienu teikumu par bāku.", "Cik dienu ir garajā gadā?"],
}

ITEMS = [
    ("The capital of France is", " Paris"), ("The capital of France is", " a kind of cheese"),
    ("Zima jest zimna, a lato jest", " ciepłe"), ("Ūdens vārās pie", " simts grādiem"),
    ("Question: is the sky blue? Answer: ", "yes"), ("One, two, three,", " four, five, six and seven"),
]


def tiny_configs():
    base = dict(vocab_size=96, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
                num_key_value_heads=2, max_position_embeddings=256, pad_token_id=0, bos_token_id=1, eos_token_id=2)
    from transformers import Gemma3TextConfig, LlamaConfig, MistralConfig, Qwen2Config, Qwen3Config
    default = {"rope_type": "default", "rope_theta": 10000.0}
    llama3 = {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0,
              "high_freq_factor": 4.0, "original_max_position_embeddings": 64}
    gemma = dict(base, head_dim=16, num_key_value_heads=1, sliding_window=8, tie_word_embeddings=True)
    return {
        "llama-old": LlamaConfig(**base, head_dim=16, tie_word_embeddings=False, rope_parameters=default),
        "llama3-old": LlamaConfig(**base, head_dim=16, tie_word_embeddings=False, rope_parameters=llama3),
        "llama3-new": LlamaConfig(**base, head_dim=16, tie_word_embeddings=True, rope_parameters=llama3,
                                  attention_bias=True, mlp_bias=True),
        "qwen2-new": Qwen2Config(**dict(base, num_attention_heads=2, num_key_value_heads=1), rope_parameters=default, tie_word_embeddings=True),
        "qwen2-sliding-old": Qwen2Config(**dict(base, num_attention_heads=2, num_key_value_heads=1), rope_parameters=default,
                                         use_sliding_window=True, sliding_window=8, max_window_layers=1),
        "qwen3-old-sharded": Qwen3Config(**base, head_dim=16, rope_parameters=default, tie_word_embeddings=True),
        "mistral-new": MistralConfig(**base, head_dim=16, sliding_window=8, rope_parameters=default),
        "mistral-old-full": MistralConfig(**base, head_dim=32, sliding_window=None, rope_parameters=default),
        # The shapes of 270M and 1B: heads wider together than the stream, one key/value head, every sixth layer full.
        "gemma3-270m-old": Gemma3TextConfig(**dict(gemma, num_hidden_layers=7), query_pre_attn_scalar=16),
        "gemma3-1b-new": Gemma3TextConfig(
            **dict(gemma, num_hidden_layers=8), query_pre_attn_scalar=24,
            rope_parameters={"full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 1e6},
                             "sliding_attention": {"rope_type": "default", "rope_theta": 1e4}}),
    }


def age(folder):
    """Rewrites config.json with the keys of transformers 4."""
    path = folder / "config.json"
    config = json.loads(path.read_text())
    rope = config.pop("rope_parameters")
    if "full_attention" in rope:
        config["rope_theta"] = rope["full_attention"]["rope_theta"]
        config["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        config["rope_scaling"] = None
    else:
        config["rope_theta"] = rope.pop("rope_theta")
        config["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    for key in ("layer_types", "_sliding_window_pattern"):
        config.pop(key, None)
    if config["model_type"] == "gemma3_text":
        config["sliding_window_pattern"] = 6
    config["torch_dtype"] = config.pop("dtype")
    config["transformers_version"] = "4.51.0"
    path.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")


def tiny():
    for name, config in tiny_configs().items():
        torch.manual_seed(SEED)
        model = AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval()
        with torch.no_grad():
            for key, weight in model.named_parameters():
                if weight.dim() == 1:
                    weight.add_(0.2 * torch.randn_like(weight))
                else:
                    weight.copy_(torch.randn_like(weight) * (1.0 if "embed" in key else 0.25))
        model = model.to(torch.bfloat16)
        folder = OUT / f"tiny-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        model.save_pretrained(folder, max_shard_size="20KB" if "sharded" in name else "5GB")
        new = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        if "old" in name:
            age(folder)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        generator = torch.Generator().manual_seed(SEED)
        expected = {}
        for index, length in enumerate((5, 45)):
            ids = torch.randint(3, config.vocab_size, (1, length), generator=generator)
            streams = []
            hooks = [layer.register_forward_pre_hook(lambda m, a, k=None: streams.append(a[0][0].clone()))
                     for layer in model.model.layers]
            with torch.no_grad():
                logits = model(ids).logits[0]
                gap = (new(ids).logits[0] - logits).abs().max() / (logits.max() - logits.min())
                assert gap < 1e-5, f"{name}: the spellings differ by {gap}"
            for hook in hooks:
                hook.remove()
            expected[f"ids_{index}"] = ids[0].to(torch.int32)
            expected[f"logits_{index}"] = logits.contiguous()
            if index == 0:
                expected["hidden_0"] = torch.stack(streams).contiguous()
        save_file(expected, folder / "expected.safetensors", metadata={k: str(v) for k, v in VERSIONS.items()})
        print(name, sum(f.stat().st_size for f in folder.iterdir()) // 1024, "kB")


def fixed_tokens(vocabulary):
    generator = torch.Generator().manual_seed(SEED)
    return sorted(torch.randperm(vocabulary, generator=generator)[:24].tolist())


def greedy(model, prompts, count, pad):
    """Greedy ids of prompts of several lengths, padded on the left, and the smallest margin of each one's choices."""
    longest = max(map(len, prompts))
    ids = torch.tensor([[pad] * (longest - len(p)) + p for p in prompts])
    mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
    ends = model.generation_config.eos_token_id
    ends = set(ends if isinstance(ends, list) else [ends])
    out = model.generate(input_ids=ids, attention_mask=mask, max_new_tokens=count, do_sample=False, output_logits=True,
                         return_dict_in_generate=True)
    results = []
    for row, tokens in enumerate(out.sequences[:, longest:].tolist()):
        stop = next((i + 1 for i, token in enumerate(tokens) if token in ends), len(tokens))
        tops = [step[row].topk(2).values for step in out.logits[:stop]]
        results.append((tokens[:stop], min((top[0] - top[1]).item() for top in tops)))
    return results


def embedded():
    for name in ("smollm2-135m-instruct", "gemma-3-270m"):
        folder = ROOT / ".peers/models" / name
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        tokenizer = AutoTokenizer.from_pretrained(folder)
        chat = name.startswith("smollm2")
        picked = fixed_tokens(model.config.vocab_size)
        texts, arrays = [], {"tokens": torch.tensor(picked, dtype=torch.int32)}
        with torch.inference_mode():
            for index, (language, text) in enumerate(TEXTS):
                ids = tokenizer(text).input_ids
                logits = model(torch.tensor([ids])).logits[0]
                texts.append({"language": language, "text": text, "ids": ids,
                              "range": (logits.max() - logits.min()).item()})
                arrays[f"values_{index}"] = logits[:, picked].contiguous()
                arrays[f"logsumexp_{index}"] = logits.logsumexp(-1).contiguous()
            prompts = []
            for language, questions in QUESTIONS.items():
                for question in questions:
                    message = [{"role": "user", "content": question}]
                    ids = (tokenizer.apply_chat_template(message, add_generation_prompt=True, return_dict=False) if chat
                           else tokenizer(question + "\n").input_ids)
                    prompts.append({"language": language, "question": question, "ids": ids})
            for start in range(0, len(prompts), 12):
                batch = prompts[start:start + 12]
                made = greedy(model, [prompt["ids"] for prompt in batch], 32, tokenizer.pad_token_id)
                for prompt, (tokens, margin) in zip(batch, made):
                    prompt.update(tokens=tokens, text=tokenizer.decode(tokens, skip_special_tokens=True), margin=margin)
                print(name, start + len(batch), "prompts", flush=True)
            items = []
            for prompt, continuation in ITEMS:
                spaces = len(prompt) - len(prompt.rstrip())
                head, tail = (prompt[:-spaces], prompt[-spaces:] + continuation) if spaces else (prompt, continuation)
                whole = tokenizer(head + tail).input_ids
                first = len(tokenizer(head).input_ids)
                scores = model(torch.tensor([whole])).logits[0].log_softmax(-1)
                items.append({"prompt": prompt, "continuation": continuation,
                              "logLikelihood": sum(scores[i - 1, whole[i]].item() for i in range(first, len(whole)))})
        save_file(arrays, OUT / f"{name}.safetensors", metadata={k: str(v) for k, v in VERSIONS.items()})
        golden = {"made": VERSIONS, "texts": texts, "prompts": prompts, "items": items}
        (OUT / f"{name}.json").write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n")
        print(name, (OUT / f"{name}.json").stat().st_size // 1024, "+",
              (OUT / f"{name}.safetensors").stat().st_size // 1024, "kB")


def sampling():
    from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper
    generator = torch.Generator().manual_seed(SEED)
    cases = []
    for temperature, k, p in [(1, 0, 1), (0.7, 0, 0.9), (1.3, 5, 1), (0.8, 20, 0.5), (2.5, 0, 0.99), (0.2, 0, 0.3)]:
        scores = torch.randn(1, 64, generator=generator) * 3
        out = TemperatureLogitsWarper(float(temperature))(None, scores.clone())
        if k:
            out = TopKLogitsWarper(k)(None, out)
        if p < 1:
            out = TopPLogitsWarper(p)(None, out)
        cases.append({"temperature": temperature, "topK": k, "topP": p, "scores": scores[0].tolist(),
                      "probabilities": out.softmax(-1)[0].tolist()})
    (OUT / "sampling.json").write_text(json.dumps({"made": VERSIONS, "cases": cases}) + "\n")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for part in sys.argv[1:] or ["tiny", "embedded", "sampling"]:
        {"tiny": tiny, "embedded": embedded, "sampling": sampling}[part]()
