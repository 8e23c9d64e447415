"""Claims about compiled code that is kept between runs."""

import importlib

import pytest

from forewarn.engine import kernel


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package whose kernel calls a part that calls another, and a file aside."""
    root = tmp_path / "forewarn"
    (root / "inner").mkdir(parents=True)
    (root / "inner" / "__init__.py").write_text("")
    (root / "own.py").write_text("from forewarn.inner.part import (\n    step,\n)\n")
    (root / "inner" / "part.py").write_text("from forewarn.inner import far\n")
    (root / "inner" / "far.py").write_text("x = 1")
    (root / "aside.py").write_text("x = 1")
    monkeypatch.setattr(kernel, "_PACKAGE", root)
    yield root
    forget()


def forget():
    for kept in (kernel._digest, kernel._imported_by, kernel._file_of):
        kept.cache_clear()


def digest(root):
    forget()
    return kernel.digest_sources(root / "own.py")


@pytest.mark.parametrize(
    "file", ["own.py", "inner/part.py", "inner/far.py", "inner/__init__.py"]
)
def test_a_change_of_anything_a_kernel_can_call_is_noticed(package, file):
    before = digest(package)
    changed = package / file
    changed.write_text(changed.read_text() + "\ny = 2")
    assert digest(package) != before


def test_what_a_kernel_cannot_call_does_not_make_it_compile_anew(package):
    before = digest(package)
    (package / "aside.py").write_text("x = 2")
    assert digest(package) == before


def test_a_new_file_that_an_import_now_finds_is_noticed(package):
    own = package / "own.py"
    own.write_text(own.read_text() + "    from forewarn.later import step\n")
    before = digest(package)
    (package / "later.py").write_text("x = 1")
    assert digest(package) != before


def test_files_that_import_each_other_are_read_once(package):
    (package / "inner" / "far.py").write_text("from forewarn.own import step\n")
    assert digest(package)


def test_the_imports_of_every_compiled_file_are_found():
    """A name that no file stands for would be code whose change goes unseen."""
    files = [
        file for file in kernel._PACKAGE.rglob("*.py") if "@kernel" in file.read_text()
    ]
    found = {file: kernel._imported_by(file) for file in files}
    assert len(files) > 20
    assert all(
        kernel._PACKAGE / "engine" / "kernel.py" in found[file] for file in files
    )


def test_code_kept_by_another_version_is_not_even_read(tmp_path, monkeypatch):
    """Its index may name types that are gone, and reading it would then fail."""
    module = tmp_path / "kept.py"
    module.write_text(
        "from forewarn.engine.kernel import kernel\n\n\n"
        "@kernel\ndef twice(x: int) -> int:\n    return 2 * x\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    twice = importlib.import_module("kept").twice
    assert twice(2) == 4
    (index,) = (tmp_path / "__pycache__").glob("*.nbi")
    assert kernel.digest_sources(module)[:12] in index.name
