"""Files of many kinds, as people have them in one folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

LINE = "Ferries between Talvane and Ilmark stayed in port on Sunday as crews waited for word from the harbour office. "
TITLE = "Talvane’s ferries stay in port"
ARABIC = "وزير الخارجية يدعو إلى الحوار"


def mixed(root: Path) -> Path:
    """Make a folder of many kinds: seven files with nine articles, two broken things, one picture."""
    root.mkdir()
    (root / "page.html").write_text(
        f'<html lang="en"><head><title>{TITLE}</title><meta property="og:site_name" content="Amsel Tribune">'
        '<meta property="article:published_time" content="2031-05-18"></head><body><article>'
        f"<h1>{TITLE}</h1><figure><img src='a.jpg'><figcaption>Empty quays on Sunday.</figcaption></figure>"
        + "".join(f"<p>Part {n}. {LINE}</p>" for n in range(4)) + "</article></body></html>",
        encoding="utf-8",
    )  # fmt: skip
    (root / "harbour.txt").write_text(f"Harbour strike goes on\n\nBy Ilse Varanne\n\n{LINE}\n", encoding="utf-8")
    (root / "dialogue.txt").write_text(f"{ARABIC}\n\nدعا الوزير إلى الحوار مع مدينة تافين.\n", encoding="utf-8")
    table(root / "rows.csv", 3)
    (root / "feed.rss").write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Ilmark Radio</title>'
        f"<item><title>No talks</title><link>https://ilmark.example/1</link><description>{LINE * 2}No talks."
        "</description></item></channel></rss>",
        encoding="utf-8",
    )
    (root / "brat.txt").write_text("Merovia warned Talvane on Monday.\n", encoding="utf-8")
    (root / "brat.ann").write_text("T1\tactor 0 7\tMerovia\nT2\tactor 15 22\tWrong\n", encoding="utf-8")
    good = {"id": "n1", "text": "Tavin rejoices at dawn", "annotator": "Bo", "status": "done", "spans": []}
    wrong = {**good, "id": "n2", "spans": [{"start": 0, "end": 5, "label": "actor", "text": "Wrong"}]}
    lines = "\n".join(map(json.dumps, (good, wrong))) + "\n"
    (root / "work.jsonl").write_text(lines, encoding="utf-8")
    (root / "photo.png").write_bytes(b"\x89PNG\r\n")
    return root


def table(path: Path, rows: int, columns: tuple[str, str, str, str] = ("title", "words", "day", "outlet")) -> Path:
    """Make a table; the names of its columns can be others."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        for n in range(rows):
            out.writerow([f"Grain prices climb {n}", f"{LINE}Number {n * 7}.", f"2031-05-{n + 1:02d}", "Market Wire"])
    return path
