"""Sentences for the codes of a result, in a renderer's language: what was expected, what was received, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from grader.language import mark as _
from grader.report.messages import Messages, one_line
from grader.report.outdated import replacement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.report.model import ChapterResult, CheckResult, ExerciseResult, Part, Result

Facts = Mapping[str, str | int | float]

STATUSES: dict[str, str] = {
    "passed": _("passed"),
    "partial": _("partly right"),
    "failed": _("wrong"),
    "not_started": _("not started"),
    "missing": _("missing"),
    "error": _("error"),
    "timeout": _("too long"),
    "memory": _("too much memory"),
    "crashed": _("crashed"),
    "forbidden": _("not allowed"),
    "blocked": _("blocked"),
    "grader_error": _("not graded"),
}

COMPLAINTS = frozenset({"raised", "import_error", "forbidden_import", "wrong_arguments"})
"""Codes whose message is Python's own."""

MOSTLY_WAITING = 0.2
"""Share of its time below which a call that took too long did not compute but wait."""

TEMPLATES: dict[str, str] = {
    "not_implemented": _("Not started: it still raises NotImplementedError."),
    "raised": _("It stopped with {exception}: {message}"),
    "wrong_arguments": _("It does not take the arguments of the exercise: {message}"),
    "value_error_expected": _("A ValueError was expected, since these arguments have no meaning; it returned a value."),
    "text_differs": _("Expected “{expected}”, received “{received}”."),
    "not_examined": _("What it returned cannot be examined ({reason}): {message}"),
    "not_a_model": _("Expected a Keras model, received {message}: is a `return` missing?"),
    "custom_layer": _(
        "The model has a part that is not Keras's own ({message}). Only Keras's own layers are taken here: no Lambda, "
        "no class of your own."
    ),
    "bad_weights": _(
        "The weights do not fit the model's architecture: their shapes are wanted / received as {message}. Return the "
        "model as Keras made it."
    ),
    "bad_architecture": _("The model's architecture cannot be rebuilt by Keras: {message}"),
    "large_architecture": _("The model's architecture is far larger than any of this course ({message} characters)."),
    "not_compiled": _("The model is not compiled: call its `compile` before you return it."),
    "wrong_input": _("The model does not take the images of the exercise: {message}"),
    "wrong_output": _("The model does not give one row of probabilities an image: its output has the shape {message}."),
    "broke_a_limit": _(
        "The model is too large or too slow to be examined (limit: {message}): one of this course has at most some "
        "million weights."
    ),
    "no_data_set": _(
        "Expected a data set whose batches are pairs: images `(batch, height, width, channels)` and their labels. "
        "Received {message}."
    ),
    "wrong_type": _("Expected {expected}, received {received}."),
    "returned_none": _("Expected {expected}, received None: is a `return` missing?"),
    "wrong_length": _("Expected {expected} values, received {received}."),
    "wrong_keys": _("Expected a dict with the keys {expected}, received the keys {received}."),
    "wrong_dtype": _("Expected an array of dtype {expected}, received dtype {received}."),
    "wrong_shape": _("Expected an array of shape {expected}, received shape {received}."),
    "property_fails": "{message}",
    "blocked": _("It calls `{function}` of chapter {chapter}, which is not right yet: begin there."),
    "number_differs": _("Expected {expected}, received {received}."),
    "modified_argument": _("The result is right, but it changed its argument `{argument}`: work on a copy."),
    "shares_memory": _(
        "The result is right, but it is a view of the argument `{argument}`: changing one changes the other. "
        "Return a copy."
    ),
    "warned": _("The result is right, but Python warned on the way: {message}"),
    "answer_too_large": _(
        "It returned far more values than an answer has (over {limit_size}): look at the shape of the result."
    ),
    "call_time": _(
        "No answer within {limit} s, of which it computed for {used} s: is there a loop that never ends, or one over "
        "every pixel in Python?"
    ),
    "call_waited": _(
        "No answer within {limit} s, and it computed for {used} s only: does it wait for something (sleep, a lock, "
        "another thread)?"
    ),
    "chapter_time": _(
        "The {limit} s of the chapter were spent before this check: the functions above that take seconds used them up."
    ),
    "import_time": _("The module was still being imported after {limit} s: is there a loop outside the functions?"),
    "output_limit": _("It printed more than the {limit_size} allowed: remove the prints from the loops."),
    "scratch_full": _(
        "It wrote more files than its scratch folder may hold ({limit_size}): {used_size} in {files} files. Write "
        "less, and remove what is no longer needed."
    ),
    "too_many_threads": _(
        "It started {used} threads; {limit} are allowed. A function of these exercises needs none: they would share "
        "one processor."
    ),
    "no_answer": _("It broke the connection to the grader instead of answering."),
    "exited": _("It ended Python (exit code {exit_code}) instead of returning a value."),
    "killed": _("Python was ended by the signal {signal} while it ran."),
    "out_of_memory": _(
        "It asked for more memory than the {limit_size} allowed; it had used {used_size} so far. An array as large as "
        "the product of two sizes of the image usually causes this. ({message})"
    ),
    "forbidden_import": _(
        "It imports `{message}`: this chapter allows NumPy, Python's standard library and your own modules."
    ),
    "not_permitted": _(
        "It tried what a graded function may not do: reach other files, the network, programs or processes ({message})."
    ),
    "exit_called": _("It called sys.exit() instead of returning a value."),
    "read_stdin": _("It waits for the keyboard (input()): a graded function gets everything from its arguments."),
    "missing_file": _("There is no file {file}. `grade init` makes a fresh one."),
    "empty_file": _("The file {file} is empty. `grade init` makes a fresh one."),
    "not_utf8": _("The file {file} is not UTF-8 text (line {line}): save it again with the encoding UTF-8."),
    "nul_bytes": _("The file {file} contains NUL bytes (line {line}): it is damaged, or not saved as text."),
    "huge_file": _("The file {file} is larger than 1 MB: a module of exercises has a few kB."),
    "not_a_file": _("{file} is not an ordinary file."),
    "outside_folder": _(
        "{file} is a link that does not stay within the submission's folder: put the file itself in its place."
    ),
    "unreadable_file": _("The file {file} cannot be read: {reason}."),
    "misnamed_file": _("Expected a file named {file}, found {found}: rename it, upper and lower case included."),
    "huge_folder": _("The folder {folder} has more than {limit} entries: hand in one that holds only your modules."),
    "large_module": _("The file {file} has more than {limit_size}: it is not compared."),
    "missing_in_archive": _("There is no file {file} in the archive {archive}, which has: {found}."),
    "empty_archive": _("There is no file {file} in the archive {archive}, nor any other: pack your modules again."),
    "ambiguous_archive": _(
        "The archive {archive} has the module twice, as {first} and {second}: keep the one that is to be graded."
    ),
    "duplicate_entry": _(
        "The archive {archive} has two files of the name {file} in one place: pack your modules anew."
    ),
    "encrypted_archive": _("The file {file} in the archive {archive} is encrypted: pack it without a password."),
    "link_in_archive": _("{file} is a link in the archive {archive}, not a file: put the file itself in its place."),
    "damaged_archive": _("The archive {archive} is damaged, or none at all ({reason}): pack your modules anew."),
    "huge_archive.bytes": _("The archive {archive} is larger than 32 MB: pack only your modules, which have a few kB."),
    "huge_archive.entries": _("The archive {archive} has more than 10,000 entries: pack only your modules."),
    "huge_archive.unpacked": _("Unpacked, the archive {archive} has more than 256 MB: pack only your modules."),
    "huge_archive.taken": _("The Python files in the archive {archive} have more than 16 MB: pack only your modules."),
    "huge_archive.memory": _(
        "To unpack the archive {archive} takes more than 1 GiB of memory: pack only your modules."
    ),
    "huge_archive.seconds": _("To unpack the archive {archive} takes more than 10 s: pack only your modules."),
    "missing_in_repository": _("There is no file {file} in the repository {repository}, which has: {found}."),
    "empty_repository": _(
        "There is no file {file} in the repository {repository}, nor any other: commit your modules and push."
    ),
    "ambiguous_repository": _(
        "The repository {repository} has the module twice, as {first} and {second}: keep the one that is to be graded."
    ),
    "duplicate_in_repository": _("The repository {repository} has two files of the name {file} in one place."),
    "link_in_repository": _(
        "{file} is a symbolic link in the repository {repository}, not a file: commit the file itself in its place."
    ),
    "huge_in_repository.taken": _(
        "The Python files in the repository {repository} have more than 16 MB: commit only your modules."
    ),
    "syntax_error": _("Python cannot read the module: {message}"),
    "import_error": _("The module stops while it is imported, with {exception}: {message}"),
    "missing_function": _("There is no function `{function}` in the module."),
    "missing_in_notebook": _("No cell of the notebook defines the function `{function}`."),
    "damaged_notebook": _(
        "The file {file} is damaged, or no notebook ({reason}): open it in Jupyter, and save it again."
    ),
    "huge_notebook": _(
        "The notebook {file} is larger than 32 MB, or its code than 500 kB: clear its outputs, and save it again."
    ),
    "cell_magic": _(
        "The cell holds a command of IPython's that is no Python (`{message}`): a graded cell has to work without it."
    ),
    "fails_unseen": _(
        "Right on the cases shown, but not on others of the same kind, which are not shown: do what the statement asks "
        "for, not what these cases happen to need."
    ),
    "not_measured": _("Speed is measured once all results are right."),
    "slow": _(
        "It takes {ratio} times as long as the reference; full marks up to {full_ratio}, none from {zero_ratio} on."
    ),
    "fast": _("It takes {ratio} times as long as the reference."),
    "needs_packages": _("Not graded: it needs {packages}, which are not installed: pip install 'convgrade[keras]'"),
    "grader_fault": _("The grader itself failed here ({reason}). This is no fault of yours and costs no mark."),
}

