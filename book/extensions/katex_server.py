"""Formulas: the server that draws them is asked again while it is not up yet.

sphinxcontrib-katex takes the server's socket file for the server. Between the two, on a machine
that is busy, the connection is refused and the build fails. Its other way, over a port of the
machine itself, asks until the server answers.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinxcontrib.katex import KaTeXServer


def setup(app: Sphinx) -> dict[str, bool]:
    """Let the server be reached by its port on every system."""
    KaTeXServer.start_server_process = KaTeXServer.start_network_socket
    return {"parallel_read_safe": True, "parallel_write_safe": True}
