"""How the code is laid out. Each rule reads one file and answers with its breaches, a line each."""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

type Rule = Callable[[str, str], list[str]]
type Attributes = dict[str, str | None]

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    {"text"}, {"web"}, {"models"}, {"permissions"}, {"queries"}, {"actions"}, {"forms", "exports"},
    {"demo", "generation"}, {"views", "api", "management"}, {"urls"},
]  # fmt: skip
LEVELS = {layer: level for level, layers in enumerate(LAYERS) for layer in layers}
MODULE_LINES, FUNCTION_LINES = 400, 40
VAGUE = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc"}
METHODS = {"require_safe", "require_GET", "require_POST", "require_http_methods"}
UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
WAITING = {"sleep", "wait_for_timeout", "skip", "skipif", "skipIf", "skipUnless", "xfail"}
OF_A_PERSON = {"click", "submit", "mouseup", "mousedown", "dblclick", "keydown", "keyup"}


def in_project(*patterns: str) -> list[str]:
    paths = [path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(str(path) for path in paths if "__pycache__" not in path.parts)


PRODUCT = in_project("claims/**/*.py", "factcheck/**/*.py")
CODE = [path for path in PRODUCT if "/migrations/" not in path]
MIGRATIONS = in_project("claims/migrations/[0-9]*.py")
TESTS = in_project("tests/**/*.py")
TEMPLATES = in_project("templates/**/*.html", "claims/**/*.html")
SCRIPTS = in_project("claims/static/**/*.js", "claims/static/**/*.css")


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(text: str) -> ast.Module:
    return ast.parse(text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


# Imports


def imported(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    """Line and whole name of everything that a module imports, wherever in it."""
    package = path.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)


def layer_of(name: str) -> str:
    """`claims.views.desk` → `views`; '' for what is no part of a layer."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "claims" and parts[1] in LEVELS else ""


def imports_go_one_way(path: str, text: str) -> list[str]:
    here = layer_of(path.removesuffix(".py").replace("/", "."))
    return [
        f"{path}:{line}: {here} may not import {name}"
        for line, name in imported(tree_of(text), path)
        if here and (there := layer_of(name)) and there != here and LEVELS[there] >= LEVELS[here]
    ]


def text_is_pure_python(path: str, text: str) -> list[str]:
    if not path.startswith("claims/text/"):
        return []
    return [
        f"{path}:{line}: claims/text may not import {name}"
        for line, name in imported(tree_of(text), path)
        if name.split(".")[0] in {"django", "factcheck"}
        or (name.startswith("claims") and not name.startswith("claims.text"))
    ]


def only_the_demo_says_when(path: str, text: str) -> list[str]:
    """Others take `now` from the clock, and nothing from the demo, which a command starts."""
    if path.startswith("claims/demo/"):
        return []
    return [
        f"{path}:{line}: only the demo says when something happens, so not {name}"
        for line, name in imported(tree_of(text), path)
        if (name.startswith("claims.models.clock") and name != "claims.models.clock.now")
        or (name.startswith("claims.demo") and path != "factcheck/demo.py")
    ]


# Size and names


def modules_and_functions_are_short(path: str, text: str) -> list[str]:
    lines = text.count("\n")
    found = [f"{path}: {lines} lines, {MODULE_LINES} at most"] if lines > MODULE_LINES else []
    for node in ast.walk(tree_of(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION_LINES:
                found.append(
                    f"{path}:{node.lineno}: {node.name} has {size} lines, {FUNCTION_LINES} at most"
                )
    return found


def names_say_what_is_in_them(path: str, text: str) -> list[str]:
    vague = [part for part in path.removesuffix(".py").split("/") if part in VAGUE]
    found = [f"{path}: the name “{part}” says nothing" for part in vague]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return found + [
        f"{path}:{node.lineno}: the name “{node.name}” says nothing"
        for node in ast.walk(tree_of(text))
        if isinstance(node, kinds) and node.name.strip("_").lower() in VAGUE
    ]


def nothing_is_left_for_later(path: str, text: str) -> list[str]:
    if not path.endswith(".py"):
        marks = [(line_of(text, mark.start()), mark.group()) for mark in UNDONE.finditer(text)]
    else:
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        comments = [token for token in tokens if token.type == tokenize.COMMENT]
        marks = [
            (comment.start[0], mark)
            for comment in comments
            for mark in UNDONE.findall(comment.string)
        ]
    return [f"{path}:{line}: {mark}" for line, mark in marks]


def nothing_sleeps_or_is_skipped(path: str, text: str) -> list[str]:
    """Of a test. Between two looks at another process, in a loop, it may sleep."""
    tree = tree_of(text)
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.While)]
    looking = {node for loop in loops for node in ast.walk(loop)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    used = [(node.lineno, node.attr) for node in nodes if node not in looking]
    used += [(line, name.rpartition(".")[2]) for line, name in imported(tree, path)]
    return [f"{path}:{line}: {name}" for line, name in used if name in WAITING]


# Migrations


def migrations_are_named_by_hand(path: str, text: str) -> list[str]:
    named = re.fullmatch(r"\d{4}_[a-z][a-z0-9_]*", Path(path).stem)
    if named and "_auto_" not in Path(path).stem:
        return []
    return [f"{path}: give this migration a name that says what it does"]


def of_this_app(path: str, word: str) -> list[str]:
    """The migrations of this app that one migration comes after (`dependencies`) or `replaces`."""
    lists = [
        ast.literal_eval(node.value)
        for node in ast.walk(tree_of(text_of(path)))
        if isinstance(node, ast.Assign)
        and any(isinstance(name, ast.Name) and name.id == word for name in node.targets)
    ]
    return [name for pairs in lists for app, name in pairs if app == "claims"]


def breaks_in_line(
    comes_after: dict[str, list[str]], stands_for: dict[str, list[str]]
) -> list[str]:
    """Whoever comes after a migration that stands for others comes after the last of these."""
    last = {name: replaced[-1] for name, replaced in stands_for.items()}
    ordered = sorted(comes_after.keys() - stands_for.keys())
    before = dict(zip(ordered, [[], *([name] for name in ordered)], strict=False))
    return [
        f"{name} comes after {comes_after[name]}, not after {before[name]}"
        for name in ordered
        if [last.get(one, one) for one in comes_after[name]] != before[name]
    ] + [
        f"{name} stands for others than the first {len(replaced)}"
        for name, replaced in stands_for.items()
        if replaced != ordered[: len(replaced)]
    ]


# Addresses and views


def routes(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Line, module, function and name of every address that is answered by a view of ours."""
    tree = tree_of(text)
    ours = {name.rpartition(".")[2] for _, name in imported(tree, "claims/urls.py")
            if name.startswith("claims.views.")}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"path", "re_path"}:
            view = node.args[1]
            if isinstance(view, ast.Attribute) and getattr(view.value, "id", "") in ours:
                name = next(word.value for word in node.keywords if word.arg == "name")
                yield node.lineno, view.value.id, view.attr, ast.literal_eval(name)


def addresses_are_named_like_their_views(path: str, text: str) -> list[str]:
    return [
        f"{path}:{line}: “{name}” is answered by {view}, not by {name.replace('-', '_')}"
        for line, _, view, name in routes(text)
        if view != name.replace("-", "_")
    ]


def views_declare_their_methods(path: str, text: str) -> list[str]:
    """Of a module of views: those with an address."""
    module = Path(path).stem
    views = {view for _, of, view, _ in routes(text_of("claims/urls.py")) if of == module}
    return [
        f"{path}:{node.lineno}: {node.name} declares no methods: require_safe, require_POST, …"
        for node in tree_of(text).body
        if isinstance(node, ast.FunctionDef)
        and node.name in views
        and not METHODS & {name.id for one in node.decorator_list for name in ast.walk(one)
                           if isinstance(name, ast.Name)}
    ]  # fmt: skip


def every_address_name(resolver: URLResolver | None = None) -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from every_address_name(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name


def names_of_addresses_exist(path: str, text: str) -> list[str]:
    known = set(every_address_name())
    if path.endswith(".html"):
        tags = re.finditer(r"{%\s*url\s+(['\"])(.+?)\1", text)
        used = [(line_of(text, tag.start()), tag[2]) for tag in tags]
    else:
        calls = [node for node in ast.walk(tree_of(text)) if isinstance(node, ast.Call)]
        used = [
            (call.lineno, call.args[0].value)
            for call in calls
            if getattr(call.func, "id", "") in {"reverse", "redirect", "resolve_url"}
            and call.args
            and isinstance(call.args[0], ast.Constant)
        ]
    return [
        f"{path}:{line}: no address is named “{name}”" for line, name in used if name not in known
    ]


# Templates


def plain(text: str) -> str:
    """A template as HTML on the same lines: addresses and values are words, other tags nothing."""

    def blank(tag: re.Match[str]) -> str:
        named = re.match(r"{%\s*(url|static)\b", tag[0])
        word = "ADDRESS" if named else "VALUE" if tag[0][1] == "{" else ""
        return word + "\n" * tag[0].count("\n")

    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", blank, text, flags=re.S)
    return re.sub(r"{%.*?%}|{{.*?}}", blank, text, flags=re.S)


class Elements(HTMLParser):
    """Every opening tag of a template: its line, its name, its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[int, str, Attributes]] = []
        self.feed(plain(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((self.getpos()[0], tag, dict(attrs)))


def no_script_or_style_stands_in_a_page(path: str, text: str) -> list[str]:
    found = []
    for line, tag, attributes in Elements(text).found:
        data = (attributes.get("type") or "").endswith("json")
        if tag == "style" or (tag == "script" and not attributes.get("src") and not data):
            found.append(f"{path}:{line}: <{tag}> in the page")
        named = [name for name in attributes if name == "style" or re.match("on|hx-on", name)]
        found += [f"{path}:{line}: {name}= on <{tag}>" for name in named]
        if (attributes.get("href") or "").strip().lower().startswith("javascript:"):
            found.append(f"{path}:{line}: a script as the address of <{tag}>")
    return found


def works_without_script(tag: str, attributes: Attributes) -> bool:
    if tag == "a":
        return bool(attributes.get("href"))
    if tag == "form":
        return bool(attributes.get("action") and attributes.get("method"))
    if tag == "button":
        return bool(attributes.get("formaction"))
    # What is left only listens: to events of the page, or to the control that stands in it.
    events = (attributes.get("hx-trigger") or "click").split(",")
    return not OF_A_PERSON & {event.split()[0] for event in events if event.split()}


def htmx_only_adds(path: str, text: str) -> list[str]:
    verbs = {"hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"}
    return [
        f"{path}:{line}: <{tag}> does nothing without JavaScript"
        for line, tag, attributes in Elements(text).found
        if verbs & attributes.keys() and not works_without_script(tag, attributes)
    ]


def fragments_defined(paths: list[str]) -> list[str]:
    define = re.compile(r"{%\s*partialdef\s+([\w-]+)")
    return [f"{path}#{name}" for path in paths for name in define.findall(text_of(path))]


def doubled(fragments: list[str]) -> list[str]:
    names = Counter(fragment.partition("#")[2] for fragment in fragments)
    return [one for one in fragments if names[one.partition("#")[2]] > 1]


def fragments_exist(path: str, text: str) -> list[str]:
    known = {one.partition("/")[2] for one in fragments_defined(TEMPLATES)}
    if path.endswith(".html"):
        here = path.partition("/")[2]
        tags = re.finditer(
            r"{%\s*(?:include\s+['\"]([^'\"]+#[^'\"]+)['\"]|partial\s+([\w-]+))", text
        )
        used = [(line_of(text, tag.start()), tag[1] or f"{here}#{tag[2]}") for tag in tags]
    else:
        words = [node for node in ast.walk(tree_of(text)) if isinstance(node, ast.Constant)]
        used = [(word.lineno, word.value) for word in words
                if re.fullmatch(r"[\w/]+\.html#[\w-]+", str(word.value))]  # fmt: skip
    return [
        f"{path}:{line}: there is no fragment {name}" for line, name in used if name not in known
    ]


RULES: list[tuple[Rule, list[str]]] = [
    (imports_go_one_way, [path for path in CODE if path.startswith("claims/")]),
    (text_is_pure_python, CODE),
    (only_the_demo_says_when, CODE),
    (modules_and_functions_are_short, CODE),
    (names_say_what_is_in_them, PRODUCT + TESTS),
    (nothing_is_left_for_later, PRODUCT + TESTS + TEMPLATES + SCRIPTS),
    (nothing_sleeps_or_is_skipped, TESTS),
    (migrations_are_named_by_hand, MIGRATIONS),
    (addresses_are_named_like_their_views, ["claims/urls.py"]),
    (views_declare_their_methods, in_project("claims/views/*.py")),
    (names_of_addresses_exist, CODE + TEMPLATES),
    (no_script_or_style_stands_in_a_page, TEMPLATES),
    (htmx_only_adds, TEMPLATES),
    (fragments_exist, CODE + TEMPLATES),
]


@pytest.mark.parametrize(("rule", "paths"), RULES, ids=[rule.__name__ for rule, _ in RULES])
def test_every_file_keeps_the_rule(rule: Rule, paths: list[str]) -> None:
    assert paths
    breaches = [breach for path in paths for breach in rule(path, text_of(path))]
    assert not breaches, "\n".join(breaches)


def test_migrations_stand_in_one_line() -> None:
    comes_after = {Path(path).stem: of_this_app(path, "dependencies") for path in MIGRATIONS}
    stands_for = {Path(path).stem: of_this_app(path, "replaces") for path in MIGRATIONS}
    breaks = breaks_in_line(comes_after, {name: old for name, old in stands_for.items() if old})
    assert not breaks, "\n".join(breaks)


def test_no_two_fragments_share_a_name() -> None:
    twice = doubled(fragments_defined(TEMPLATES))
    assert not twice, "\n".join(twice)


BREACHES: list[tuple[Rule, str, str, list[str]]] = [
    (imports_go_one_way, "claims/queries/desk.py", "import re\nfrom claims.actions import claims",
     ["claims/queries/desk.py:2: queries may not import claims.actions.claims"]),
    (imports_go_one_way, "claims/forms/a.py", "def f():\n from claims import views, models",
     ["claims/forms/a.py:2: forms may not import claims.views"]),
    (imports_go_one_way, "claims/models/a.py", "from ..permissions import can_read",
     ["claims/models/a.py:1: models may not import claims.permissions.can_read"]),
    (imports_go_one_way, "claims/exports/a.py", "import claims.forms.claims",
     ["claims/exports/a.py:1: exports may not import claims.forms.claims"]),
    (imports_go_one_way, "claims/views/a.py", "from claims import forms, actions, text", []),
    (text_is_pure_python, "claims/text/a.py", "import re\nfrom django.db import models",
     ["claims/text/a.py:2: claims/text may not import django.db.models"]),
    (text_is_pure_python, "claims/text/a.py", "from claims import models",
     ["claims/text/a.py:1: claims/text may not import claims.models"]),
    (only_the_demo_says_when, "claims/views/a.py",
     "from claims.models.clock import at, now\nfrom claims.models import clock\n"
     "import claims.models.clock\nfrom claims.demo.playing import play",
     [f"claims/views/a.py:{line}: only the demo says when something happens, so not {name}"
      for line, name in [(1, "claims.models.clock.at"), (2, "claims.models.clock"),
                         (3, "claims.models.clock"), (4, "claims.demo.playing.play")]]),
    (only_the_demo_says_when, "claims/demo/a.py", "from claims.models.clock import at", []),
    (modules_and_functions_are_short, "a.py", "x = 1\n" * 401, ["a.py: 401 lines, 400 at most"]),
    (modules_and_functions_are_short, "a.py", "@cache\ndef f():\n" + " x = 1\n" * 40,
     ["a.py:2: f has 41 lines, 40 at most"]),
    (names_say_what_is_in_them, "claims/utils/a.py", "def _helpers(): pass",
     ["claims/utils/a.py: the name “utils” says nothing",
      "claims/utils/a.py:1: the name “_helpers” says nothing"]),
    (nothing_is_left_for_later, "a.py", "x = 'TODO'  # TODO: y", ["a.py:1: TODO"]),
    (nothing_is_left_for_later, "a.html", "<p>\n{# FIXME #}", ["a.html:2: FIXME"]),
    (nothing_sleeps_or_is_skipped, "a.py", "page.wait_for_timeout(5)\npytest.mark.skip('no')",
     ["a.py:1: wait_for_timeout", "a.py:2: skip"]),
    (nothing_sleeps_or_is_skipped, "a.py", "while not done():\n time.sleep(1)\ntime.sleep(2)",
     ["a.py:3: sleep"]),
    (nothing_sleeps_or_is_skipped, "a.py", "from time import sleep", ["a.py:1: sleep"]),
    (migrations_are_named_by_hand, "0005_auto_20261101_0900.py", "",
     ["0005_auto_20261101_0900.py: give this migration a name that says what it does"]),
    (addresses_are_named_like_their_views, "claims/urls.py",
     "from claims.views import desk\nx = [path('a/', desk.capture, name='claim-capture')]",
     ["claims/urls.py:2: “claim-capture” is answered by capture, not by claim_capture"]),
    (views_declare_their_methods, "claims/views/desk.py",
     "@cache\ndef desk(r): pass\n@require_http_methods(['GET'])\ndef desk_turn(r): pass",
     ["claims/views/desk.py:2: desk declares no methods: require_safe, require_POST, …"]),
    (names_of_addresses_exist, "a.html", "{% url 'claims' %}\n{% url \"claimz\" 1 %}",
     ["a.html:2: no address is named “claimz”"]),
    (names_of_addresses_exist, "a.py", "redirect('nowhere', 1)",
     ["a.py:1: no address is named “nowhere”"]),
    (no_script_or_style_stands_in_a_page, "a.html",
     "<script src='a.js'></script><script type='application/json'>{}</script>\n"
     "<p {% if x %}style='{{ y }}'{% endif %}><style></style>\n<b onclick='x()'><script>x</script>",
     ["a.html:2: style= on <p>", "a.html:2: <style> in the page", "a.html:3: onclick= on <b>",
      "a.html:3: <script> in the page"]),
    (no_script_or_style_stands_in_a_page, "a.html", "<a href=' JavaScript:x()'>",
     ["a.html:1: a script as the address of <a>"]),
    (htmx_only_adds, "a.html",
     "<a hx-get='{% url 'claims' %}'>\n<a href='{% url 'claims' %}' hx-get='x'>\n"
     "<form hx-post='x' action='x'>\n<button hx-post='x'>\n<div hx-get='x'>\n"
     "<div hx-get='x' hx-trigger='claim-changed from:body, click'>\n"
     "<div hx-get='x' hx-trigger='claim-changed from:body'>",
     [f"a.html:{line}: <{tag}> does nothing without JavaScript"
      for line, tag in [(1, "a"), (3, "form"), (4, "button"), (5, "div"), (6, "div")]]),
    (fragments_exist, "claims/views/a.py", "x = 'claims/_card.html#claim-cart'",
     ["claims/views/a.py:1: there is no fragment claims/_card.html#claim-cart"]),
    (fragments_exist, "templates/claims/_card.html", "{% partial claim-head %}\n{% partial x %}",
     ["templates/claims/_card.html:2: there is no fragment claims/_card.html#x"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "text", "breaches"), BREACHES)
def test_a_breach_of_a_rule_is_named(rule: Rule, path: str, text: str, breaches: list[str]) -> None:
    assert rule(path, text) == breaches


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, *_, breaches in BREACHES if breaches} == {rule for rule, _ in RULES}


def test_a_fork_in_the_migrations_is_named() -> None:
    line = {"0001_a": [], "0002_b": ["0001_a"], "0002_c": ["0001_a"]}
    assert breaks_in_line(line, {}) == ["0002_c comes after ['0001_a'], not after ['0002_b']"]


def test_a_migration_that_stands_for_others_is_no_fork() -> None:
    line = {"0001_a": [], "0001_ab": [], "0002_b": ["0001_a"], "0003_c": ["0001_ab"]}
    assert breaks_in_line(line, {"0001_ab": ["0001_a", "0002_b"]}) == []
    assert breaks_in_line(line, {"0001_ab": ["0002_b"]}) == [
        "0001_ab stands for others than the first 1"
    ]


def test_a_fragment_that_is_defined_twice_is_named() -> None:
    defined = ["templates/a.html#row", "templates/b.html#row", "templates/b.html#cell"]
    assert doubled(defined) == ["templates/a.html#row", "templates/b.html#row"]
