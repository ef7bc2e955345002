"""Runs a peer's script as it stands, and notes what it did: dpo_peer.py OUT SCRIPT ARGUMENTS...

For trl_dpo.py: pairs are taken in their order, the learning rate is RATE (default 1e-4, so that losses move), and OUT gets
pairs.jsonl (the tokens TRL trained on), adapter.safetensors (PEFT's first adapter) and, like for packed_dpo.py, losses.txt. Prints the processor time of a step beside the peer's own line.
"""
import os, pathlib, runpy, statistics, sys, time
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TQDM_DISABLE"] = "1"
out, script = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sys.argv = sys.argv[2:]
sys.path[0] = str(script.parent)
losses, clock = [], []


def note(loss):
    losses.append(loss)
    clock.append(time.process_time())


if script.name == "trl_dpo.py":
    import json
    import trl
    from datasets import disable_progress_bars
    from safetensors.torch import save_file
    from torch.utils.data import SequentialSampler
    disable_progress_bars()
    Config, Trainer = trl.DPOConfig, trl.DPOTrainer

    def config(**settings):
        return Config(**{**settings, "learning_rate": float(os.environ.get("RATE", "1e-4"))})

    class Recorder(Trainer):
        def __init__(self, *arguments, **keywords):
            super().__init__(*arguments, **keywords)
            with open(out / "pairs.jsonl", "w") as file:
                for row in self.train_dataset:
                    file.write(json.dumps({k: row[f"{k}_ids"] for k in ("prompt", "chosen", "rejected")}) + "\n")
            plain = {name.replace(".default", ""): value.detach().float().contiguous()
                     for name, value in self.model.named_parameters() if "lora_" in name}
            save_file(plain, out / "adapter.safetensors", metadata={"format": "pt"})

        def _get_train_sampler(self, *_, **__):
            return SequentialSampler(self.train_dataset)

        def compute_loss(self, *arguments, **keywords):
            loss = super().compute_loss(*arguments, **keywords)
            note(loss.item())
            return loss

    trl.DPOConfig, trl.DPOTrainer = config, Recorder
else:
    import torch
    backward = torch.Tensor.backward

    def noted(self, *arguments, **keywords):
        note(self.item())
        return backward(self, *arguments, **keywords)

    torch.Tensor.backward = noted
runpy.run_path(str(script), run_name="__main__")
print(f"processor s/step {statistics.median(b - a for a, b in zip(clock[1:], clock[2:])):.2f}")
(out / "losses.txt").write_text(" ".join(f"{loss:.6f}" for loss in losses) + "\n")
