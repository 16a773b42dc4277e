"""The command ``kdci``: run studies, say how far they are, and make a figure's numbers again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kdci.studies.study import Study


REFUSALS = (
    *(ValueError, FileNotFoundError, PermissionError, ModuleNotFoundError),
    ConnectionError,  # of data that are fetched
)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says.

    Returns:
        0; 1 if a run failed or a result is damaged or another one; 2 if it cannot be done.
    """
    options = _parser().parse_args(arguments)
    if (here := str(Path.cwd())) not in sys.path:  # as `python -m` has it: for one's own modality
        sys.path.insert(0, here)
    try:
        return int(options.command(options))
    except REFUSALS as error:
        print(f"kdci: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("kdci: interrupted; the same command goes on from here", file=sys.stderr)
        return 130


def run(options: argparse.Namespace) -> int:
    """Finish what is not finished of the studies, then print their tables."""
    from kdci.evidence import report
    from kdci.studies import clusters
    from kdci.studies.engine import run_studies
    from kdci.studies.plan import plan

    studies, folder = _read(options), _folder(options)
    runs = [run for study in studies for run in study.runs]
    if options.cluster:
        cluster = clusters.load_cluster(options.cluster)
        clusters.check_accelerator(options.accelerator)
    else:
        cluster = clusters.this_machine(options.jobs, options.accelerator)
    if options.dry_run:
        work = plan(runs, folder, options.fresh)
        print(report.dry_run(work))
        return int(bool(work.damaged))
    outcome = run_studies(runs, folder, cluster, options.accelerator, options.fresh)
    for study in studies:
        print(f"{study.name}\n\n{report.table(study, folder)}\n")
    counts = ", ".join(f"{len(those)} {name}" for name, those in vars(outcome).items())
    print(f"kdci: {counts.replace('_', ' ')}", file=sys.stderr)
    return int(bool(outcome.failed or outcome.not_run))


def status(options: argparse.Namespace) -> int:
    """Print how many runs of each system are in which state; return 1 if one is damaged."""
    from kdci.evidence import report
    from kdci.studies.state import damage_of

    studies, folder = _read(options), _folder(options)
    print("\n\n".join(report.status(study, folder) for study in studies))
    return int(any(damage_of(run, folder) for study in studies for run in study.runs))


def table(options: argparse.Namespace) -> int:
    """Print mean and spread by system and acceleration, as Markdown."""
    from kdci.evidence import report

    studies, folder = _read(options), _folder(options)
    print("\n\n".join(report.table(study, folder, options.metric) for study in studies))
    return 0


def reproduce(options: argparse.Namespace) -> int:
    """Make a figure's runs again, from nothing, and compare them with the released results."""
    from kdci import checks
    from kdci.evidence import figures as registry
    from kdci.evidence.reproduce import compare, how_to_draw, run_again, table, without_runs
    from kdci.studies import RELEASED, clusters

    figures = registry.load_figures()
    figure = figures[checks.one_of("figure", options.figure, figures)]
    runs = registry.runs_of(figure, RELEASED)
    if not runs:
        print(without_runs(figure))
        return 0
    outcome = run_again(runs, options.folder, RELEASED, clusters.this_machine(options.jobs))
    if lacking := len(outcome.failed) + len(outcome.not_run):
        print(f"kdci: {lacking} of {len(runs)} runs failed or could not begin", file=sys.stderr)
        return 1
    print(f"{figure.id}, {figure.title}: {len(runs)} runs, {len(outcome.finished)} made now\n")
    comparisons = compare(runs, options.folder, RELEASED)
    print(f"{table(comparisons)}\n\n{how_to_draw(figure, options.folder)}")
    return int(not all(comparison.is_within for comparison in comparisons))


def notebook(options: argparse.Namespace) -> int:
    """Run a page of the book again with other parameters, as a notebook."""
    from kdci.notebook import run_notebook, values_of

    output = options.output or Path(f"{options.notebook}.ipynb")
    print(run_notebook(options.notebook, values_of(options.parameters), output))
    return 0


def _folder(options: argparse.Namespace) -> Path:
    """Return the folder where results and weights lie, and say which one it is.

    Raises:
        ValueError: if the studies lie in several folders, and none is named.
    """
    from kdci.studies import folder_of

    folder, why = folder_of(options.study, options.folder)
    print(f"kdci: results and weights in {folder} ({why})", file=sys.stderr)
    return folder


def _read(options: argparse.Namespace) -> list[Study]:
    """Return the studies that the command line names.

    Raises:
        ValueError: if two have one name: their results would lie in one folder.
    """
    from kdci.studies.study import read_study

    studies = {}
    for path in options.study:
        study = read_study(path)
        if study.name in studies:
            raise ValueError(f"study={study.name!r}: is there twice: {path} and another")
        studies[study.name] = study
    return list(studies.values())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kdci", description=__doc__)
    commands = parser.add_subparsers(required=True)
    study = commands.add_parser("study", help="run studies, or look at them")
    verbs = study.add_subparsers(required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("study", type=Path, nargs="+", help="YAML files of studies")
    shared.add_argument(
        "--folder",
        type=Path,
        help="where results and weights lie; else KDCI_EXPERIMENTS, else the study's own folder",
    )
    for command in (run, status, table):
        verb = verbs.add_parser(command.__name__, parents=[shared], help=command.__doc__)
        verb.set_defaults(command=command)
        if command is run:
            where = verb.add_mutually_exclusive_group()
            where.add_argument("--jobs", type=int, help="processes; as many as there are cores")
            where.add_argument("--cluster", type=Path, help="YAML file of a cluster to use instead")
            verb.add_argument("--accelerator", default="auto", help="auto, cpu, cuda or mps")
            verb.add_argument("--dry-run", action="store_true", help="only say what would be run")
            verb.add_argument(
                "--fresh",
                action="store_true",
                help="make again what is damaged, or of other code or data",
            )
        if command is table:
            verb.add_argument("--metric", default="psnr", help="psnr [dB], ssim or sam [degrees]")
    again = commands.add_parser("reproduce", help=reproduce.__doc__, description=reproduce.__doc__)
    again.add_argument("figure", help="its id in book/figures.yaml, such as fig-encoders-designs")
    again.add_argument(
        "--folder",
        type=Path,
        default=Path("reproduced"),
        help="where its results go: empty, or what an interrupted call left",
    )
    again.add_argument("--jobs", type=int, help="processes; as many as there are cores")
    again.set_defaults(command=reproduce)
    pages = commands.add_parser("notebook", help="run a page of the book with other parameters")
    page = pages.add_subparsers(required=True).add_parser(
        "run", help=notebook.__doc__, description=notebook.__doc__
    )
    page.add_argument("notebook", help="its name, such as mri")
    page.add_argument(
        "-p",
        nargs=2,
        action="append",
        default=[],
        dest="parameters",
        metavar=("KEY", "VALUE"),
        help="a parameter of its first cell, and its value as YAML",
    )
    page.add_argument("-o", "--output", type=Path, help="the notebook to write; else NAME.ipynb")
    page.set_defaults(command=notebook)
    return parser


if __name__ == "__main__":
    sys.exit(main())
