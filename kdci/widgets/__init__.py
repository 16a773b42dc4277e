"""Live imaging systems on a page: the browser runs kdci's own graphs; see `explore`."""

from kdci.widgets.explore import explore, explore_released

__all__ = ["explore", "explore_released"]
