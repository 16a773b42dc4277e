"""A small Fashion-MNIST in the layout of the official files, for tests of where they are found."""

import gzip
import hashlib
import struct

import numpy as np

from kdci.data.fashion_mnist_files import Official


def idx(values):
    """Return an array as the content of an IDX file."""
    shape = struct.pack(f">{values.ndim}I", *values.shape)
    return bytes((0, 0, 8, values.ndim)) + shape + values.astype(np.uint8).tobytes()


def small_arrays():
    """Return images and labels by the name of their official file."""
    rng = np.random.default_rng(3)
    return {
        name: rng.integers(256, size=shape)
        for name, shape in {
            "train-images-idx3-ubyte": (40, 28, 28),
            "train-labels-idx1-ubyte": (40,),
            "t10k-images-idx3-ubyte": (20, 28, 28),
            "t10k-labels-idx1-ubyte": (20,),
        }.items()
    }


def small_files():
    """Return the compressed files by name, and what the loader must know of them."""
    contents = {name: idx(values) for name, values in small_arrays().items()}
    packed = {name: gzip.compress(content, mtime=0) for name, content in contents.items()}
    known = {
        name: Official(
            small_arrays()[name].shape,
            hashlib.sha256(content).hexdigest(),
            hashlib.md5(packed[name]).hexdigest(),
        )
        for name, content in contents.items()
    }
    return packed, known
