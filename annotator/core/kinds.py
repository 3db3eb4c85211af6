"""How a kind of file is described: its name, its endings, the module that reads or writes it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from annotator.core.errors import AnnotatorError
from annotator.core.sources import Head


class MissingPackage(AnnotatorError):
    """A kind of file whose library is not installed; the sentence says how to install it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A format of annotations, or a kind of news file.

    `module` is imported when the kind is used; it has `sniff(head) -> int` (0: not mine, 100: surely mine) and, as
    `reads` and `writes` say, `read(source)` and `write(records, target, job)`. `needs` are packages that an extra of
    ours brings. `folder`: it is written as a folder of files. `lossless`: nothing is left out when it is written.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str
    reads: bool = True
    writes: bool = False
    needs: tuple[str, ...] = ()
    folder: bool = False
    lossless: bool = False
    news: bool = False

    @property
    def suffix(self) -> str:
        """Return the ending that a file of this kind gets; empty for a folder."""
        return "" if self.folder or not self.suffixes else self.suffixes[0]

    @property
    def missing(self) -> list[str]:
        """Return the packages that this kind needs and that are not installed, as an installer calls them."""
        return [_DISTRIBUTIONS.get(name, name) for name in self.needs if find_spec(name) is None]

    def sniff(self, head: Head) -> int:
        """Return how surely a file is of this kind: 0 not at all, 100 beyond doubt."""
        return int(import_module(self.module).sniff(head))

    def load(self) -> ModuleType:
        """Return the module; raise MissingPackage where a library is absent."""
        if packages := " ".join(self.missing):
            raise MissingPackage(
                f"{self.name} needs {packages}, which is not installed. "
                f"Install it with: python -m pip install {packages}"
            )
        return import_module(self.module)


_DISTRIBUTIONS = {"cassis": "dkpro-cassis"}
