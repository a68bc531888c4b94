"""What is said where a file or a mail cannot be taken."""

from __future__ import annotations

from vielklang.enquiries.enums import FileProblem


class UnacceptableFileError(Exception):
    """A file that is not kept; `problem` is the reason, with words for people."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem
