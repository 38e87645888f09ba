"""Loaded by every Python that has this folder in `PYTHONPATH`: whoever is asked for over the network is noted.

Each attempt becomes a line of the file `OIT_ATTEMPTS`, and is refused; sockets between processes of this
computer (Unix) are none.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

_NETWORK = {"socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"}


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _NETWORK:
        return
    if getattr(arguments[0], "family", None) == getattr(socket, "AF_UNIX", None):
        return
    with open(os.environ["OIT_ATTEMPTS"], "a", encoding="utf-8") as file:  # noqa: PTH123
        file.write(f"{event} {arguments[1:] or arguments}\n")
    raise OSError(f"the network is cut: {event}")


sys.addaudithook(_refuse)
