"""Items as folders and as zip files. A zip from outside is measured before anything of it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from content import limits
from content.reading import ItemError

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}\.(?:yaml|md|json)")
ENCRYPTED = 0x1
LINK = 0o120000
EPOCH = (2000, 1, 1, 0, 0, 0)
CHUNK = 65_536


def from_folder(folder: Path) -> tuple[dict[str, bytes], list[ItemError]]:
    """The files of a folder by name: (files, []) or ({}, errors). Hidden files are left out, links are refused."""
    files: dict[str, bytes] = {}
    for each in sorted(folder.iterdir()):
        if each.name.startswith((".", "__")):
            continue
        if each.is_symlink() or not each.is_file() or not NAME.fullmatch(each.name):
            return {}, [ItemError(each.name, 0, "Only files such as lesson.yaml and text.md belong here.")]
        if each.stat().st_size > limits.FILE_BYTES:
            return {}, [_too_large(each.name)]
        files[each.name] = each.read_bytes()
    errors = _limits(files)
    return ({}, errors) if errors else (files, [])


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of an item: equal files give equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def from_zip(raw: bytes) -> tuple[dict[str, bytes], list[ItemError]]:
    """The files of a zip by name: (files, []) or ({}, errors). All may lie in one folder, whose name is left out.

    Names that lead elsewhere, links, locked entries, doubled names, too many entries and entries that turn out larger
    than they say are refused; no more than the limits is ever unpacked.
    """
    if len(raw) > limits.ZIP_BYTES:
        return {}, [ItemError("zip", 0, f"Keep the zip within {limits.ZIP_BYTES:,} bytes.")]
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as wrong:
        return {}, [ItemError("zip", 0, f"This zip cannot be read: {str(wrong)[:120]}.")]


def _unpacked(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], list[ItemError]]:
    entries = [each for each in archive.infolist() if not each.filename.endswith("/")]
    if len(entries) > limits.FILES or len(archive.infolist()) > 2 * limits.FILES:
        return {}, [ItemError("zip", 0, f"Keep the zip within {limits.FILES} files.")]
    folder = _common_folder([each.filename for each in entries])
    files: dict[str, bytes] = {}
    for each in entries:
        name = each.filename.removeprefix(folder)
        refusal = _refusal(each, name)
        if refusal or name in files:
            return {}, [ItemError(each.filename[:120], 0, refusal or "This name stands in the zip twice.")]
        content = _content(archive, each)
        if content is None:
            return {}, [_too_large(name)]
        files[name] = content
        if sum(len(one) for one in files.values()) > limits.ITEM_BYTES:
            return {}, [ItemError("zip", 0, f"Keep all files together within {limits.ITEM_BYTES:,} bytes.")]
    errors = _limits(files)
    return ({}, errors) if errors else (files, [])


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """The content of an entry, read piece by piece; None as soon as it is more than a file may have."""
    if entry.file_size > limits.FILE_BYTES:
        return None
    found = b""
    with archive.open(entry) as opened:
        while piece := opened.read(CHUNK):
            found += piece
            if len(found) > limits.FILE_BYTES:
                return None
    return found


def _refusal(entry: zipfile.ZipInfo, name: str) -> str:
    if entry.flag_bits & ENCRYPTED:
        return "This entry is locked with a password."
    if (entry.external_attr >> 16) & 0o170000 == LINK:
        return "Links are not taken."
    if not NAME.fullmatch(name):
        return "Only plain names such as lesson.yaml and text.md are taken, all in one folder."
    return ""


def _common_folder(names: list[str]) -> str:
    """The one folder in which everything lies, with its slash; empty when there is none."""
    first = names[0].partition("/")[0] + "/" if names and "/" in names[0] else ""
    is_plain = bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,79}/", first)) and ".." not in first
    return first if is_plain and all(each.startswith(first) for each in names) else ""


def _limits(files: Mapping[str, bytes]) -> list[ItemError]:
    if len(files) > limits.FILES:
        return [ItemError("files", 0, f"Keep an item within {limits.FILES} files.")]
    if sum(len(each) for each in files.values()) > limits.ITEM_BYTES:
        return [ItemError("files", 0, f"Keep an item within {limits.ITEM_BYTES:,} bytes.")]
    return []


def _too_large(name: str) -> ItemError:
    return ItemError(name, 0, f"Keep a file within {limits.FILE_BYTES:,} bytes.")
