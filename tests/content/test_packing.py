"""Zips from outside: measured before they are unpacked, and never written anywhere."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from content import limits
from content.packing import from_folder, from_zip, to_zip

FILES = {"lesson.yaml": b"uuid: x\n", "text.md": b"# a\n"}


def zipped(entries: dict[str, bytes], **attributes: int) -> bytes:
    """A zip with these entries."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            for attribute, value in attributes.items():
                setattr(info, attribute, value)
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def test_an_item_comes_back_as_it_was_sent_and_equal_files_give_equal_bytes() -> None:
    assert from_zip(to_zip(FILES)) == (FILES, [])
    assert to_zip(FILES) == to_zip(dict(reversed(FILES.items())))


def test_one_folder_around_everything_is_left_out() -> None:
    assert from_zip(zipped({f"my lesson/{name}": content for name, content in FILES.items()})) == (FILES, [])


@pytest.mark.parametrize(
    "name",
    [
        "../text.md",
        "/etc/text.md",
        "a/../../text.md",
        "a\\text.md",
        "a/b/text.md",
        ".text.md",
        "text.exe",
        "Text.md",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    files, errors = from_zip(zipped({"lesson.yaml": b"", name: b"x"}))
    assert files == {}
    assert errors


def test_a_link_is_refused() -> None:
    files, errors = from_zip(zipped({"text.md": b"/etc/passwd"}, external_attr=0o120777 << 16))
    assert files == {}
    assert "Links" in errors[0].message


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = zipped({"text.md": b"\0" * (limits.FILE_BYTES * 20)})
    assert len(bomb) < limits.ZIP_BYTES
    assert from_zip(bomb)[1]


def test_an_entry_that_is_larger_than_it_says_is_refused() -> None:
    bomb = bytearray(zipped({"text.md": b"\0" * (limits.FILE_BYTES * 3)}))
    size = (limits.FILE_BYTES * 3).to_bytes(4, "little")
    small = (10).to_bytes(4, "little")
    assert from_zip(bytes(bomb.replace(size, small)))[1]


def test_too_many_files_and_too_much_in_all_are_refused() -> None:
    assert from_zip(zipped({f"f{number}.md": b"" for number in range(limits.FILES + 1)}))[1]
    many = {f"f{number}.md": b"\0" * limits.FILE_BYTES for number in range(limits.ITEM_BYTES // limits.FILE_BYTES + 1)}
    assert from_zip(zipped(many))[1]
    assert from_zip(b"\0" * (limits.ZIP_BYTES + 1))[1]


@pytest.mark.parametrize("raw", [b"", b"PK", b"not a zip", to_zip(FILES)[:-30], to_zip(FILES)[40:]])
def test_what_is_no_zip_is_an_error_in_words(raw: bytes) -> None:
    files, errors = from_zip(raw)
    assert files == {}
    assert "cannot be read" in errors[0].message


def test_a_folder_with_a_link_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lesson.yaml").write_bytes(b"x")
    assert from_folder(tmp_path)[0] == {"lesson.yaml": b"x"}
    (tmp_path / "text.md").symlink_to("/etc/hostname")
    assert from_folder(tmp_path)[1]
