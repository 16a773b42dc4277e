"""Questions to an answer: what is right passes, what is wrong is told."""

import pytest
import torch

from kdci.classroom import ask
from kdci.classroom.not_yet import NotYetError

X = torch.rand(3, 4)


def stopped():
    return torch.ones(2) @ torch.ones(3)


def nothing():
    pass


def unwritten():
    raise NotImplementedError


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda: ask.call(unwritten), "unwritten is not written yet"),
        (lambda: ask.call(nothing), "nothing returns nothing. Does it end"),
        (lambda: ask.call(stopped), "stopped stops with an error, RuntimeError"),
        (lambda: ask.shape("x", X.mT, (3, 4)), "The axes are in another order"),
        (lambda: ask.shape("x", X, (1, 3, 4)), "A dimension is missing"),
        (lambda: ask.shape("x", X.sum(), (3,)), "over which axes do you sum"),
        (lambda: ask.shape("x", X, (3, 5)), "Look at the shapes in the docstring"),
        (lambda: ask.shape("x", 3, (3,)), "x is of type int: it must be a Tensor"),
        (lambda: ask.levels("x", torch.tensor([0.0, 0.5]), (0, 1)), "has the value 0.5"),
        (lambda: ask.count("x", torch.ones(5), 2), "samples 5 points: the budget is 2"),
        (lambda: ask.count("x", torch.eye(3), 6), "are ones and zeros exchanged"),
        (lambda: ask.number("x", "three", 3), "x is of type str: it must be a number"),
        (lambda: ask.same("x", -X, X, "Look."), "opposite one. Look."),
        (lambda: ask.gradient("x", X, X), "No gradient arrives"),
        (lambda: ask.dot_test(lambda x: x, lambda y: 2 * y, X, X), "The dot test fails"),
    ],
)
def test_what_is_wrong_is_told(question, message):
    with pytest.raises(NotYetError, match=message):
        question()


def test_arguments_are_told():
    def broken(images, factor):
        raise KeyError(factor)

    with pytest.raises(NotYetError, match=r"a tensor of shape \(3, 4\), 2, a list"):
        ask.call(lambda *all_: broken(*all_[:2]), X, 2, ["long"] * 20)


def test_what_is_right_passes(capsys):
    latent = X.clone().requires_grad_()
    assert torch.equal(ask.gradient("x", 2 * latent, latent), torch.full((3, 4), 2.0))
    ask.dot_test(lambda x: 2 * x, lambda y: 2 * y, X, X + 1)
    ask.dot_test(lambda x: 1j * x, lambda y: (-1j * y).real, X, (1 + 2j) * (X + 1))
    ask.number("x", 3, 3.0)
    ask.passed("it is right")
    assert capsys.readouterr().out == "Passed: it is right.\n"


def test_a_message_is_shown_without_a_traceback():
    assert NotYetError("look again")._render_traceback_() == ["Not yet: look again"]
