"""Texts in two languages, and the language of this run.

Every text that a person reads is a `Text`, written once beside the code that says it.
Thai is the default; English comes with `--lang en`.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = ("th", "en")

_current: ContextVar[Language] = ContextVar("language", default="th")


def use_language(language: Language) -> None:
    """Every `Text` shown from now on in this context is in `language`."""
    _current.set(language)


def current_language() -> Language:
    """The language of this context; a new thread begins with Thai."""
    return _current.get()


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Thai and English; `{name}` in either stands for an argument of `format`."""

    th: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.th if language == "th" else self.en

    def format(self, **arguments: Any) -> Text:
        """The text with its places filled; an argument that is a `Text` is shown in each language."""
        return Text(
            *(
                self.in_language(language).format(
                    **{
                        name: value.in_language(language) if isinstance(value, Text) else value
                        for name, value in arguments.items()
                    }
                )
                for language in LANGUAGES
            )
        )

    def __str__(self) -> str:
        return self.in_language(_current.get())


def same(text: str) -> Text:
    """A text that is the same in both languages, such as a name or a number."""
    return Text(text, text)
