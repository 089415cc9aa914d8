"""The persoonsgebonden nummer: what makes one valid, and how it is locked away and found again."""

import hmac
import os
from functools import lru_cache
from operator import mul
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cases.settings import Settings

Kind = Literal["bsn", "onderwijsnummer"]

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
KEY_VERSION = b"\x01"
NONCE_BYTES = 12

# One key locks both pgn and rows in quarantine: the label says which, so that they cannot be exchanged.
FOR_PGN, FOR_ROW = b"pgn:", b"rij:"


class WrongPgn(ValueError):
    """Not a pgn. The message is a Dutch sentence without the number."""


class Unreadable(Exception):
    """Locked with another key, or for another gemeente, or damaged."""


def check_pgn(text: str) -> Kind:
    """Tell a burgerservicenummer from an onderwijsnummer (meldingbestand.md, column pgn).

    Raises WrongPgn when it is neither: both have nine digits; the weighted sum with weights 9..2 and -1 is a
    multiple of 11 but not 0 for a BSN, and leaves 5 for an onderwijsnummer, which begins with 10.
    """
    if not (len(text) == 9 and text.isascii() and text.isdigit()):
        raise WrongPgn("moet uit precies 9 cijfers bestaan")
    total = sum(map(mul, WEIGHTS, map(int, text)))
    if total != 0 and total % 11 == 0:
        return "bsn"
    if text.startswith("10") and total % 11 == 5:
        return "onderwijsnummer"
    raise WrongPgn("klopt niet: het is geen geldig burgerservicenummer (elfproef) en geen geldig onderwijsnummer")


def masked(pgn: str) -> str:
    """The last three digits, for a screen on which the whole number is not needed."""
    return "•" * max(len(pgn) - 3, 0) + pgn[-3:]


class Locker:
    """Encrypts (AES-256-GCM) and indexes (HMAC-SHA256) with the keys of this installation."""

    def __init__(self, key_hex: str, index_key_hex: str) -> None:
        self._cipher = AESGCM(bytes.fromhex(key_hex))
        self._index_key = bytes.fromhex(index_key_hex)

    def encrypt(self, pgn: str, gemeente: str) -> bytes:
        """Lock a pgn so that it opens for this gemeente only. Twice the same gives different bytes."""
        return self._lock(pgn.encode(), FOR_PGN + gemeente.encode())

    def decrypt(self, locked: bytes, gemeente: str) -> str:
        """The pgn; raises Unreadable when it was not locked with this key for this gemeente."""
        return self._unlock(locked, FOR_PGN + gemeente.encode()).decode()

    def lock_bytes(self, plain: bytes, label: str) -> bytes:
        """Lock anything else (a row in quarantine); it opens with the same label only."""
        return self._lock(plain, FOR_ROW + label.encode())

    def unlock_bytes(self, locked: bytes, label: str) -> bytes:
        """What `lock_bytes` locked; raises Unreadable."""
        return self._unlock(locked, FOR_ROW + label.encode())

    def index(self, text: str) -> str:
        """A keyed fingerprint: equal for equal texts, and useless without the key."""
        return hmac.digest(self._index_key, text.encode(), "sha256").hex()

    def _lock(self, plain: bytes, label: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return KEY_VERSION + nonce + self._cipher.encrypt(nonce, plain, label)

    def _unlock(self, locked: bytes, label: bytes) -> bytes:
        version, nonce, body = locked[:1], locked[1 : 1 + NONCE_BYTES], locked[1 + NONCE_BYTES :]
        if version != KEY_VERSION:
            raise Unreadable("unknown key version")
        try:
            return self._cipher.decrypt(nonce, body, label)
        except (InvalidTag, ValueError) as error:
            raise Unreadable("wrong key, wrong label or damaged") from error


@lru_cache(maxsize=8)
def _locker(key_hex: str, index_key_hex: str) -> Locker:
    return Locker(key_hex, index_key_hex)


def locker(settings: Settings | None = None) -> Locker:
    """The locker with the keys of these settings (default: those of the environment)."""
    keys = (settings or Settings()).secrets
    return _locker(keys["pgn_key"], keys["pgn_index_key"])
