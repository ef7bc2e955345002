"""Write a GGUF model as a Hugging Face folder in float32, through transformers: gguf_to_hf.py FOLDER FILE OUT

Peers then read exactly the weights that Isogloss dequantises."""
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers


def main(folder, file, out):
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
    # A model read from GGUF is marked as quantised, and transformers then declines to save it.
    model.hf_quantizer, model.is_quantized = None, False
    for owner in (model, model.config):
        for mark in ("quantization_method", "quantization_config"):
            try:
                delattr(owner, mark)
            except AttributeError:
                if getattr(owner, mark, None) is not None:
                    setattr(owner, mark, None)
    model.save_pretrained(out)
    transformers.AutoTokenizer.from_pretrained(folder, gguf_file=file).save_pretrained(out)


main(*sys.argv[1:4])
