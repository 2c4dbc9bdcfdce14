"""How much memory and time large files of records take.

    python -m tests.bench.structured_run [--records 100000] [--megabytes 50]

Writes a MARCXML file and a finding aid in EAD of that size, harvests each with the program, in a
process of its own, and prints how long that took and the most memory that the process had.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MARC = """<record><leader>01142cam a2200301 a 4500</leader>
<controlfield tag="001">{n}</controlfield><controlfield tag="003">FEN</controlfield>
<controlfield tag="008">950113s{year}    ne a     b    001 0 eng d</controlfield>
<datafield tag="010" ind1=" " ind2=" "><subfield code="a">{n:010}</subfield></datafield>
<datafield tag="100" ind1="1" ind2=" "><subfield code="a">Author{n}, Ann,</subfield></datafield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">Drainage of parish {n} :</subfield>
<subfield code="b">a history of its mills and sluices /</subfield></datafield>
<datafield tag="260" ind1=" " ind2=" "><subfield code="a">Leiden :</subfield>
<subfield code="b">Sedge Press,</subfield><subfield code="c">{year}.</subfield></datafield>
<datafield tag="300" ind1=" " ind2=" "><subfield code="a">xii, 300 p.</subfield></datafield>
<datafield tag="520" ind1=" " ind2=" "><subfield code="a">{prose}</subfield></datafield>
<datafield tag="650" ind1=" " ind2="0"><subfield code="a">Drainage</subfield></datafield>
<datafield tag="650" ind1=" " ind2="0"><subfield code="a">Mills</subfield></datafield></record>
"""
FILE = """<c03 level="file" id="u{n}"><did><unittitle>Letters of parish {n}</unittitle>
<unitid>FEN/{n}</unitid><unitdate normal="{year}/{year}">{year}</unitdate>
<container type="box">{box}</container><container type="folder">{n}</container></did>
<scopecontent><p>{prose}</p></scopecontent></c03>
"""
PROSE = "How the mills of this parish were built, kept and pulled down. " * 6


def marcxml(path: Path, records: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('<collection xmlns="http://www.loc.gov/MARC21/slim">')
        for n in range(records):
            file.write(MARC.format(n=n, year=1900 + n % 100, prose=PROSE))
        file.write("</collection>")


def ead(path: Path, megabytes: int) -> None:
    n = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<ead><eadheader><eadid>fen</eadid></eadheader><archdesc level="fonds"><did>'
            "<unittitle>Fen</unittitle></did><dsc>"
        )
        while file.tell() < megabytes * 1_000_000:
            file.write(
                f'<c01 level="series" id="s{n}"><did><unittitle>Series {n}</unittitle></did>'
            )
            for _ in range(500):
                n += 1
                file.write(FILE.format(n=n, year=1900 + n % 100, box=n // 20, prose=PROSE))
            file.write("</c01>")
        file.write("</dsc></archdesc></ead>")


def run(path: Path) -> None:
    """Harvest a file with the program, and say what that took."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        words = ["--db", f"{folder}/bench.db", "harvest", str(path)]
        child = subprocess.Popen([sys.executable, "-m", "harvester", *words])
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        size = (Path(folder) / "bench.db").stat().st_size
    unit = 1 if sys.platform == "darwin" else 1024
    print(
        f"{path.name}: {path.stat().st_size / 1e6:.0f} MB, {time.monotonic() - started:.0f} s, "
        f"peak {usage.ru_maxrss * unit / 1e6:.0f} MB of memory, database {size / 1e6:.0f} MB, "
        f"exit code {child.returncode}"
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--records", type=int, default=100_000)
    words.add_argument("--megabytes", type=int, default=50)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, write, size in (
            ("catalogue.xml", marcxml, asked.records),
            ("finding-aid.xml", ead, asked.megabytes),
        ):
            path = Path(folder) / name
            write(path, size)
            run(path)


if __name__ == "__main__":
    main()
