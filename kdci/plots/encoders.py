"""What an encoder is like: sampling density, point spread, singular values, Gram matrix."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from kdci.encoders import MRIEncoder
from kdci.metrics.encoders import gram_matrix, singular_values
from kdci.metrics.encoders.mri import point_spread, sampling_density
from kdci.plots.kinds import encoders_of
from kdci.plots.style import LOOK, WIDTH, axes, figure, legend_above, panels, show
from kdci.systems import ImagingSystem

Systems = Mapping[str, ImagingSystem]
FLOOR = 1e-3
"""Point spreads are shown from this fraction of their peak on, logarithmically."""


def sampling_densities(systems: Systems) -> Figure:
    """Return the fraction of k-space that each mask samples, over the distance from DC.

    Raises:
        TypeError: if a system is not of MRI.
    """
    encoders = encoders_of(MRIEncoder, systems)
    fig = figure(3.2)
    ax = axes(fig)
    for name, encoder in encoders.items():
        label, color, marker = LOOK[name]
        radii, density = (values.numpy() for values in sampling_density(encoder))
        ax.plot(radii, 100 * density, color=color, marker=marker, ms=4, lw=1.2, label=label)
    ax.set_xlabel("distance from DC (1: edge of k-space)")
    ax.set_ylabel("sampled [%]")
    legend_above(fig, *ax.get_legend_handles_labels(), columns=3)
    return fig


def point_spreads(systems: Systems, columns: int = 4) -> Figure:
    """Return what becomes of one bright pixel, for each mask: magnitude over peak, logarithmic.

    Raises:
        TypeError: if a system is not of MRI.
    """
    encoders = encoders_of(MRIEncoder, systems)
    fig, places = panels(len(systems), columns, WIDTH / columns + 0.2)
    for ax, (name, encoder) in zip(places, encoders.items(), strict=False):
        spread = point_spread(encoder)
        decades = (spread / spread.max()).clamp_min(FLOOR).log10()
        show(ax, decades, LOOK[name][0], "cividis", vmin=-3, vmax=0)
    return fig


def singular_value_curves(systems: Systems) -> Figure:
    """Return the singular values of each encoder, in descending order, over the largest one."""
    fig = figure(3.2)
    ax = axes(fig)
    for name, system in systems.items():
        label, color, marker = LOOK[name]
        values = singular_values(system.encoder).numpy()
        step = max(1, len(values) // 8)
        ax.plot(
            np.linspace(0, 1, len(values)), values / values[0],
            color=color, marker=marker, markevery=step, ms=4, lw=1.2, label=label,
        )  # fmt: skip
    ax.set_xlabel("rank over number of measurements")
    ax.set_ylabel("singular value over largest")
    ax.set_ylim(0, 1.05)
    legend_above(fig, *ax.get_legend_handles_labels(), columns=3)
    return fig


def gram_matrices(systems: Systems, columns: int = 3, corner: int = 128) -> Figure:
    """Return the first entries of each Gram matrix A^H A, in magnitude, over its largest entry."""
    fig, places = panels(len(systems), columns, 1.75)
    for ax, (name, system) in zip(places, systems.items(), strict=False):
        gram = gram_matrix(system.encoder)
        decades = (gram / gram.max()).clamp_min(FLOOR).log10()[:corner, :corner]
        show(ax, decades, LOOK[name][0], "cividis", vmin=-3, vmax=0)
    return fig