PLACES: dict[str, str] = {
    "line": _("line {line}"),
    "module_line": _("{module}.py, line {line}"),
    "cell_line": _("cell {cell}, line {line}"),
    "cell": _("cell {cell}"),
}

NOT_GRADED = _("Some exercises were not graded and do not count: run it again, then report the fault.")


def status(name: str, messages: Messages) -> str:
    """A status in words."""
    return messages.text(STATUSES[name])


def chapter_sentence(chapter: ChapterResult, messages: Messages) -> str:
    """What kept a whole module from being graded."""
    sentence = _with_place(_sentence(chapter.code, chapter.facts, messages), chapter.facts, messages)
    return _with_replacement(sentence, chapter.code, chapter.facts, messages)


def advice(exercise: ExerciseResult, messages: Messages) -> str:
    """What replaced what a library warns of; empty for other warnings, which often are not of the student's making."""
    return replacement(exercise.warning, messages)


def check_sentence(check: CheckResult, messages: Messages) -> str:
    """What a check found."""
    facts: dict[str, str | int | float] = dict(check.detail.facts)
    if check.kind == "speed" and "ratio" in check.times:
        ratio = check.times["ratio"]
        facts["ratio"] = ratio if ratio < 100 else round(ratio)
    code = _refined(check, facts, messages)
    if code == "values_differ":
        sentence = _values_differ(check, messages)
    elif code == "not_finite":
        sentence = _not_finite(check, messages)
    else:
        sentence = _with_place(_sentence(code, facts, messages), facts, messages)
    if check.hint is None:  # else it says more than what follows could
        sentence = _with_replacement(sentence, code, facts, messages)
    return _with_part(sentence, check, messages)


