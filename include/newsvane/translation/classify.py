"""Signs weighed against the language that the body is written in, block by block."""

from collections import Counter
from collections.abc import Mapping, Sequence

from newsvane.records import Translation, TranslationState
from newsvane.translation.signals import Signs, Source

MIXED = 0.2
"""Share of a body's words in the notice's language from which the body counts as (begun to be) translated."""
PURE, PART = 0.8, 0.1
"""A body begins in one language and goes on in another where each part has this share of its words in its language,
and this share of all the words."""

_KIN = {"sr": "hr", "bs": "hr", "sh": "hr", "ms": "id", "nb": "no", "nn": "no", "prs": "fa", "ku": "kmr"}
"""Languages whose notices read alike."""


def judge(
    signs: Signs, *, language: str, blocks: Sequence[tuple[str, int]] = (), page_language: str | None = None
) -> Translation:
    """Weigh the signs against `language` ("und": not known) and `blocks`: language and words of each, in order.

    `page_language`: what the page declares. Where the body is in another, and hreflang places that one elsewhere, the
    page is a version that was never made, or not yet.
    """
    shares = _shares(blocks)
    notice = next((each for each in signs.notices if _kin(each.language) == _kin(language)), None)
    notice = notice or next(iter(signs.notices), None)
    evidence = _evidence(signs)
    state: TranslationState = "possible" if signs.plugins or signs.declared else "none"
    if signs.proxy:
        state = "proxy"
    elif signs.artefacts:
        target = signs.target_language
        missed = target and language not in {target, "und"} and shares.get(target, 0.0) < MIXED
        state = "possible" if missed else "translated"
        evidence += [f"the body is in {language}, not in the target language {target}"] if missed else []
    elif notice:
        state = _by_notice(notice.language, language, shares)
    elif page_language and language not in {page_language, "und"} and (there := signs.other_versions().get(language)):
        state = "possible"
        evidence.append(f"declared {page_language}, written in {language}, which hreflang places at {there.url}")
    if state == "none":
        return Translation(evidence=tuple(evidence))
    evidence += _mixture(blocks)
    source, source_language = signs.source, signs.source_language
    if source is None and (other := _other_version(signs, state, language)):
        source, source_language = other[1], source_language or other[0]
        evidence.append(f"hreflang: the {other[0]} version is {source.url}")
    return Translation(
        state=state,
        notice_language=notice.language if notice else None,
        source_language=source_language,
        source_url=source.url if source else None,
        source_link=source.link if source else None,
        evidence=tuple(evidence),
    )


def _evidence(signs: Signs) -> list[str]:
    return [
        *([f"reached through {signs.proxy}"] if signs.proxy else []),
        *signs.artefacts,
        *(f"notice in {notice.language}: {notice.text}" for notice in signs.notices),
        *(f"plug-in: {plugin}" for plugin in signs.plugins),
        *([signs.declared] if signs.declared else []),
    ]


def _by_notice(notice: str, language: str, shares: Mapping[str, float]) -> TranslationState:
    if _kin(language) == _kin(notice) or shares.get(notice, 0.0) >= MIXED:
        return "translated"
    return "possible" if language == "und" else "notice_only"


def _other_version(signs: Signs, state: TranslationState, language: str) -> tuple[str, Source] | None:
    """Language and address of the version that is the original: the one in the language translated from, of a
    translation the only other one, of a text that was not translated the one in its language."""
    others = signs.other_versions()
    if state in {"notice_only", "possible"}:
        return (language, others[language]) if language in others else None
    if signs.source_language in others:
        return signs.source_language, others[signs.source_language]
    return next(iter(others.items())) if len(others) == 1 else None


def _shares(blocks: Sequence[tuple[str, int]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for code, words in blocks:
        counts[code] += words
    return {code: count / max(1, counts.total()) for code, count in counts.items()}


def _mixture(blocks: Sequence[tuple[str, int]]) -> list[str]:
    """Where a body begins in one language and goes on in another; else, what it is mixed of."""
    known = [(number, code, words) for number, (code, words) in enumerate(blocks, start=1) if code != "und"]
    total = Counter[str]()
    for _, code, words in known:
        total[code] += words
    if len(total) < 2 or total.most_common(2)[1][1] < PART * total.total():
        return []
    (first, _), (second, _) = total.most_common(2)
    before, best = Counter[str](), (0, "")
    for number, code, words in known:
        before[code] += words
        begun, left = before.total(), total.total() - before.total()
        for begins, goes_on in ((first, second), (second, first)):
            pure = before[begins], total[goes_on] - before[goes_on]
            if min(begun, left) >= PART * total.total() and pure[0] >= PURE * begun and pure[1] >= PURE * left:
                place = f"begins in {begins}, goes on in {goes_on} after {number} of {len(blocks)} paragraphs"
                best = max(best, (sum(pure), place), key=lambda found: found[0])
    shares = (f"{total[code] / total.total():.0%} of the body is in {code}" for code in (first, second))
    return [best[1] or ", ".join(shares)]


def _kin(code: str) -> str:
    return _KIN.get(code, code)
