"""Make kdci/data/files/spectra.npz: photographs lifted to simulated spectra.

The spectra are SIMULATED: an RGB photograph does not tell a spectrum. Each pixel of a photograph of
scikit-image (one of Matplotlib) is taken for the colour of a surface in daylight (D65), and gets
the smooth reflectance of that colour in the model of Jakob and Hanika (2019): a sigmoid of a
quadratic of the wavelength. Its coefficients are solved for all pixels at once, in a minute instead
of hours; on 16 random pixels the result is that of `colour.recovery.XYZ_to_sd_Jakob2019` to 0.002.
Run it in an environment of its own; these packages are not needed to use the file:

    pip install colour-science==0.4.7 matplotlib==3.11.2 scikit-image==0.26.0
    python tools/prepare_spectra.py
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import colour
import matplotlib
import numpy as np
import skimage
from skimage import transform

TARGET = Path(__file__).parents[1] / "kdci" / "data" / "files" / "spectra.npz"
SPLITS = {
    "train": ("astronaut.png", "grace_hopper.jpg", "retina.jpg"),
    "validation": ("ihc.png", "rocket.jpg"),
    "test": ("chelsea.png", "coffee.png"),
}
FOLDERS = (
    Path(skimage.__file__).parent / "data",
    Path(matplotlib.get_data_path()) / "sample_data",
)
SIDE = 256  # pixels: the shorter side
BANDS = tuple(range(450, 661, 30))  # nm: centres of bands of 30 nm
SHAPE = colour.SpectralShape(360, 780, 5)
DARKEST = 1e-3  # the model reaches black only in the limit
METADATA = {
    "about": "SIMULATED reflectance of photographs, 0 to 255 for 0 to 1: (height, width, bands)",
    "bands": BANDS,
    "band_width": 30,
    "illuminant": "D65",
    "licence": "public domain, CC0 or no known copyright restrictions: see skimage.data, and for "
    "grace_hopper.jpg (US Navy) https://github.com/matplotlib/matplotlib/pull/1599",
    "method": "Jakob and Hanika (2019), A low-dimensional function space for spectral upsampling",
    "splits": SPLITS,
    "versions": {
        "colour-science": colour.__version__,
        "matplotlib": matplotlib.__version__,
        "scikit-image": skimage.__version__,
    },
}


def photograph(name: str) -> np.ndarray:
    """Return a photograph in linear sRGB, (height, width, 3), anti-aliased."""
    path = next(folder / name for folder in FOLDERS if (folder / name).exists())
    pixels = skimage.io.imread(path)[..., :3]
    linear = colour.models.eotf_sRGB(pixels / 255)
    factor = SIDE / min(linear.shape[:2])
    shape = [round(n * factor) for n in linear.shape[:2]]
    return transform.resize(linear, shape, anti_aliasing=True).clip(DARKEST, 1)


def observer() -> np.ndarray:
    """Return the matrix from a reflectance on SHAPE to linear sRGB under D65, (3, wavelengths)."""
    functions = colour.MSDS_CMFS["CIE 1931 2 Degree Standard Observer"].copy().align(SHAPE).values
    light = colour.SDS_ILLUMINANTS["D65"].copy().align(SHAPE).values
    xyz = (functions * light[:, None]).T / (functions[:, 1] @ light)
    rgb = colour.models.RGB_COLOURSPACE_sRGB.matrix_XYZ_to_RGB @ xyz
    return rgb / rgb.sum(axis=1, keepdims=True)  # white, exactly, for a white surface


def reflectance(rgb: np.ndarray, steps: int = 60) -> np.ndarray:
    """Return the reflectance on SHAPE, (pixels, wavelengths), of linear sRGB (pixels, 3).

    Levenberg and Marquardt's iteration for the three coefficients, from gray, on all pixels.
    """
    see, t = observer(), np.linspace(-1, 1, len(SHAPE.wavelengths))
    powers = np.stack((t**2, t, np.ones_like(t)))
    products = (see[:, None] * powers).reshape(9, -1).T
    gray = 2 * rgb.mean(axis=1).clip(DARKEST, 1 - DARKEST) - 1
    c = np.stack((0 * gray, 0 * gray, gray / np.sqrt(1 - gray**2)), axis=1)
    damping = np.full(len(rgb), 1e-2)

    def error(c: np.ndarray) -> np.ndarray:
        return sigmoid(c @ powers) @ see.T - rgb

    residual = error(c)
    for _ in range(steps):
        slope = 0.5 * (1 + (c @ powers) ** 2) ** -1.5
        jacobian = (slope @ products).reshape(-1, 3, 3)
        normal = np.einsum("pij,pik->pjk", jacobian, jacobian)
        normal += damping[:, None, None] * (normal * np.eye(3) + 1e-12 * np.eye(3))
        gradient = np.einsum("pij,pi->pj", jacobian, residual)
        trial = c - np.linalg.solve(normal, gradient[..., None])[..., 0]
        new = error(trial)
        better = (new**2).sum(axis=1) < (residual**2).sum(axis=1)
        c[better], residual[better] = trial[better], new[better]
        damping = (damping * np.where(better, 0.2, 5)).clip(1e-9, 1e6)
    return sigmoid(c @ powers)


def sigmoid(u: np.ndarray) -> np.ndarray:
    """Return the sigmoid of Jakob and Hanika (2019), equation 4: from 0 to 1."""
    return 0.5 + u / (2 * np.sqrt(1 + u**2))


def spectra(name: str) -> np.ndarray:
    """Return the mean reflectance in each band, (height, width, bands), 8 bits."""
    rgb = photograph(name)
    found = np.concatenate([reflectance(part) for part in np.array_split(rgb.reshape(-1, 3), 32)])
    inside = [np.abs(SHAPE.wavelengths - center) <= METADATA["band_width"] / 2 for center in BANDS]
    bands = np.stack([found[:, band].mean(axis=1) for band in inside], axis=1)
    worst = np.abs(found @ observer().T - rgb.reshape(-1, 3)).max(axis=1)
    print(
        f"{name}: {rgb.shape}, error in linear sRGB: mean {worst.mean():.1e}, max {worst.max():.1e}"
    )
    return np.round(255 * bands).astype(np.uint8).reshape(*rgb.shape[:2], -1)


def archive(arrays: dict[str, np.ndarray]) -> bytes:
    """Return the arrays as a compressed .npz whose bytes do not depend on the date."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, array)
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def main() -> None:
    """Write the file, and print its SHA-256 for kdci.data.spectra."""
    sources = {name: spectra(name) for names in SPLITS.values() for name in names}
    content = archive({"metadata": np.array(json.dumps(METADATA)), **sources})
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(content)
    print(f"{TARGET}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
