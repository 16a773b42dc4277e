import numpy as np

from kdci import ImagingSystem, plots
from kdci.constraints import Budget
from kdci.data.mni import brain_slices
from kdci.decoders import ZeroFilled
from kdci.encoders import MRIEncoder


def test_each_acceleration_has_its_masks_its_images_and_the_ground_truth():
    image = brain_slices("test", count=1, size=64)[0]
    systems = {
        a: {
            name: ImagingSystem(MRIEncoder((64, 64), Budget(acceleration=a)), ZeroFilled())
            for name in ("teacher", "student")
        }
        for a in (4, 8)
    }
    fig = plots.masks_and_images(systems, image)
    titles = [ax.get_title() for ax in fig.axes]
    assert titles.count("teacher") == titles.count("student") == 2
    assert titles.count("ground\ntruth") == 2
    assert sum(" dB\n" in title for title in titles) == 4
    assert sum(len(ax.images) for ax in fig.axes) == 10
    *_, truth = [ax.images[0].get_array() for ax in fig.axes if ax.images]
    bright = (truth > 0.1).nonzero()
    assert truth.shape[0] == truth.shape[1] < 64
    assert max(int(np.ptp(places)) for places in bright) + 1 == truth.shape[0] - 6
    texts = [text.get_text() for ax in fig.axes for text in ax.texts]
    assert texts == ["acceleration\n4", "acceleration\n8"]