def reading_sentence(code: str, facts: Facts, messages: Messages) -> str:
    """Why a file cannot be read."""
    return _sentence(code, facts, messages)


def cases_right(check: CheckResult, messages: Messages) -> str:
    """In how many of a check's cases the answer is right."""
    passed, total = check.detail.cases_passed or 0, check.detail.cases_total or 0
    return messages.plural(
        "Right in {passed} of {total} case of this check.", "Right in {passed} of {total} cases of this check.", total
    ).format(passed=passed, total=total)


def computed_from(part: Part, index: Sequence[int], messages: Messages) -> str:
    """From where in an argument the first wrong value is computed."""
    ranges = ", ".join(str(start) if stop == start + 1 else f"{start}:{stop}" for start, stop in part.spans)
    sentence = messages.text("The value at {index} is computed from {argument}[{ranges}].")
    return sentence.format(index=list(index), argument=part.argument, ranges=ranges)


def next_step(result: Result, messages: Messages) -> str:
    """What to do now: the first exercise that is not passed; empty when only the grader is to blame."""
    for chapter in result.chapters:
        for exercise in chapter.exercises:
            if exercise.status not in {"passed", "grader_error"}:
                step = messages.text("Next: {function} in {file}, then `grade chapter{number}` again.")
                return step.format(function=exercise.id, file=f"{chapter.id}.py", number=chapter.number)
    return messages.text("Everything is right. Well done!") if result.statuses == {"passed"} else ""


def _with_replacement(sentence: str, code: str, facts: Facts, messages: Messages) -> str:
    """The sentence, and what replaced what it complains about where that is out of date."""
    if code not in COMPLAINTS:
        return sentence
    return f"{sentence} {replacement(str(facts.get('message', '')), messages)}".rstrip()


