import pytest
import torch
from safetensors.torch import load_file, save_file

from kdci import Budget, ImagingSystem, MRIEncoder, UNet
from kdci.weights import load_weights, save_weights


def system(seed=0, side=16, depth=2):
    torch.manual_seed(seed)
    return ImagingSystem(MRIEncoder((side, side), Budget(8), seed=seed), UNet(depth=depth))


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "weights.safetensors"
    return path, save_weights(system(0), path)


def same(a, b):
    return all(torch.equal(a.state_dict()[name], value) for name, value in b.state_dict().items())


def test_what_is_saved_is_loaded(saved):
    path, sha256 = saved
    other = system(1)
    assert not same(other, system(0))
    load_weights(other, path, sha256)
    assert same(other, system(0))


def test_the_same_weights_are_the_same_bytes(saved, tmp_path):
    assert save_weights(system(0), tmp_path / "again.safetensors") == saved[1]


@pytest.mark.parametrize("damage", ["truncated", "one bit", "text"])
def test_damaged_file_is_refused_with_the_remedy(saved, damage):
    path, sha256 = saved
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(
        {"truncated": bytes(content[:-9]), "one bit": bytes(content), "text": b"hello"}[damage]
    )
    untouched = system(1)
    message = "weights.safetensors.*damaged.*restore the file or train again"
    with pytest.raises(ValueError, match=message):
        load_weights(untouched, path, sha256)
    if damage != "one bit":  # without a hash, that is a valid file
        with pytest.raises(ValueError, match=message):
            load_weights(untouched, path)
    assert same(untouched, system(1))


@pytest.mark.parametrize("other", [{"side": 32}, {"depth": 1}], ids=str)
def test_weights_of_another_system_are_refused(saved, other):
    with pytest.raises(ValueError, match="weights.safetensors.*of another system"):
        load_weights(system(**other), saved[0])


def test_pickle_is_refused(tmp_path):
    torch.save(system().state_dict(), tmp_path / "weights.pt")
    with pytest.raises(ValueError, match="not a safetensors file"):
        load_weights(system(), tmp_path / "weights.pt")


def test_other_tensors_are_refused(tmp_path):
    save_file({"x": torch.zeros(1)}, tmp_path / "x.safetensors")
    with pytest.raises(ValueError, match="of another system"):
        load_weights(system(), tmp_path / "x.safetensors")


def test_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone.safetensors"):
        load_weights(system(), tmp_path / "gone.safetensors")


def test_weight_that_is_no_number_is_refused(saved):
    path, _ = saved
    tensors = load_file(path)
    name = sorted(tensors)[0]
    tensors[name].view(-1)[0] = float("nan")
    save_file(tensors, path)
    untouched = system(1)
    with pytest.raises(ValueError, match=f"damaged: {name} has values that are not finite"):
        load_weights(untouched, path)
    assert same(untouched, system(1))


def test_weights_of_another_type_are_refused(saved):
    path, _ = saved
    save_file({name: value.int() for name, value in load_file(path).items()}, path)
    with pytest.raises(ValueError, match="weights.safetensors.*of another system"):
        load_weights(system(), path)


@pytest.mark.parametrize("place", [0.001, 0.2, 0.5, 0.9])
def test_one_bit_anywhere_is_noticed(saved, place):
    path, sha256 = saved
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 4
    path.write_bytes(content)
    with pytest.raises(ValueError, match="weights.safetensors.*damaged"):
        load_weights(system(), path, sha256)
