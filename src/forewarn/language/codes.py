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
    Code(code="E115", title="A model file that ends in .yml"),
    Code(code="E120", title="The same key twice"),
    Code(code="E121", title="A hash that cut the text"),
    Code(code="E122", title="Nothing where text belongs"),
    Code(code="E123", title="A word that older YAML reads as a truth value"),
    Code(code="E124", title="A number with a leading zero"),
    Code(code="E125", title="Numbers joined by colons"),
    Code(code="E126", title="A bare power of ten"),
    Code(code="E127", title="A date that is no date"),
    Code(code="E128", title="A state name that starts with a digit"),
    Code(code="E129", title="A list or a map where text belongs"),
    Code(code="E130", title="A comma that cut the text"),
    Code(code="E201", title="An unknown key"),
    Code(code="E202", title="A key that is missing"),
    Code(code="E203", title="The wrong shape"),
    Code(code="E204", title="Nothing where a value belongs"),
    Code(code="E205", title="Not a name"),
    Code(code="E206", title="Not one of the words"),
    Code(code="E207", title="The same thing in two files"),
    Code(code="E208", title="The version of the language"),
    Code(code="E210", title="Not yet"),
    Code(code="E301", title="A number that cannot be read"),
    Code(code="E302", title="A number without its unit"),
    Code(code="E303", title="A number of the wrong kind"),
    Code(code="E304", title="An interval in the wrong order"),
    Code(code="E305", title="A centre outside its interval"),
    Code(code="E306", title="Not a probability"),
    Code(code="E307", title="A negative number where none can be"),
    Code(code="E308", title="A count that is no count"),
    Code(code="E309", title="Beyond what can be computed"),
    Code(code="E310", title="Reference classes that do not fit"),
    Code(code="E311", title="No basis"),
    Code(code="E312", title="Chances at the start that do not sum to 1"),
    Code(code="E313", title="Uncertain where it must be exact"),
    Code(code="E314", title="An interval that reaches the end of its scale"),
    Code(code="E401", title="A condition that cannot be read"),
    Code(code="E402", title="An unknown variable"),
    Code(code="E403", title="An unknown state"),
    Code(code="E404", title="A state of another variable"),
    Code(code="E405", title="An unknown event"),
    Code(code="E406", title="An order without a scale"),
    Code(code="E407", title="A jump under not"),
    Code(code="E408", title="A jump where only states may stand"),
    Code(code="E409", title="Two jumps joined by and"),
    Code(code="E410", title="A variable without a state"),
    Code(code="E411", title="An unknown source"),
    Code(code="E412", title="An unknown question"),
    Code(code="E413", title="An unknown number"),
    Code(code="E414", title="A count of neither events nor jumps"),
    Code(code="E416", title="The same name twice"),
    Code(code="E417", title="A scale that does not fit the states"),
    Code(code="E418", title="A jump that cannot be read"),
    Code(code="E419", title="A jump to itself"),
    Code(code="E421", title="The same condition twice"),
    Code(code="E501", title="A date before the start"),
    Code(code="E502", title="A date past the horizon"),
    Code(code="E503", title="Not a date"),
    Code(code="E504", title="A window without length"),
    Code(code="E505", title="Questions that wait for each other"),
    Code(code="E506", title="A question of no kind, or of two"),
    Code(code="E507", title="Given and within belong together"),
    Code(code="E508", title="A question without its date or bound"),
    Code(code="E509", title="A question that is not true or false"),
    Code(code="E510", title="A horizon that is not after the start"),
    Code(code="W101", title="Prose inside braces without quotes"),
    Code(code="W102", title="A file of the case that is not read yet"),
    Code(code="W201", title="No basis in a draft"),
    Code(code="W202", title="Data without a count"),
    Code(code="W203", title="Published without a place in a source"),
    Code(code="W204", title="A rate outside its count, without a reason"),
    Code(code="W205", title="A window that opens on a counted event"),
    Code(code="W206", title="Hindsight"),
    Code(code="W207", title="Adjusted without a count"),
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
