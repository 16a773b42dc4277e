"""From a figure to its runs, their results and their configurations: what is broken under a root.

Each function takes the folder of a repository, or of a copy, and returns a line a fault.
"""

import re
from functools import cache

import yaml

from kdci.evidence.figures import load_figures, runs_of
from kdci.studies.paths import RESULTS, result_path
from kdci.studies.results import LATER, PROVENANCE_KEYS, load_result
from kdci.studies.study import read_study
from tests.prose import CAPTIONS
from tools.stale import dependencies

DIRECTIVE = re.compile(r"^[`:]{3,}\{figure\}[^\n]*\n((?::[^\n]*\n)*)", re.M)
HASH = r"[0-9a-f]{64}"
PROVEN = {
    "config_sha256": HASH,
    "data_sha256": HASH,
    "weights_sha256": HASH,
    "commit": r"[0-9a-f]{40}(\+changes)?",
    "steps": r"\d+",
    "seconds": r"\d+(\.\d+)?",
    "finished": r"\d{4}-\d\d-\d\dT.+",
}
"""What values of a result's provenance look like; the others are anything but empty."""
READ = {}
"""Provenances by study, name and content of their results' files."""


def names_on(page):
    """Return the names of a page's figures, in its order; None for one that has none."""
    text = page.read_text(encoding="utf-8")
    headers = [yaml.safe_load(header) or {} for header in CAPTIONS.findall(text)]
    drawn = [header.get("mystnb", {}).get("figure") for header in headers]
    options = [dict(re.findall(r"^:(\w+): *(.*)$", o, re.M)) for o in DIRECTIVE.findall(text)]
    return [figure.get("name") for figure in (*drawn, *options) if figure is not None]


def unregistered_figures(root):
    """Return figures without a name or an entry, or there twice, and entries without a figure."""
    pages = [*root.glob("book/**/*.md"), *root.glob("notebooks/**/*.md")]
    found = [(page.relative_to(root).as_posix(), name) for page in pages for name in names_on(page)]
    names = [name for _, name in found]
    entries = load_figures(*registry(root))
    faults = [f"{page}: a figure has no name" for page, name in found if name is None]
    faults += [f"{page}: {n} has no entry" for page, n in found if n not in {None, *entries}]
    for name, figure in entries.items():
        if (figure.page, name) not in found:
            faults.append(f"{figure.page}: has no figure {name}")
        if names.count(name) > 1:
            faults.append(f"{name}: is there twice")
    return faults


def registry(root):
    """Return the paths of the registry and of the studies."""
    return root / "book" / "figures.yaml", root / "experiments"


def configurations(root):
    """Return the hash of each run's configuration, as its study has it, by study and name."""
    studies = (hashes(read_study(path).runs) for path in sorted(root.glob("experiments/*.yaml")))
    return {run: sha256 for study in studies for run, sha256 in study.items()}


@cache
def hashes(runs):
    """Return what `configurations` does, of the runs of one study."""
    return {(run.study, run.name): run.sha256() for run in runs}


def provenance_of(path):
    """Return the provenance of a result; a content is read once at a name."""
    key = path.parent.name, path.name, path.read_bytes()
    if key not in READ:
        READ[key] = load_result(path).provenance
    return READ[key]


@cache
def depends(page, root):
    """Return the files on which a page depends, by its first look at them."""
    return set(dependencies(page, root))


def stale(path, expected):
    """Return what is wrong with a result's configuration, as a list of no or one fault."""
    run = path.parent.name, path.stem
    if run not in expected:
        return [f"{'/'.join(run)}: no study has this run"]
    if provenance_of(path)["config_sha256"] != expected[run]:
        return [f"{'/'.join(run)}: of another configuration than its study has"]
    return []


def unproven(path):
    """Return what the provenance of a result lacks."""
    made = provenance_of(path)
    return [
        f"{path.parent.name}/{path.stem}: {key}={made[key]!r}"
        for key in sorted(PROVENANCE_KEYS - LATER)
        if made[key] is None or not re.fullmatch(PROVEN.get(key, r"\S.*"), str(made[key]))
    ]


def unproven_results(root):
    """Return results whose provenance lacks something, or whose run is not in their study."""
    expected, faults = configurations(root), []
    for path in sorted(root.glob(f"experiments/{RESULTS}/*/*.json")):
        try:
            faults += unproven(path)
        except ValueError as error:
            faults.append(str(error))
            continue
        faults += stale(path, expected)
    return faults


def stale_pages(root):
    """Return the results that a page depends on and that are not of the configurations it names."""
    expected, faults = configurations(root), []
    results = set(root.glob(f"experiments/{RESULTS}/*/*.json"))
    faults_of = cache(lambda path: stale(path, expected))  # several pages show the same result
    for page in sorted(root.glob("notebooks/**/*.md")):
        files = depends(page, root)
        for path in sorted(files & results):
            if root / "experiments" / f"{path.parent.name}.yaml" not in files:
                faults.append(f"{page.name}: does not depend on the study of {path.name}")
            faults += (f"{page.name}: {fault}" for fault in faults_of(path))
    return faults


def uncovered_figures(root):
    """Return what figures need and their pages do not depend on, or what is not there."""
    path, experiments = registry(root)
    faults = []
    for figure in load_figures(path, experiments).values():
        runs = runs_of(figure, experiments)
        needed = {result_path(run, experiments) for run in runs}
        needed |= {experiments / f"{run.study}.yaml" for run in runs}
        for each in sorted(needed):
            if each not in depends(root / figure.page, root):
                lacks = each.relative_to(root)
                faults.append(f"{figure.id}: {figure.page} does not depend on {lacks}")
    return faults
