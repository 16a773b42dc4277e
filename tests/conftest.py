"""One thread for torch: tests run the same everywhere, and small tensors run faster."""

import os

import pytest
import torch

os.environ["OMP_NUM_THREADS"] = "1"  # for the notebooks' kernels, too


@pytest.fixture(autouse=True, scope="session")
def _one_thread():
    torch.set_num_threads(1)
