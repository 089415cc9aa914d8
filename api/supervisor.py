"""`mas start`: starts the parts, restarts the one that dies, and stops them all at once."""

import secrets
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Never

import psutil
import typer

from api.parts import Part, answers, parts_of
from api.preflight import HOST, CannotStart, Plan, look_around
from cases.settings import WrongSetting

TICK_SECONDS = 0.2
READY_SECONDS = 180
KILL_AFTER_SECONDS = 4
FAILED_STARTS = 3
"""A part that dies this often before everything answers will not come up by itself."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
MARK = "MAS_STARTED_BY"
"""In the environment of all that we start, and of all that they start, in whatever session."""


class _Stop(BaseException):
    """Somebody wants us to stop. Not an Exception: nobody on the way may catch it."""


def run(prepare: Callable[[], None], *, logins: str = "") -> int:
    """Check, prepare and run everything until INT or TERM; returns the exit code.

    `prepare` migrates, makes the demo office and sweeps once; no part starts before it is done. `logins` is told
    beside the address. What stands in the way is one sentence on stderr and exit code 1.
    """
    mark = secrets.token_hex(8)
    # Handlers of our own, for a background shell leaves INT ignored.
    before = {number: signal.signal(number, _stop) for number in STOP_SIGNALS}
    try:
        plan = look_around()
        prepare()
        _supervise(plan, mark, logins)
    except _Stop:
        return 0
    except (CannotStart, WrongSetting) as reason:
        typer.echo(str(reason), err=True)
        return 1
    finally:
        _ignore_signals()
        stop_everything(mark)
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    _ignore_signals()
    raise _Stop


def _ignore_signals() -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _supervise(plan: Plan, mark: str, logins: str) -> Never:
    parts = parts_of(plan, {MARK: mark})
    for part in parts:
        part.start()
    give_up = time.monotonic() + READY_SECONDS
    ready = False
    while True:
        for part in parts:
            _look_after(part, ready=ready)
        if not ready and all(answers(part) for part in parts):
            ready = True
            typer.echo(_announcement(plan, logins))
        if not ready and time.monotonic() > give_up:
            raise CannotStart(f"Leerrecht komt niet op gang; kijk in {plan.home / 'logs'} wat er misgaat.")
        time.sleep(TICK_SECONDS)


def _look_after(part: Part, *, ready: bool) -> None:
    if part.ended():
        if not ready and part.deaths >= FAILED_STARTS:
            raise CannotStart(f"Onderdeel {part.name} start niet; kijk in {part.log} wat er misgaat.")
        typer.echo(f"Onderdeel {part.name} is gestopt en wordt opnieuw gestart; zie {part.log}.", err=True)
    part.start_when_due()


def _announcement(plan: Plan, logins: str) -> str:
    told = f" ({logins})" if logins else ""
    key = plan.home / "prefect" / "toegang"
    return (
        f"Leerrecht draait: http://{HOST}:{plan.port}{told}."
        f" Planning: http://{HOST}:{plan.prefect_port} (sleutel in {key}). Stoppen met Ctrl+C."
    )


def stop_everything(mark: str) -> None:
    """TERM to all at once, KILL to who is left after four seconds; nothing that we started remains."""
    running = _started_by(mark)
    for process in running:
        _signal(process, signal.SIGTERM)
    psutil.wait_procs(running, timeout=KILL_AFTER_SECONDS)
    # Look again: a part may have started something between our look and its end.
    while stubborn := _started_by(mark):
        for process in stubborn:
            _signal(process, signal.SIGKILL)
        psutil.wait_procs(stubborn, timeout=0.5)


def _started_by(mark: str) -> list[psutil.Process]:
    """All live processes that carry our mark, flow runs in sessions of their own included."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return found


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
