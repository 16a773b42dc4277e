"""Make kdci/data/files/fashion_mnist.npz: a random part of Fashion-MNIST, under its MIT licence.

Validation and training images are drawn from the official training images, test images from the
official test images. The official files are found or fetched by kdci.data.fashion_mnist_files, so
nothing has to be named:

    python -m tools.prepare_fashion_mnist
"""

from __future__ import annotations

import json

import numpy as np

from kdci.data.fashion_mnist_files import SOURCE, official
from tools.archive import write_archive

SEED = 2026
COUNTS = {"validation": 1000, "train": 8000, "test": 1000}
"""10,000 images in all: as many as stay below 4 MB."""
METADATA = {
    "about": "Fashion-MNIST, a random part: images (N, 28, 28), 0 to 255, and their places in the "
    "official files; train and validation are official training images, test official test images",
    "licence": "MIT, Copyright (c) 2017 Zalando SE",
    "seed": SEED,
    "source": SOURCE,
}


def main() -> None:
    """Write the file, and print its SHA-256 for kdci.data.fashion_mnist."""
    rng = np.random.default_rng(SEED)
    training, test = (official(f"{part}-images-idx3-ubyte") for part in ("train", "t10k"))
    drawn = rng.permutation(len(training))[: COUNTS["validation"] + COUNTS["train"]]
    validation, train = np.split(drawn, [COUNTS["validation"]])
    places = {
        "train": (training, train),
        "validation": (training, validation),
        "test": (test, rng.permutation(len(test))[: COUNTS["test"]]),
    }
    arrays = {"metadata": np.array(json.dumps(METADATA))}
    for split, (images, index) in places.items():
        arrays |= {split: images[index], f"{split}_index": index.astype(np.int32)}
    write_archive("fashion_mnist.npz", arrays)


if __name__ == "__main__":
    main()
