"""A modality by its name in a study: one of kdci's own, or anybody's, by its import path."""

from __future__ import annotations

import importlib
from functools import cache

from kdci import checks
from kdci.modalities.modality import Modality


@cache
def find_modality(name: str) -> Modality:
    """Return a modality.

    Args:
        name: of one of the package's, such as "mri"; or a module and a name in it, such as
            "my_lab.video:VIDEO", for one's own. The command finds modules in the current directory.

    Raises:
        ValueError: if there is no such modality, module or name, the module cannot be imported, or
            what is there is no `Modality`.
    """
    from kdci.modalities import MODALITIES

    module, colon, attribute = str(name).partition(":")
    if not colon:
        own = "your own by its import path, as in my_lab.video:VIDEO"
        return MODALITIES[checks.one_of("modality", name, (*MODALITIES, own))]
    if not module or not attribute:
        raise ValueError(f"modality={name!r}: must be a module, a colon and a name in it")
    try:
        there = importlib.import_module(module)
    except ModuleNotFoundError as error:
        where = "it must be installed, or lie in the folder where the command is called"
        raise ValueError(f"modality={name!r}: no module {error.name!r}: {where}") from error
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
        raise ValueError(f"modality={name!r}: {module} cannot be imported: {found}") from error
    if not hasattr(there, attribute):
        raise ValueError(f"modality={name!r}: the module {module!r} has no {attribute!r}")
    modality = getattr(there, attribute)
    if not isinstance(modality, Modality):
        found = f"is of type {type(modality).__name__}"
        raise ValueError(f"modality={name!r}: {found}: must be a kdci.modalities.Modality")
    return modality
