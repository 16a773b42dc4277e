"""A training step for the browser, its arguments, and the graphs that are exported of it."""

import math
import warnings

import onnxruntime
import torch

from kdci.widgets.training.export import export_evaluation, export_step
from kdci.widgets.training.step import EPSILON, LATENT, Settings, State


def state_of(trained, step):
    """Return the state of a system's training before its first step."""
    parameters = {f"system.{name}": p.detach() for name, p in trained.named_parameters()}
    latent, weights = parameters[LATENT], [parameters[name] for name in step.names]
    zeros = [torch.zeros_like(one) for one in weights]
    moments = [torch.zeros_like(latent) for _ in range(3)]
    return State(latent.clone(), moments, [w.clone() for w in weights], zeros, zeros)


def settings_at(number, config, weight, target, count=1):
    """Return what a step gets besides batch and state; the count is that of a budget, if any."""
    rates = [
        config.decoder_rate * config.decoder_schedule(number),
        config.encoder_rate * config.encoder_schedule(number),
    ]
    return Settings(
        count=torch.tensor(count),
        teacher=target,
        weight=torch.tensor(weight),
        rates=torch.tensor(rates),
        corrections=torch.tensor([1 - 0.9 ** (number + 1), 1 - 0.999 ** (number + 1), EPSILON]),
        adam=torch.tensor(float(config.encoder_optimizer == "adam")),
    )


def write_graphs(step, batch, given, folder):
    """Write the graphs of a step and of an evaluation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's, about itself
        export_step(step, batch, *given, folder / "step.onnx")
        export_evaluation(step, batch, *given, folder / "evaluation.onnx")


def run(path, named):
    """Return a graph's outputs by name."""
    session = onnxruntime.InferenceSession(path)
    wanted = [one.name for one in session.get_inputs()]
    found = session.run(None, {name: named[name].detach().numpy() for name in wanted})
    names = (one.name for one in session.get_outputs())
    return dict(zip(names, map(torch.from_numpy, found), strict=True))


def apart(found, wanted):
    """Return how far tensors are from others, relative to these."""
    pairs = [(a - b, b) for a, b in zip(found, wanted, strict=True)]
    errors, sizes = (sum(one.square().sum() for one in part) for part in zip(*pairs, strict=True))
    return math.sqrt(errors / sizes)
