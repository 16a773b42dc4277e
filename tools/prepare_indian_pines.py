"""Make kdci/data/files/indian_pines.npz: eight broad bands of a scene that was measured.

The cube is that of tensorly, 145 x 145 pixels and 200 channels, with the centres of its channels.
Each band is the mean of 25 channels that follow each other. Run it in an environment of its own;
tensorly is not needed to use the file:

    pip install tensorly==0.10.0
    python -m tools.prepare_indian_pines
"""

from __future__ import annotations

import json

import numpy as np
import tensorly
from tensorly.datasets import load_indian_pines

from tools.archive import write_archive

BANDS = 8
STEPS = 8  # values are stored in steps of an eighth of the sensor's unit


def main() -> None:
    """Write the file, and print its SHA-256 for kdci.data.indian_pines."""
    scene = load_indian_pines()
    cube = np.asarray(scene.tensor)
    height, width, channels = cube.shape
    means = cube.reshape(height, width, BANDS, channels // BANDS).mean(axis=-1)
    wavelengths = np.reshape(scene.ticks[1], (BANDS, -1))
    metadata = {
        "about": "AVIRIS, Indian Pines, 12 June 1992: MEASURED radiance, airborne, means of 25 "
        "channels: (bands, height, width), in eighths of the sensor's unit, 1000 of which are dark",
        "centres": wavelengths.mean(axis=1).round(1).tolist(),
        "limits": [[channel.min(), channel.max()] for channel in wavelengths],
        "licence": scene.LICENCE,
        "reference": scene.reference,
        "versions": {"tensorly": tensorly.__version__},
    }
    bands = np.round(STEPS * means).astype(np.uint16).transpose(2, 0, 1)
    arrays = {"metadata": np.array(json.dumps(metadata)), "bands": np.ascontiguousarray(bands)}
    write_archive("indian_pines.npz", arrays)
    print(json.dumps(metadata, indent=1))


if __name__ == "__main__":
    main()
