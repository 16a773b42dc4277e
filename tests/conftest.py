"""One thread for torch: tests run the same everywhere, and small tensors run faster."""

import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def _one_thread():
    torch.set_num_threads(1)
