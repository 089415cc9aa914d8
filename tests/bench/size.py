"""How much is measured: all of it, or little, to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of rows, rounds and calls."""

    few: int
    """open zaken in the smaller database"""
    many: int
    """and in the larger"""
    due: int
    """terms that are due in one sweep"""
    rounds: int
    """how often our code and the raw SQL take turns"""
    rows: int
    """rows of one meldingbestand"""
    steps: int
    """steps of one client alone, and of eight together, in a round"""
    pages: int
    """calls of a page in a round"""
    visits: int
    """pages asked of a server before its memory is read"""
    officers: int


FULL = Size(few=10_000, many=100_000, due=1_000, rounds=5, rows=3_000, steps=96, pages=10, visits=200, officers=100)
QUICK = Size(few=200, many=300, due=20, rounds=1, rows=20, steps=8, pages=1, visits=4, officers=4)
