"""Questions in Global-MMLU's shape as tasks of lm-evaluation-harness: for goldens and benches.

The configuration is that of lm_eval/tasks/global_mmlu/full (0.4.13), with a file a subject in the place of the Hub's data set.
"""
import json, os, pathlib

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

LETTERS = ["A", "B", "C", "D"]


def write_rows(folder, language, subject, part, rows):
    path = pathlib.Path(folder) / language / subject / f"{part}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def split_own(source, folder, limit=None):
    """Files XX/dev.jsonl and XX/test.jsonl, a folder a language -> folder/XX/SUBJECT/dev.jsonl, test.jsonl."""
    for language in sorted(p.name for p in pathlib.Path(source).iterdir() if p.is_dir()):
        for part in ("dev", "test"):
            seen = {}
            for line in (pathlib.Path(source) / language / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                seen[row["subject"]] = seen.get(row["subject"], 0) + 1
                if part == "test" and limit and seen[row["subject"]] > limit:
                    continue
                write_rows(folder, language, row["subject"], part, [row])


def split_mmlu(source, folder, language="lv", dev=5, limit=None, subjects=None):
    """MMLU's JSON, a file a subject -> the same; the first `dev` rows are the examples."""
    for path in sorted(pathlib.Path(source).glob("*.json"))[:subjects]:
        for index, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            part = "dev" if index < dev else "test"
            if part == "test" and limit and index >= dev + limit:
                break
            options = dict(zip(["option_a", "option_b", "option_c", "option_d"], row["choices"]))
            sample = f"{path.stem}/test/{index + 1}"
            write_rows(folder, language, path.stem, part, [
                dict(sample_id=sample, subject=path.stem, question=row["question"], answer=LETTERS[row["answer"]], **options)])


def tasks(folder, sampler="first_n"):
    """One task a language and subject below a folder; Lite has the sampler `default`."""
    configs = []
    for path in sorted(pathlib.Path(folder).glob("*/*")):
        files = {part: str(path / f"{part}.jsonl") for part in ("dev", "test") if (path / f"{part}.jsonl").exists()}
        if "test" not in files:
            continue
        configs.append({
            "task": f"{path.parent.name}-{path.name}",
            "dataset_path": "json", "dataset_kwargs": {"data_files": files},
            "test_split": "test", "fewshot_split": "dev", "fewshot_config": {"sampler": sampler},
            "output_type": "multiple_choice",
            "doc_to_text": "{{question.strip()}}\nA. {{option_a}}\nB. {{option_b}}\nC. {{option_c}}\nD. {{option_d}}\nAnswer:",
            "doc_to_choice": LETTERS, "doc_to_target": "answer",
            "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
            "metadata": {"version": 0.0},
        })
    return configs


def run(lm, folder, shots):
    """The log-likelihoods of the letters: {language/sample_id: [four numbers]}."""
    import lm_eval
    found = lm_eval.simple_evaluate(model=lm, tasks=tasks(folder), num_fewshot=shots, log_samples=True, bootstrap_iters=0)
    values = {}
    for name, samples in found["samples"].items():
        for sample in samples:
            language = name.split("-")[0]
            values[f"{sample['doc']['sample_id']}.{language}"] = [float(r[0]) for r in sample["filtered_resps"]]
    return values


def prompts(folder, shots, sampler):
    """What lm-eval shows a model before the letters: {sample_id.language: text}."""
    from lm_eval.api.task import ConfigurableTask
    texts = {}
    for config in tasks(folder, sampler):
        task = ConfigurableTask(config=dict(config, num_fewshot=shots))
        task.set_fewshot_seed(seed=1234)
        task.build_all_requests(limit=None, rank=0, world_size=1)
        language = config["task"].split("-")[0]
        for instance in task.instances:
            context, letter = instance.args
            assert letter in (" A", " B", " C", " D"), letter
            texts[f"{instance.doc['sample_id']}.{language}"] = context
    return texts
