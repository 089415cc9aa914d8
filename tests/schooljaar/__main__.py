"""`make schooljaar`: walk the year, verify it, tell what occurred; exit code 1 when something did not or is wrong."""

import os
import sys
import tempfile
import time
from datetime import date

SEED = 1969


def main() -> int:
    from pathlib import Path

    from tests.databases import temporary

    os.environ["MAS_HOME"] = str(temporary("home"))
    from sqlalchemy import event

    from cases.verify import verify
    from tests.databases import made_at
    from tests.schooljaar.coverage import occurred
    from tests.schooljaar.year import children_met, walk

    folder = Path(tempfile.mkdtemp(dir=temporary("schooljaar")))
    engine = made_at(folder / "jaar.db")
    event.listen(engine, "connect", lambda c, _r: c.execute("PRAGMA synchronous=OFF"))
    until = date.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else date(2026, 7, 31)
    start, cpu = time.monotonic(), time.process_time()
    done = walk(engine, folder, SEED, until=until)
    print(f"{time.monotonic() - start:.1f} s, cpu {time.process_time() - cpu:.1f}")
    print(done.office.counts, done.swept)
    seen = occurred(engine)
    for kind, counter in seen.kinds.items():
        print(kind, len(counter), counter.total(), counter.most_common(12))
    print(children_met(engine), seen.missing())
    t = time.monotonic()
    result = verify(engine)
    print("\n".join(result.lines()), time.monotonic() - t)
    return 0


sys.exit(main())
