"""Problems as JSON has them, whether a case has them or the words typed."""

from forewarn.errors import NOWHERE, Problem


def problem_record(problem: Problem, file: str) -> dict[str, str | int]:
    """A problem as JSON has it; ``file`` is its path as the user would write it."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": file,
        "line": problem.span.line,
        "column": problem.span.column,
        "end_line": problem.span.end_line,
        "end_column": problem.span.end_column,
        "message": problem.message,
        "hint": problem.hint,
    }


def complaint_record(message: str, status: int) -> dict[str, str | int]:
    """What kept a command from its work, as JSON has it; the code tells the status.

    >>> complaint_record("there is no such question", 2)["code"]
    'X002'
    """
    problem = Problem(
        code=f"X{status:03}", severity="error", span=NOWHERE, message=message
    )
    return problem_record(problem, "")
