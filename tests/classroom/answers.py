"""Run an exercise in this process: its set-up, an answer, and the check."""

from functools import cache

from kdci.classroom import regions
from kdci.classroom.course import read_course
from kdci.classroom.not_yet import NotYetError

COURSE = read_course()
CODING = [exercise for exercise in COURSE.exercises if exercise.is_code]


@cache
def set_up(exercise):
    names = {}
    exec(exercise.text("setup"), names)
    return names


def outcome(exercise, answer):
    """Return what the check says of an answer; "" where it passes."""
    names = dict(set_up(exercise))
    exec(answer, names)
    try:
        exec(regions.whole(exercise.text("check")), names)
    except NotYetError as message:
        return str(message)
    return ""
