"""What a check asks of an answer; `NotYetError` says what is wrong, and hints at why.

Example:
    >>> mask = call(lambda shape: torch.ones(shape), (4, 4))
    >>> count("The mask", mask, 16)
    >>> count("The mask", mask, 15)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    kdci.classroom.not_yet.NotYetError: The mask samples 16 points, not 15: one too many. ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import torch
from torch import Tensor

from kdci.classroom.diagnosis import close, explain
from kdci.classroom.not_yet import NotYetError

__all__ = [
    *("NotYetError", "call", "count", "dot_test", "gradient", "kind", "levels", "number"),
    *("passed", "same", "shape", "that"),
]


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what an answer, a function, makes of arguments.

    Raises:
        NotYetError: if it is not written yet, stops with an error, or returns nothing.
    """
    name = function.__name__
    try:
        result = function(*arguments)
    except NotImplementedError:
        hint = "put your own lines in the place of `raise NotImplementedError()`"
        raise NotYetError(f"{name} is not written yet: {hint}.") from None
    except NotYetError:
        raise
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
        given = f"It was given {_given(arguments)}."
        raise NotYetError(f"{name} stops with an error, {found}. {given}") from error
    if result is None:
        raise NotYetError(f"{name} returns nothing. Does it end with `return`?")
    return result


def that(holds: bool | Tensor, message: str) -> None:
    """Check that something holds.

    Raises:
        NotYetError: with the message, if it does not.
    """
    if not bool(holds):
        raise NotYetError(message)


def kind(what: str, found: Any, wanted: type) -> None:
    """Check of which kind an object is.

    Raises:
        NotYetError: if it is of another kind.
    """
    that(
        isinstance(found, wanted),
        f"{what} is of type {type(found).__name__}: it must be a {wanted.__name__}.",
    )


def shape(what: str, found: Any, wanted: Sequence[int]) -> None:
    """Check the shape of a tensor.

    Raises:
        NotYetError: if it is no tensor, or its shape is another: with what that may mean.
    """
    kind(what, found, Tensor)
    got, wanted = tuple(found.shape), tuple(wanted)
    if got == wanted:
        return
    hint = "Look at the shapes in the docstring."
    if got == ():
        hint = "It is one number: over which axes do you sum?"
    elif got == wanted[1:] or got == wanted[:1] + wanted[2:]:
        hint = "A dimension is missing: the batch, or the channels?"
    elif sorted(got) == sorted(wanted):
        hint = "The axes are in another order."
    raise NotYetError(f"{what} has the shape {got}: it must be {wanted}. {hint}")


def levels(what: str, found: Tensor, allowed: Collection[float]) -> None:
    """Check that a pattern has no other values than those allowed.

    Raises:
        NotYetError: naming one that is not allowed.
    """
    other = [value for value in found.detach().flatten().tolist() if value not in allowed]
    listed = " or ".join(f"{value:g}" for value in allowed)
    if other:
        raise NotYetError(f"{what} has the value {other[0]:.4g}: each must be {listed}.")


def count(what: str, found: Tensor, wanted: int) -> None:
    """Check how many points a binary mask samples.

    Raises:
        NotYetError: if it samples another number: with what that may mean.
    """
    got = int(found.detach().sum())
    if got == wanted:
        return
    hint = "Count the ones of the whole mask."
    if abs(got - wanted) == 1:
        hint = "How is it rounded?"
        size = "one too many" if got > wanted else "one too few"
        raise NotYetError(f"{what} samples {got} points, not {wanted}: {size}. {hint}")
    if found.numel() - got == wanted:
        hint = "Just as many are left out: are ones and zeros exchanged?"
    raise NotYetError(f"{what} samples {got} points: the budget is {wanted}. {hint}")


def same(what: str, found: Any, wanted: Tensor, why: str = "") -> None:
    """Check that a tensor has the values that it must have.

    Raises:
        NotYetError: if it has others: with how they differ, and ``why`` they must be so.
    """
    shape(what, found, wanted.shape)
    if not close(found.detach(), wanted):
        raise NotYetError(f"{what} is not right. {explain(found.detach(), wanted)} {why}".rstrip())


def number(what: str, found: Any, wanted: float, why: str = "") -> None:
    """Check one number; see `same`.

    Raises:
        NotYetError: if it is none, or another one.
    """
    try:
        value = torch.as_tensor(float(found))
    except (TypeError, ValueError):
        raise NotYetError(
            f"{what} is of type {type(found).__name__}: it must be a number."
        ) from None
    same(what, value, torch.as_tensor(float(wanted)), why)


def dot_test(
    measure: Callable[[Tensor], Tensor],
    adjoint: Callable[[Tensor], Tensor],
    images: Tensor,
    measurements: Tensor,
) -> None:
    """Check that <A x, y> = <x, A^H y>, for real images x and complex or real measurements y.

    Raises:
        NotYetError: if it is not: with both sides.
    """
    left = float((measure(images).conj() * measurements).sum().real)
    right = float((images * adjoint(measurements)).sum())
    message = f"The dot test fails: <A x, y> = {left:.4f}, but <x, A^H y> = {right:.4f}."
    that(abs(left - right) <= 1e-4 * abs(left), message)


def gradient(what: str, output: Any, latent: Tensor) -> Tensor:
    """Return the gradient of the sum of ``output`` with respect to ``latent``.

    Raises:
        NotYetError: if no gradient arrives.
    """
    kind(what, output, Tensor)
    none = f"No gradient arrives: {what} does not depend on the latent, or is detached from it."
    that(output.requires_grad, none)
    (found,) = torch.autograd.grad(output.sum(), latent, allow_unused=True)
    if found is None:
        raise NotYetError(none)
    return found


def passed(name: str) -> None:
    """Say that a check has passed."""
    print(f"Passed: {name}.")


def _given(arguments: Sequence[Any]) -> str:
    """Return arguments in words: shapes of tensors, other values as they are."""
    words = [
        f"a tensor of shape {tuple(one.shape)}" if isinstance(one, Tensor) else _brief(one)
        for one in arguments
    ]
    return ", ".join(words) or "nothing"


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 40 else f"a {type(value).__name__}"
