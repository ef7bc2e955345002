"""Goldens of EK-FAC in Tests/InfluenceTests: kronfluence on a small problem of preference pairs.

    scripts/peers && .peers/venv/bin/python scripts/goldens/influence_ekfac.py

Made with kronfluence 1.0.1 and torch 2.13.0 in float64. Two pairs of matrices of rank 3 beside fixed layers stand for an
adapter; an example is one row of six tokens, and its margin a signed sum over tokens, as a packed pair of answers has it.
kronfluence draws labels to estimate the Fisher matrix. Here the draw is taken exactly: with p = σ(βΔ) the two labels of a
pair have the gradients −β(1 − p)u and βp u, whose second moment is β² p (1 − p) u uᵀ; the loss that kronfluence sees is
β √(p(1 − p)) times the margin, with that factor held fixed. Every number is kronfluence's but two: the weight above, and
`solved`, which its own class computes from its own factors.
Writes Tests/InfluenceTests/Goldens/ekfac.json.
"""
import json, math, pathlib, sys, tempfile
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".peers/kronfluence"))
import torch
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import FactorArguments, ScoreArguments
from kronfluence.factor.config import FactorConfig
from kronfluence.task import Task
from torch import nn

OUT = ROOT / "Tests/InfluenceTests/Goldens/ekfac.json"
BETA, RANK, TOKENS, PAIRS, QUERIES = 0.1, 3, 6, 8, 2
# Inputs and outputs of the two adapted layers.
SHAPES = [(5, 4), (4, 3)]
MODULES = ["a0", "b0", "a1", "b1"]
DOUBLE = torch.float64


class Model(nn.Module):
    """x -> tanh((W0 + B0 A0) x) -> (W1 + B1 A1) ., summed over the tokens with the pair's signs."""
    def __init__(self):
        super().__init__()
        for index, (inputs, outputs) in enumerate(SHAPES):
            setattr(self, f"w{index}", nn.Linear(inputs, outputs, bias=False))
            setattr(self, f"a{index}", nn.Linear(inputs, RANK, bias=False))
            setattr(self, f"b{index}", nn.Linear(RANK, outputs, bias=False))

    def forward(self, x, signs):
        h = torch.tanh(self.w0(x) + self.b0(self.a0(x)))
        return ((self.w1(h) + self.b1(self.a1(h))) * signs).sum((1, 2))


class Pairs(Task):
    def compute_train_loss(self, batch, model, sample=False):
        x, signs, fisher, weight = batch
        return (model(x, signs) * (fisher if sample else weight)).sum()

    def compute_measurement(self, batch, model):
        return model(batch[0], batch[1]).sum()

    def get_influence_tracked_modules(self):
        return MODULES


def data(count):
    x = torch.randn(count, TOKENS, SHAPES[0][0], dtype=DOUBLE)
    signs = torch.randn(count, TOKENS, SHAPES[-1][1], dtype=DOUBLE)
    signs[:, 0] = 0  # the prompt's token predicts no answer
    return x, signs


def factors(model, x, signs):
    """What goes into each matrix, and the gradient of the margin by what comes out: [pairs][tokens][numbers]."""
    seen, hooks = {}, []
    for name in MODULES:
        def keep(module, inputs, output, name=name):
            output.retain_grad()
            seen[name] = (inputs[0], output)
        hooks.append(getattr(model, name).register_forward_hook(keep))
    model(x, signs).sum().backward()
    for hook in hooks:
        hook.remove()
    return {name: dict(inputs=a.detach().tolist(), gradients=b.grad.tolist()) for name, (a, b) in seen.items()}


def main():
    torch.manual_seed(3)
    torch.set_num_threads(1)
    torch.set_default_dtype(DOUBLE)
    model = Model()
    train, asked = data(PAIRS), data(QUERIES)
    with torch.no_grad():
        delta = model(*train) * 40  # so that the pairs' weights differ
    p = torch.sigmoid(BETA * delta)
    weight, curve = BETA * (1 - p), BETA**2 * p * (1 - p)
    made = dict(beta=BETA, rank=RANK, shapes=SHAPES, weights=weight.tolist(), curvatures=curve.tolist(),
                pairs=factors(model, *train), queries=factors(model, *asked))
    model.zero_grad()
    task = Pairs()
    model = prepare_model(model, task)
    sets = [torch.utils.data.TensorDataset(*x) for x in [(*train, curve.sqrt(), weight),
                                                         (*asked, torch.ones(QUERIES), torch.ones(QUERIES))]]
    names = ["activation_covariance_dtype", "gradient_covariance_dtype", "eigendecomposition_dtype",
             "per_sample_gradient_dtype", "lambda_dtype"]
    arguments = FactorArguments(strategy="ekfac", **{name: DOUBLE for name in names})
    scoring = ScoreArguments(damping_factor=None, per_sample_gradient_dtype=DOUBLE, precondition_dtype=DOUBLE,
                             score_dtype=DOUBLE)
    with tempfile.TemporaryDirectory() as folder:
        analyzer = Analyzer("pairs", model, task, cpu=True, output_dir=folder, disable_tqdm=True)
        analyzer.fit_all_factors("ekfac", sets[0], per_device_batch_size=4, factor_args=arguments)
        analyzer.compute_pairwise_scores(
            "scores", "ekfac", sets[1], sets[0], per_device_query_batch_size=QUERIES, per_device_train_batch_size=4,
            score_args=scoring)
        scores = analyzer.load_pairwise_scores("scores")["all_modules"]
        found = (analyzer.load_covariance_matrices("ekfac") | analyzer.load_eigendecomposition("ekfac")
                 | analyzer.load_lambda_matrices("ekfac"))
    made["scores"] = scores.tolist()
    made["modules"] = {}
    for name in MODULES:
        own = {key: value[name] for key, value in found.items() if name in value}
        query = torch.tensor(made["queries"][name]["gradients"][0]).T @ torch.tensor(made["queries"][name]["inputs"][0])
        config = FactorConfig.CONFIGS["ekfac"]
        made["modules"][name] = dict(
            left=(own["gradient_covariance"]).tolist(), right=own["activation_covariance"].tolist(),
            leftValues=own["gradient_eigenvalues"].tolist(), rightValues=own["activation_eigenvalues"].tolist(),
            values=(own["lambda_matrix"] / own["num_lambda_processed"]).squeeze(0).tolist())
        config.prepare(own, scoring, torch.device("cpu"))
        made["modules"][name]["solved"] = config.precondition_gradient(query.unsqueeze(0), own).squeeze(0).tolist()
    made["covarianceTokens"] = {name: [int(found[f"num_{side}_covariance_processed"][name])
                                       for side in ["gradient", "activation"]] for name in MODULES}
    OUT.write_text(json.dumps(made) + "\n")


if __name__ == "__main__":
    main()
