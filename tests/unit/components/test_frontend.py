"""Scripts as the browser gets them: whole, in one scope, without what only their readers need."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from ui.components import frontend

COMPONENTS = sorted(
    path.stem for path in frontend.FOLDER.glob("*.js") if "export default" in path.read_text(encoding="utf-8")
)
DECLARED = re.compile(r"^(?:async )?(?:function|class|const|let) (?:(\w+)|\[([^\]]+)\])", re.MULTILINE)


def declared(script: str) -> list[str]:
    return [name for one, several in DECLARED.findall(script) for name in re.split(r", ", one or several)]


@pytest.mark.parametrize("component", COMPONENTS)
def test_no_two_files_of_one_script_use_the_same_name(component: str) -> None:
    names = declared(frontend.script(component))
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_script_has_one_way_in_and_asks_for_no_other_file(component: str) -> None:
    lines = frontend.script(component).splitlines()
    assert [line for line in lines if line.startswith("import ")] == []
    assert [line[:14] for line in lines if line.startswith("export ")] == ["export default"]


def test_what_is_imported_comes_once_and_before_those_that_need_it() -> None:
    names = declared(frontend.script("network_map"))
    assert names.count("element") == names.count("FONT") == 1
    order = [names.index(name) for name in ("shape", "labelSize", "chooseNames", "NetworkMap")]
    assert order == sorted(order)
    assert "chooseNames" not in declared(frontend.script("area_map"))


def test_comments_stay_here_and_code_beside_them_does_not() -> None:
    script = frontend.script("network_map")
    assert "@param" not in script
    assert not re.search(r"^ *//", script, re.MULTILINE)
    whole = "".join((frontend.FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in ("network_map",))
    code = [line for line in whole.splitlines() if re.match(r" *(?:\w|[}\])(])", line) and "*/" not in line]
    for line in code:
        if not line.startswith(("import ", "export ")):
            assert line in script
