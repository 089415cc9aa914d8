"""Ports for servers that a test starts."""

import itertools
import os
import socket

# Below those that the system hands out by itself (32768 and up), and not where another worker looks.
_LOW, _MANY = 10_000, 22_000
_candidates = itertools.cycle(_LOW + (os.getpid() * 997 + step) % _MANY for step in range(_MANY))


def free_ports(how_many: int) -> list[int]:
    """This many ports of 127.0.0.1 on which nothing listens, that were not given before."""
    return list(itertools.islice(filter(_is_free, _candidates), how_many))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
