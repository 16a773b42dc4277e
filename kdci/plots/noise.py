"""Reconstruction quality over the SNR of the measurement noise."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from kdci.metrics.statistics import Summary
from kdci.plots import lines as line
from kdci.plots.style import LOOK, axes_list, figure, legend_above


def over_snr(
    lines: Mapping[str, Mapping[float, Summary]], gains: Mapping[float, Summary]
) -> Figure:
    """Return PSNR over the SNR for each system and, below, the student's gain over the baseline.

    Points are means over seeds, bars their 95% intervals.

    Args:
        lines: for each system, a summary at each SNR [dB].
        gains: paired differences of student and baseline [dB], at each SNR [dB].
    """
    fig = figure(6.2)
    above, below = axes_list(fig, 2, 1, sharex=True, gridspec_kw={"height_ratios": [3, 2]})
    for name, summaries in lines.items():
        label, color, marker = LOOK[name]
        style = "--" if name not in ("teacher", "baseline", "student") else "-"
        line.draw(above, summaries, color, marker, style, label)
    _, color, marker = LOOK["student"]
    line.draw(below, gains, color, marker, "-", "student minus baseline")
    below.axhline(0, color=LOOK["baseline"][1], lw=1.5)
    above.set_ylabel("PSNR [dB]")
    below.set_ylabel("gain [dB]")
    below.set_xticks(list(gains))
    below.set_xlabel("SNR of the measurements [dB]; less noise to the right")
    legend_above(fig, *above.get_legend_handles_labels(), columns=2)
    return fig
