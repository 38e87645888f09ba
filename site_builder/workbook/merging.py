"""A value as it is to be written: what a workbook says, in the shape that the data file has already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import SequenceMatcher

from site_builder.kinds.spec import Field, Spec, Vocabulary
from site_builder.sources.write import Plain
from site_builder.workbook.flat import chosen

#: Keys of the value itself in the mapping form of a document, picture or link.
_MAIN = frozenset({"file", "url"})


def merged(old: Plain, new: Plain, spec: Field, vocabularies: Mapping[str, Vocabulary]) -> Plain:
    """The new value of a field; where it says the same as the old one, in the old one's words and shape.

    A choice may be written by its code, one value as a list of one, a document by its name alone: nobody
    who changes one cell of a table wants the other rows written anew.
    """
    return _Merger(spec, vocabularies).merged(old, new, spec)


class _Merger:
    def __init__(self, spec: Field, vocabularies: Mapping[str, Vocabulary]) -> None:
        self._columns = {column.key: column for column in spec.columns}
        self._vocabularies = vocabularies

    def merged(self, old: Plain, new: Plain, spec: Spec | None) -> Plain:
        if self._core(old, spec) == self._core(new, spec):
            return old
        if isinstance(old, dict) and isinstance(new, dict):
            return self._mapping(old, new)
        if isinstance(old, list) and isinstance(new, list):
            return self._list(old, new, spec)
        if isinstance(old, str) and isinstance(new, list) and len(new) == 1:
            return self.merged(old, new[0], spec)
        return new

    def _mapping(self, old: dict[str, Plain], new: dict[str, Plain]) -> Plain:
        found: dict[str, Plain] = {}
        for key, value in old.items():
            if key in new:
                found[key] = self.merged(value, new[key], self._columns.get(key))
            elif not self._core(value, None):
                found[key] = value
        return found | {key: value for key, value in new.items() if key not in old}

    def _list(self, old: list[Plain], new: list[Plain], spec: Spec | None) -> Plain:
        before = [self._key(each, spec) for each in old]
        after = [self._key(each, spec) for each in new]
        found: list[Plain] = []
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag == "equal":
                found += old[i:j]
                continue
            both = min(j - i, m - k)
            found += [self.merged(old[i + at], new[k + at], spec) for at in range(both)]
            found += new[k + both : m]
        return found

    def _key(self, value: Plain, spec: Spec | None) -> str:
        return json.dumps(self._core(value, spec), ensure_ascii=False, sort_keys=True)

    def _core(self, value: Plain, spec: Spec | None) -> Plain:
        """What a value says, whatever its shape: nothing blank, no list of one, no mapping of a name alone."""
        if isinstance(value, str):
            text = value.strip()
            if spec and spec.kind == "choice":
                return chosen(text, self._vocabularies[spec.vocabulary])
            return text
        if isinstance(value, list):
            entries = [core for each in value if (core := self._core(each, spec))]
            return entries[0] if len(entries) == 1 and not isinstance(entries[0], dict) else entries
        inner = {k: self._core(v, self._columns.get(k)) for k, v in value.items()}
        told = {key: core for key, core in inner.items() if core}
        if len(told) == 1 and _MAIN & told.keys():
            return next(iter(told.values()))
        return told
