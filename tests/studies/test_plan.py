"""The graph of a study: what is to do, what comes first, and whether two cores would be busy."""

import heapq

import pytest

from kdci.studies import FOLDER
from kdci.studies.plan import cost, plan, sorted_by_depth, teachers_of, urgencies
from kdci.studies.study import expand, load_study
from tests.studies.studies import TINY, changed, names

STUDIES = sorted(FOLDER.glob("*.yaml"))


def test_all_is_to_do_in_an_empty_folder_teachers_with_students_first(tmp_path):
    todo = names(plan(expand(TINY), tmp_path).todo)
    assert todo[:2] == ["teacher-af4-0", "student-af4-0"]
    assert todo[-1] == "floor-af4-0"


def test_a_student_has_the_teacher_of_its_own_study_acceleration_and_seed():
    runs = expand(changed(accelerations=[4, 8], seeds=[0, 1]))
    others = [*expand(changed(study="another", accelerations=[4, 8], seeds=[0, 1])), *runs]
    for student, teacher in teachers_of(others).items():
        assert (teacher.study, teacher.acceleration, teacher.seed) == (
            *(student.study, student.acceleration, student.seed),
        )


def test_a_chain_is_as_urgent_as_it_is_long():
    runs = {run.system: run for run in expand(TINY)}
    urgency = urgencies(runs.values(), teachers_of(runs.values()))
    assert urgency[runs["teacher"]] == cost(runs["teacher"]) + cost(runs["student"])
    assert urgency[runs["baseline"]] == cost(runs["baseline"])
    assert cost(runs["student"]) > cost(runs["baseline"]) > cost(runs["floor"])


def test_a_chain_that_is_half_done_is_less_urgent():
    runs = {run.system: run for run in expand(TINY)}
    teachers = teachers_of(runs.values())
    urgency = urgencies([runs["student"], runs["baseline"]], teachers)
    assert urgency[runs["student"]] == cost(runs["student"])


def test_teachers_come_before_students_however_deep():
    assistant = {**TINY["systems"]["student"], "role": "teacher"}
    pupil = {**TINY["systems"]["student"], "distillation": {"teacher": "assistant"}}
    systems = {"pupil": pupil, "assistant": assistant, "teacher": TINY["systems"]["teacher"]}
    runs = expand(changed(systems=systems))
    ordered = sorted_by_depth(reversed(runs), teachers_of(runs))
    assert [run.system for run in ordered] == ["teacher", "assistant", "pupil"]


def utilisation(runs, workers):
    """Return the share of the workers' time in which they work, if runs take what they cost."""
    teachers = teachers_of(runs)
    urgency = urgencies(runs, teachers)
    waiting, done, now, busy = set(runs), set(), 0.0, []
    while waiting or busy:
        ready = [run for run in waiting if teachers.get(run) in {None, *done}]
        while ready and len(busy) < workers:
            run = max(ready, key=lambda run: (urgency[run], run.name))
            ready.remove(run)
            waiting.remove(run)
            heapq.heappush(busy, (now + cost(run), run.name, run))
        now, _, run = heapq.heappop(busy)
        done.add(run)
    return sum(map(cost, runs)) / (workers * now)


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_two_cores_would_be_busy(path):
    runs = load_study(path)
    if len(runs) > 5:
        assert utilisation(runs, workers=2) > 0.95
