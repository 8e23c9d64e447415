"""The codes of problems: one line each, with a section each in docs/problems.md."""

from dataclasses import dataclass

from forewarn.errors import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a code stands for."""

    #: E for errors, W for warnings, then three digits.
    code: str
    #: The heading of its section in docs/problems.md.
    title: str

    @property
    def severity(self) -> Severity:
        """How bad it is; the letter says so.

        >>> Code(code="W101", title="Prose inside braces").severity
        'warning'
        """
        return "error" if self.code.startswith("E") else "warning"


# 1xx the file itself, 2xx keys and where numbers come from, 3xx numbers and structure,
# 4xx names, conditions, questions and claims, 5xx contradictions and dates. Sorted.
CODES: tuple[Code, ...] = (
    Code(code="E101", title="The file is not UTF-8 text"),
    Code(code="E102", title="The file is not YAML"),
    Code(code="E103", title="The file says nothing"),
    Code(code="E104", title="A tab indents"),
    Code(code="E105", title="An anchor, alias or tag"),
    Code(code="E106", title="Nested too deep"),
    Code(code="E107", title="Too many keys and values"),
    Code(code="E108", title="A number with too many digits"),
    Code(code="E109", title="The file is too large"),
    Code(code="E110", title="A second document in one file"),
    Code(code="E111", title="A key that is no text"),
    Code(code="E112", title="No model file to read"),
    Code(code="E113", title="A link that leaves the case folder"),
    Code(code="E114", title="Both model.yaml and a model folder"),
    Code(code="E120", title="The same key twice"),
    Code(code="E121", title="A hash that cut the text"),
    Code(code="E122", title="Nothing where text belongs"),
    Code(code="E123", title="A word that older YAML reads as a truth value"),
    Code(code="E124", title="A number with a leading zero"),
    Code(code="E125", title="Numbers joined by colons"),
    Code(code="E126", title="A bare power of ten"),
    Code(code="E127", title="A date that is no date"),
    Code(code="E128", title="A state name that starts with a digit"),
    Code(code="E129", title="A bracket that made a list of the text"),
    Code(code="E130", title="A comma that cut the text"),
    Code(code="W101", title="Prose inside braces without quotes"),
    Code(code="W301", title="A source that no number cites"),
    Code(code="W302", title="A state that is never reached"),
    Code(code="W303", title="A variable that cannot move"),
    Code(code="W304", title="A variable that changes no answer"),
    Code(code="W305", title="A variable that nothing influences"),
    Code(code="W306", title="A ladder whose rungs are out of order"),
    Code(code="W307", title="An influence that never acts"),
    Code(code="W308", title="An influence that always acts"),
    Code(code="W309", title="A factor of exactly 1"),
    Code(code="W310", title="Two influences with one condition"),
    Code(code="W311", title="An event that no question counts"),
    Code(code="W312", title="A dynamic that changes nothing"),
    Code(code="W401", title="A question whose answer is always 0"),
    Code(code="W402", title="A question whose answer is known"),
    Code(code="W403", title="A claim that nothing tests"),
    Code(code="W404", title="A case that asks nothing"),
    Code(code="W405", title="A jump that no transition makes"),
)