def _with_part(sentence: str, check: CheckResult, messages: Messages) -> str:
    """The sentence, and which part of a result of several it is about."""
    if check.code == "blocked" or check.detail.failure is None or not check.detail.failure.path:
        return sentence
    path = "".join(f"[{key!r}]" for key in check.detail.failure.path)
    part = messages.text("It is about the part {path} of the result.")
    return f"{sentence} {part.format(path=one_line(path))}"


def _refined(check: CheckResult, facts: dict[str, str | int | float], messages: Messages) -> str:
    """The code of the sentence: some codes have a better one for particular facts."""
    failure = check.detail.failure
    if check.code == "wrong_type" and facts.get("received") == "None":
        return "returned_none"
    if check.code == "not_examined" and facts.get("reason") in TEMPLATES:
        return str(facts["reason"])
    if check.code == "property_fails":
        facts["message"] = messages.text(str(facts["message"]))
    if check.code == "passed" and check.kind == "speed":
        return "fast"
    if check.code == "call_time" and float(facts.get("used", 0)) < float(facts.get("limit", 0)) * MOSTLY_WAITING:
        return "call_waited"
    if check.code == "process_ended":
        return "killed" if "signal" in facts else "exited" if "exit_code" in facts else "no_answer"
    if check.code == "values_differ" and failure is not None and not failure.index:
        if failure.expected_at is None or failure.received_at is None:
            return check.code
        facts["expected"], facts["received"] = messages.distinct(failure.expected_at, failure.received_at)
        return "number_differs"
    return check.code


def _values_differ(check: CheckResult, messages: Messages) -> str:
    failure = check.detail.failure
    count, total = int(check.detail.facts["count"]), int(check.detail.facts["total"])
    found = messages.plural("{count} of {total} values is wrong", "{count} of {total} values are wrong", count).format(
        count=count, total=total
    )
    if failure is None or failure.expected_at is None or failure.received_at is None:
        return f"{found}."
    expected, received = messages.distinct(failure.expected_at, failure.received_at)
    first = messages.text("the first at {index}: expected {expected}, received {received}.")
    return f"{found}, " + first.format(index=failure.index, expected=expected, received=received)


def _not_finite(check: CheckResult, messages: Messages) -> str:
    failure = check.detail.failure
    count, total = int(check.detail.facts["count"]), int(check.detail.facts["total"])
    found = messages.plural(
        "{count} of {total} values is NaN or infinite, the first at {index}.",
        "{count} of {total} values are NaN or infinite, the first at {index}.",
        count,
    )
    return found.format(count=count, total=total, index=failure.index if failure else [])


def _sentence(code: str, facts: Facts, messages: Messages) -> str:
    """A template filled in, that of the fact `what` if there is one; an unknown code is shown as it is."""
    template = TEMPLATES.get(f"{code}.{facts['what']}" if "what" in facts else code)
    if template is None:
        return one_line(code)
    return messages.text(template).format_map(_Words(facts, messages))


class _Words(dict[str, str]):
    """The facts as words of a sentence; what is missing is a question mark."""

    def __init__(self, facts: Facts, messages: Messages) -> None:
        words = {
            name: one_line(fact) if isinstance(fact, str) else messages.number(fact, 3) for name, fact in facts.items()
        }
        amounts = {name: fact for name, fact in facts.items() if not isinstance(fact, str)}
        sizes = {f"{name}_size": messages.size(amounts[name]) for name in ("limit", "used") if name in amounts}
        super().__init__(words | sizes)

    def __missing__(self, key: str) -> str:
        return "?"


def _with_place(sentence: str, facts: Facts, messages: Messages) -> str:
    """The sentence, and where in the submission it happened."""
    if "file" in facts or not {"line", "cell"} & set(facts):
        return sentence
    if "cell" in facts:
        key = "cell_line" if "line" in facts else "cell"
    else:
        key = "module_line" if facts.get("module") else "line"
    place = messages.text(PLACES[key])
    return f"{sentence} ({place.format_map(_Words(facts, messages))})"


def circumstances(result: Result, messages: Messages) -> str:
    """Under what a mark was given."""
    text = _("isolation: {isolation}, seed: {seed}")
    if result.unseen:
        text = _("isolation: {isolation}, seed: {seed}, and unseen cases")
    return messages.text(text).format(isolation=result.isolation, seed=result.seed)
