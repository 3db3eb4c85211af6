"""The command line: the window, and the same operations for pipelines."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from click.core import ParameterSource

from annotator import __version__
from annotator.core.errors import AnnotatorError
from annotator.formats.record import STATUSES
from annotator.store.project import open_project, read_project
from annotator.work.orders import ImportRequest
from annotator.work.projects import SYSTEM, info, new_project, sample_project

_PATH = click.Path(path_type=Path)


class _Program(click.Group):
    """A group whose first word is a command, else the project that the window opens."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "window", self.commands["window"], args
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = ["window", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="News Annotator")
def program() -> None:
    """Label news: read articles, mark spans, export training data.

    `annotator [PROJECT]` opens the window; the commands below do the same work in pipelines.
    """


@program.command()
@click.argument("project", type=_PATH, required=False)
@click.option("--annotator", metavar="NAME", help="Who labels; without it, your user name.")
@click.option("--sample", is_flag=True, help="Open the sample project, made when it is not there yet.")
def window(project: Path | None, annotator: str | None, sample: bool) -> None:
    """Open the window, on PROJECT or on the start screen."""
    if sample:
        project = sample_project()
    from annotator.gui.app import run

    sys.exit(run(project, annotator, user_name()))


@program.command()
@click.argument("project", type=_PATH)
@click.option("--scheme", type=_PATH, metavar="FILE", help="A scheme (TOML); without it, crisis news.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def new(project: Path, scheme: Path | None, as_json: bool) -> None:
    """Make a new PROJECT; `.annotator` is added where the name has no ending."""
    made = new_project(project, scheme)
    facts = {"path": str(made.path), "id": made.id, "scheme": made.scheme.name}
    made.close()
    _say(facts if as_json else f"Made {facts['path']} with the scheme {facts['scheme']}.")


@program.command("import")
@click.argument("project", type=_PATH)
@click.argument("sources", type=_PATH, nargs=-1, required=True, metavar="SOURCE...")
@click.option("--format", "format_", metavar="F", help="How to read the sources; see `annotator formats`.")
@click.option("--annotator", metavar="NAME", help="Whose work it is where a record names nobody.")
@click.option("--map", "chosen", multiple=True, metavar="FIELD=COLUMN", help="Which column holds what; may repeat.")
@click.option("--encoding", metavar="E", help="The encoding of the files; without it, told by each file.")
@click.option("--strict", is_flag=True, help="Import nothing when anything is refused or a label is unknown.")
@click.option("--preview", "only_look", is_flag=True, help="Tell what would be read, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(
    project: Path, sources: tuple[Path, ...], format_: str | None, annotator: str | None, chosen: tuple[str, ...],
    encoding: str | None, strict: bool, only_look: bool, as_json: bool,
) -> None:  # fmt: skip
    """Import files and folders into PROJECT; ends with 3 when some records were refused."""
    from annotator.work.clustering import cluster_new
    from annotator.work.import_words import options_of, told
    from annotator.work.importing import cut_off, import_files

    request = ImportRequest(sources, format_, annotator, strict, options_of(chosen, encoding))
    if only_look:
        _look(project, request, as_json=as_json)
        return
    opened = open_project(project, lazy=True)
    try:
        report = import_files(opened, request, SYSTEM, resume=cut_off(opened, request))
        if report.added or report.already:
            found = cluster_new(opened, rest=lambda _seconds: None)
            report.copies, report.stories = found.articles, found.stories
    finally:
        opened.close()
    if opened.notice:
        _complain(opened.notice)
    for refusal in report.refused:
        _complain(str(refusal))
    _say(report.as_json() if as_json else told(report))
    sys.exit(1 if strict and report.refused else report.exit_code)


def _look(project: Path, request: ImportRequest, *, as_json: bool) -> None:
    from annotator.work.import_words import told_preview
    from annotator.work.preview import preview
    from annotator.work.progress import Progress

    opened = read_project(project)
    try:
        found = preview(opened, request, Progress())
    finally:
        opened.close()
    _say(found.as_json() if as_json else told_preview(found))


@program.command()
@click.argument("project", type=_PATH)
@click.argument("target", type=_PATH)
@click.option("--format", default="native", metavar="F", help="How to write; see `annotator formats`.")
@click.option("--annotator", "annotators", multiple=True, metavar="NAME", help="Only this annotator's; may repeat.")
@click.option("--gold", is_flag=True, help="Only the gold layer: what was decided in Review.")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only this status; may repeat.")
@click.option("--label", "labels", multiple=True, metavar="KEY", help="Only spans of this label; may repeat.")
@click.option("--articles", type=_PATH, metavar="FILE", help="Only articles whose ids stand in FILE, one a line.")
@click.option("--no-furniture", is_flag=True, help="Cut bylines, captions, credits and links out of the texts.")
@click.option("--dataset", is_flag=True, help="Write the folder TARGET: data in splits, a card, a manifest.")
@click.option("--split", metavar="T/D/T", help="Percent of train, dev and test, by stories: 80/10/10.")
@click.option("--seed", type=int, metavar="N", help="Another number, other splits; without it, 1.")
@click.option("--balance", is_flag=True, help="Try seeds and take the one that shares labels most evenly.")
@click.option("--by-date", is_flag=True, help="Split by date: the newest are test, then dev.")
@click.option("--cut-dates", metavar="D,D", help="First day of dev and of test: 2031-05-01,2031-06-01.")
@click.option("--like", type=_PATH, metavar="FILE", help="Split as the dataset of this manifest.json did.")
@click.option("--all-annotators", "everybody", is_flag=True, help="A dataset of everybody's work.")
@click.option("--names", is_flag=True, help="Write annotators' names into a dataset, not their ids alone.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def export(project: Path, target: Path, as_json: bool, **wanted: Any) -> None:
    """Export PROJECT to the file or folder TARGET, or to standard output with `-`."""
    from annotator.store import sketches
    from annotator.work.export_words import requested, told
    from annotator.work.exporting import export_file

    opened = read_project(project)
    to_stdout = str(target) == "-"
    try:
        report = export_file(opened, None if to_stdout else target, requested(opened, **wanted))
        waiting = sketches.waiting(opened) if len(report.splits) > 1 else 0
    finally:
        opened.close()
    if waiting:
        _complain(
            f"{project}: copies of {waiting:,} articles were not looked for yet, so copies may be in two splits. "
            "Open the project in the window for a while, then export again."
        )
    _say({"path": str(target), **report.as_json()} if as_json else told(report, target), err=to_stdout)


@program.command("info")
@click.argument("project", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def info_(project: Path, as_json: bool) -> None:
    """Tell what PROJECT holds."""
    opened = read_project(project)
    try:
        facts = info(opened)
    finally:
        opened.close()
    _say(facts if as_json else _described(facts))


def _described(facts: dict[str, Any]) -> str:
    scheme = facts["scheme"]
    lines = [
        f"{facts['path']}: {facts['articles']} articles, {facts['characters']} characters, {facts['events']} events.",
        f"Scheme {scheme['name']} ({scheme['version']}): "
        + ", ".join(f"{b['name']} {b['spans']}" for b in scheme["labels"]),
    ]
    lines += [
        f"{a['name']}: {a['done']} done, {a['started']} started, {a['skipped']} skipped, {a['new']} new; "
        f"{a['spans']} spans, {a['relations']} relations"
        for a in facts["annotators"]
    ]
    return "\n".join(lines)


@program.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def formats(as_json: bool) -> None:
    """List the formats that are read and written."""
    from annotator.formats.registry import left_out
    from annotator.work import kinds

    facts = [
        {"name": f.name, "title": f.title, "reads": f.reads, "writes": f.writes, "missing": f.missing}
        for f in kinds.known()
    ]
    if as_json:
        _say({"formats": facts, "left_out": left_out()})
        return
    for f in kinds.known():
        ways = " and ".join(word for word, yes in (("read", f.reads), ("written", f.writes)) if yes)
        lacks = f"; needs {' '.join(f.missing)}" if f.missing else ""
        _say(f"{f.name:<14} {f.title} ({ways}{lacks})")
    for sentence in left_out():
        _say(sentence)


class _Naming(click.Command):
    """A command whose option `--annotators` takes every word up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        naming = ended = False
        for word in args:
            ended = ended or word == "--"
            if word.startswith("-") or ended:
                naming = word == "--annotators" and not ended
                spread += [] if naming else [word]
            else:
                spread += ["--annotators", word] if naming else [word]
        return super().parse_args(ctx, spread)


@program.command(cls=_Naming)
@click.argument("project", type=_PATH)
@click.argument("folder", type=_PATH)
@click.option("--annotators", multiple=True, metavar="NAME...", help="Who gets one, by name or id.")
@click.option("--overlap", type=click.IntRange(0, 100), default=0, metavar="N", help="Percent that several read.")
@click.option("--copies", type=click.IntRange(2), default=2, metavar="N", help="How many read those; without it, 2.")
@click.option("--articles", type=_PATH, metavar="FILE", help="Only articles whose ids stand in FILE, one a line.")
@click.option("--status", type=click.Choice(STATUSES), help="Only what somebody has at this status; new: nobody began.")
@click.option("--not-given", is_flag=True, help="Only articles that nobody was given yet.")
@click.option("--gold", type=click.IntRange(0), default=0, metavar="N", help="Adjudicated articles hidden in each.")
@click.option("--seed", type=int, default=0, metavar="N", help="Another number, another share-out; without it, 0.")
@click.option("--feedback", is_flag=True, help="Write what is adjudicated of each one's finished articles, with gold.")
@click.option("--with-test", is_flag=True, help="Feedback on articles that were hidden gold, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def package(project: Path, folder: Path, feedback: bool, with_test: bool, as_json: bool, **wanted: Any) -> None:
    """Write a work package into FOLDER for each annotator: articles to label blind, in a project file of their own.

    Where a file of its name is there already, a package gets a number behind its name; nothing is written over.
    """
    from annotator.work.packaging import make_packages, requested, told

    _check_package(feedback=feedback, with_test=with_test)
    if feedback:
        _write_feedback(project, folder, wanted["annotators"], with_test=with_test, as_json=as_json)
        return
    request = requested(folder, **wanted)
    opened = open_project(project, lazy=True)
    try:
        report = make_packages(opened, request, SYSTEM)
    finally:
        opened.close()
    _say(report.as_json() if as_json else told(report))


def _check_package(*, feedback: bool, with_test: bool) -> None:
    """Raise UsageError where options of packages and of feedback are mixed."""
    context = click.get_current_context()
    given = {name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    if not feedback and with_test:
        raise click.UsageError("--with-test goes with --feedback.")
    if not feedback and "annotators" not in given:
        raise click.UsageError("Missing option '--annotators'.")
    if feedback and given - {"project", "folder", "annotators", "feedback", "with_test", "as_json"}:
        raise click.UsageError("--feedback goes with --annotators, --with-test and --json alone.")


def _write_feedback(
    project: Path, folder: Path, annotators: tuple[str, ...], *, with_test: bool, as_json: bool
) -> None:  # fmt: skip
    from annotator.work.feedback_files import FeedbackRequest, make_feedback, told

    opened = read_project(project)
    try:
        report = make_feedback(opened, FeedbackRequest(folder, annotators, with_test))
    finally:
        opened.close()
    _say(report.as_json() if as_json else told(report))


@program.command()
@click.argument("project", type=_PATH)
@click.argument("others", type=_PATH, nargs=-1, required=True, metavar="OTHER...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def merge(project: Path, others: tuple[Path, ...], as_json: bool) -> None:
    """Merge OTHER files into PROJECT: packages, copies, other projects; ends with 3 for refusals and conflicts."""
    from annotator.work.clustering import cluster_new
    from annotator.work.merging import complaints, merge_files, told

    opened = open_project(project, lazy=True)
    try:
        report = merge_files(opened, others, SYSTEM)
        if any(one.articles for one in report.files):
            cluster_new(opened, rest=lambda _seconds: None)
    finally:
        opened.close()
    if opened.notice:
        _complain(opened.notice)
    for sentence in complaints(report):
        _complain(sentence)
    _say(report.as_json() if as_json else told(report))
    sys.exit(report.exit_code)


@program.command(cls=_Naming)
@click.argument("project", type=_PATH)
@click.option("--annotators", multiple=True, metavar="NAME...", help="Compare these alone, by name or id.")
@click.option("--report", "page", type=_PATH, metavar="FILE", help="Write figures and charts to FILE, a web page.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def agreement(project: Path, annotators: tuple[str, ...], page: Path | None, as_json: bool) -> None:
    """Tell how far annotators agree on the articles of PROJECT that two or more of them finished."""
    from annotator.work.agreeing import agreement_of
    from annotator.work.agreeing import as_json as as_object
    from annotator.work.agreement_text import told

    opened = read_project(project)
    try:
        figures = agreement_of(opened, annotators)
        if page is not None:
            from annotator.work.report import write_report

            write_report(figures, opened, page)
        _say(as_object(figures, opened) if as_json else told(figures, opened.scheme))
    finally:
        opened.close()


def user_name() -> str:
    """Return the system user's name, or "annotator" where the system has none."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = ""
    return name.replace("|", " ").strip() or "annotator"


def _say(what: dict[str, Any] | str, *, err: bool = False) -> None:
    click.echo(json.dumps(what, ensure_ascii=False) if isinstance(what, dict) else what, err=err)


def _complain(sentence: str) -> None:
    click.echo(f"annotator: {' '.join(sentence.split())}", err=True)


def main() -> NoReturn:
    """Run the command line; errors of users end with one line on stderr and exit code 1, wrong usage with 2."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    code = 0
    try:
        program.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = 130
    except BrokenPipeError:
        code = _mute()
    except OSError as error:  # every other file is spoken of where it is used
        _complain(f"standard output can't be written ({error.strerror}). Name a file, or free some space.")
        code = _mute()
    except AnnotatorError as error:
        _complain(str(error))
        code = error.exit_code
    sys.exit(code)


def _mute() -> int:
    """Let the interpreter end without trying standard output again; return the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
