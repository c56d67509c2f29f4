"""Files and functions stay small enough to be read in one go."""

import statistics

from tests.house.tree import functions, name_of, python_files, typescript_files

FILE_LINES = 400
FUNCTION_LINES = 70
MOST_FUNCTIONS_LINES = 45
EVENT_LOOP = "engine/kernel/advance.py"


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in [*python_files(), *typescript_files()]}
    long = {name: lines for name, lines in lengths.items() if lines > FILE_LINES and name != EVENT_LOOP}
    assert not long, f"split these by what they own: {long}"


def test_no_function_is_longer_than_seventy_lines() -> None:
    long = [
        f"{name}:{line} {function} has {lines} lines"
        for name, line, function, lines in _functions()
        if lines > FUNCTION_LINES
    ]
    assert not long, "\n".join(["push the arithmetic into leaves:", *long])


def test_most_functions_are_much_shorter() -> None:
    lengths = [lines for _, _, _, lines in _functions()]
    assert statistics.quantiles(lengths, n=20)[-1] <= MOST_FUNCTIONS_LINES


def _functions() -> list[tuple[str, int, str, int]]:
    return [
        (name_of(file), node.lineno, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for file in python_files()
        if name_of(file) != EVENT_LOOP
        for node in functions(file)
    ]
