"""Ports for servers that a test starts."""

import socket


def free_ports(how_many: int) -> list[int]:
    """This many ports of 127.0.0.1 on which nothing listens now."""
    probes = [socket.socket() for _ in range(how_many)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
