"""The file of claims: what is wrong in it is named, and the book's own is right."""

import pytest

from kdci.evidence.claims import BENCHMARKS, CLAIMS, load_claims
from kdci.evidence.verdict_tables import unit
from kdci.studies import RELEASED
from kdci.studies.study import load_study
from tests.studies.studies import written

TEXT = """\
planned: [later]
claims:
  C1:
    statement: It is better.
    evidence:
      - modality: MRI
        study: tiny
        label: AF 4
        system: student
        rival: baseline
        acceleration: 4
        metric: psnr
        expected: higher
        page: mri
  C2:
    statement: Nobody looked.
"""


@pytest.fixture
def load(tmp_path):
    """Return a function that loads the text above, with one part replaced."""
    written(tmp_path / "tiny.yaml", seeds=[0, 1, 2])

    def load(old="", new=""):
        assert TEXT.count(old) == 1 or not old
        path = tmp_path / "claims.yaml"
        path.write_text(TEXT.replace(old, new) if old else TEXT, encoding="utf-8")
        return load_claims(path, tmp_path)

    return load


def test_claims_are_read_and_seeds_come_from_the_study(load):
    first, second = load()
    (evidence,) = first.evidence
    assert (first.id, first.statement) == ("C1", "It is better.")
    assert (evidence.system, evidence.rival, evidence.seeds) == ("student", "baseline", (0, 1, 2))
    assert (second.id, second.evidence) == ("C2", ())


def test_seeds_are_those_that_both_systems_have(load, tmp_path):
    study = tmp_path / "tiny.yaml"
    study.write_text(
        study.read_text(encoding="utf-8").replace(
            "variant: E2E", "variant: E2E\n    seeds: [1, 2, 5]"
        ),
        encoding="utf-8",
    )
    assert load()[0].evidence[0].seeds == (1, 2)


def test_planned_study_may_be_absent_and_has_no_seeds(load):
    assert load("study: tiny", "study: later")[0].evidence[0].seeds == ()


def test_a_benchmark_needs_no_study_and_its_seeds_are_its_repetitions(load, tmp_path):
    (study,) = load()[0].evidence
    (tmp_path / "tiny.yaml").unlink()
    (measured,) = load("planned: [later]", "benchmarks: {tiny: 3}")[0].evidence
    assert (study.benchmark, measured.benchmark) == (False, True)
    assert measured.seeds == (0, 1, 2)


def test_page_may_be_left_out(load):
    assert load("        page: mri\n")[0].evidence[0].page == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("planned:", "plans:", 1, "plans: unknown key: known are benchmarks, claims, planned"),
        ("claims:", "claim:", 2, "claim: unknown key"),
        ("statement: It", "statment: It", 4, "claims.C1.statment: unknown key"),
        ("statement: Nobody looked.", "{}", 15, "claims.C2: the key 'statement' is missing"),
        (
            "statement: Nobody looked.",
            "statement: 3",
            16,
            "claims.C2.statement: is 3: must be text",
        ),
        ("  C2:", "  C1:", 15, "claims.C1: is there twice"),
        ("rival: ", "rivals: ", 10, "claims.C1.evidence.0.rivals: unknown key"),
        ("        metric: psnr\n", "", 6, "claims.C1.evidence.0: the key 'metric' is missing"),
        ("page: mri", "seeds: [0]", 14, "claims.C1.evidence.0.seeds: unknown key"),
        ("acceleration: 4", "acceleration: four", 11, "acceleration: is 'four': must be a number"),
        ("modality: MRI", "modality: CT", 6, "modality='CT': must be one of 'MRI', 'SPC'"),
        ("expected: higher", "expected: more", 13, "expected='more': must be one of 'higher'"),
        ("study: tiny", "study: tinny", 7, "study='tinny': there is no"),
        ("system: student", "system: pupil", 9, "'pupil': there is no such system in tiny at"),
        ("rival: baseline", "rival: basis", 10, "'basis': there is no such system in tiny at"),
        ("acceleration: 4", "acceleration: 8", 9, "'student': there is no such system in tiny"),
        ("[later]", "later", 1, "planned: is 'later': must be a list, not empty"),
        ("planned: [later]", "benchmarks: [b]", 1, "benchmarks: is ['b']: must be a mapping"),
        ("planned: [later]", "benchmarks: {b: x}", 1, "benchmarks.b: is 'x': must be an integer"),
        ("planned: [later]", "benchmarks: {b: 0}", 1, "benchmarks.b: b=0: must be an integer"),
    ],
    ids=str,
)
def test_file_line_and_key_are_named(load, tmp_path, old, new, line, message):
    with pytest.raises(ValueError) as error:
        load(old, new)
    assert str(error.value).startswith(f"{tmp_path / 'claims.yaml'}:{line}: ")
    assert message in str(error.value)


@pytest.fixture(scope="module")
def claims():
    return load_claims()


def test_the_book_has_all_ten_claims_of_the_paper(claims):
    assert [claim.id for claim in claims] == [f"C{number}" for number in range(1, 11)]


def test_no_comparison_is_counted_twice_for_a_claim(claims):
    for claim in claims:
        compared = [(e.study, e.system, e.rival, e.acceleration, e.metric) for e in claim.evidence]
        assert len(set(compared)) == len(compared)


def test_no_two_rows_of_a_claim_have_the_same_label(claims):
    for claim in claims:
        labels = [(one.modality, one.label, unit(one)) for one in claim.evidence]
        assert len(set(labels)) == len(labels), claim.id


def test_what_is_measured_is_there(claims):
    measured = {e.study for claim in claims for e in claim.evidence if e.benchmark}
    assert measured == {"inference"}
    for name in measured:
        assert (BENCHMARKS.parent / f"{name}.py").is_file()
        assert any((BENCHMARKS / name).glob("*.json"))


def test_pages_are_there(claims):
    pages = {evidence.page for claim in claims for evidence in claim.evidence} - {""}
    notebooks = CLAIMS.parents[1] / "notebooks"
    assert [page for page in pages if not (notebooks / f"{page}.md").is_file()] == []


def test_a_teacher_that_relaxes_nothing_is_called_so():
    (first,) = (claim for claim in load_claims() if claim.id == "C1")
    for one in first.evidence:
        runs = load_study(RELEASED / f"{one.study}.yaml")
        there = {r.system: r for r in runs if r.acceleration == one.acceleration}
        student = there[one.system]
        teacher = there[student.distillation.teacher]
        equal = teacher.relaxed == 1 and teacher.constraint == student.constraint
        assert equal == ("own kind" in one.label), one.label
