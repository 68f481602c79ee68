"""Weigh the signals of machine translation against the language in which the text is written, block by block."""

from collections import Counter
from collections.abc import Mapping, Sequence

from newsvane.records import Translation, TranslationState
from newsvane.translation.notice_locator import TranslationNotice
from newsvane.translation.plugins import Plugin
from newsvane.translation.signals import ResolvedLink, Signals

MIN_TRANSLATED_SHARE = 0.2
"""A text with at least this share of words in the notice's language counts as translated, at least in part."""
MIN_PART_PURITY, MIN_PART_SHARE = 0.8, 0.1
"""A text begins in one language and continues in another if each part has at least MIN_PART_PURITY of its words in its
language, and at least MIN_PART_SHARE of all words."""

_NOTICE_FAMILY = {"sr": "hr", "bs": "hr", "sh": "hr", "ms": "id", "nb": "no", "nn": "no", "prs": "fa", "ku": "kmr"}
"""Maps languages that are written so similarly that many notices could be in either to one code per group."""


def classify_translation(
    signals: Signals, *, language: str, blocks: Sequence[tuple[str, int]] = (), page_language: str | None = None
) -> Translation:
    """Decide whether a machine translated the page, and name the original where the signals allow it.

    `language`: of the text, "und" if it is not known. `blocks`: the language and the word count of each block.
    `page_language`: what the page declares. If the text is in another language, for which `hreflang` gives another
    address, then the page was meant to be a translation but holds the original. A plug-in is no signal if its settings
    name the language of the text as that of the site.
    """
    shares = _language_shares(blocks)
    plugins = [each for each in signals.plugins if each.target or each.source is None or each.source != language]
    family = _notice_family(language)
    notices = [each for each in signals.notices if _is_about_text(each, language)]
    notice = next((each for each in notices if _notice_family(each.language) == family), None)
    notice = notice or next(iter(notices), None)
    evidence = _describe_signals(signals, notices, plugins)
    state: TranslationState = "possible" if plugins or signals.residue or signals.declared else "none"
    if signals.proxy:
        state = "proxy"
    elif signals.artefacts:
        target = signals.target_language
        is_other = target and language not in {target, "und"} and shares.get(target, 0.0) < MIN_TRANSLATED_SHARE
        state = "possible" if is_other else "translated"
        evidence += [f"the body is in {language}, not in the target language {target}"] if is_other else []
    elif notice:
        state = _state_by_notice(notice, language, shares)
    elif page_language and language not in {page_language, "und"} and (other := signals.other_versions().get(language)):
        state = "possible"
        evidence.append(f"declared {page_language}, written in {language}, which hreflang places at {other.url}")
    if state == "none":
        return Translation(evidence=tuple(evidence))
    evidence += _describe_mixture(blocks)
    source, source_language = signals.source, signals.source_language or (notice.source_language if notice else None)
    is_edited = state in {"translated", "proxy"} and bool(signals.post_edited or (notice and notice.post_edited))
    if is_edited:
        evidence.append(signals.post_edited or "people checked or edited the translation, as the notice says")
    if source is None and (version := _find_original_version(signals, state, language, source_language)):
        source, source_language = version[1], source_language or version[0]
        evidence.append(f"hreflang: the {version[0]} version is {source.url}")
    return Translation(
        state=state,
        notice_language=notice.language if notice else None,
        source_language=source_language,
        source_url=source.url if source else None,
        source_link=source.link if source else None,
        evidence=tuple(evidence),
        post_edited=is_edited,
    )


def _is_about_text(notice: TranslationNotice, language: str) -> bool:
    """Return False if a notice in the language of the text speaks of the version in another language."""
    version = _notice_family(notice.version_language or language)
    return version in {_notice_family(language), _notice_family(notice.language)} or language == "und"


def _describe_signals(signals: Signals, notices: Sequence[TranslationNotice], plugins: Sequence[Plugin]) -> list[str]:
    """Return the evidence for people to read, one line per signal."""
    return [
        *([f"reached through {signals.proxy}"] if signals.proxy else []),
        *signals.artefacts,
        *signals.residue,
        *(f"notice in {notice.language}: {notice.text}" for notice in notices),
        *(f"plug-in: {plugin.name}" for plugin in plugins),
        *([signals.declared] if signals.declared else []),
    ]


def _state_by_notice(notice: TranslationNotice, language: str, shares: Mapping[str, float]) -> TranslationState:
    """Compare the text with the language that the notice says it was translated from; else with that of the notice, and
    with that of the version of which it speaks.
    """
    if language == "und":
        return "possible"
    if notice.source_language and _notice_family(notice.source_language) != _notice_family(language):
        return "translated"
    shown_in = {_notice_family(notice.language), _notice_family(notice.version_language or notice.language)}
    is_same_language = not notice.source_language and _notice_family(language) in shown_in
    is_in_part = notice.source_language != notice.language and shares.get(notice.language, 0.0) >= MIN_TRANSLATED_SHARE
    return "translated" if is_same_language or is_in_part else "notice_only"


def _find_original_version(
    signals: Signals, state: TranslationState, language: str, source_language: str | None
) -> tuple[str, ResolvedLink] | None:
    """Return language and address of the `hreflang` version that is the original, None if it is not certain.

    The original of a text that was not translated is the version in the text's language. The original of a translation
    is the version in the source language, or the only other version.
    """
    others = signals.other_versions()
    if source_language in others and source_language != language:
        return source_language, others[source_language]
    if state in {"notice_only", "possible"}:
        return (language, others[language]) if language in others else None
    return next(iter(others.items())) if len(others) == 1 else None


def _language_shares(blocks: Sequence[tuple[str, int]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for code, words in blocks:
        counts[code] += words
    return {code: count / max(1, counts.total()) for code, count in counts.items()}


def _describe_mixture(blocks: Sequence[tuple[str, int]]) -> list[str]:
    """Describe a text in two languages: where it changes from one to the other, else the share of each."""
    known = [(number, code, words) for number, (code, words) in enumerate(blocks, start=1) if code != "und"]
    total = Counter[str]()
    for _, code, words in known:
        total[code] += words
    if len(total) < 2 or total.most_common(2)[1][1] < MIN_PART_SHARE * total.total():
        return []
    (first, _), (second, _) = total.most_common(2)
    before, best = Counter[str](), (0, "")
    for number, code, words in known:
        before[code] += words
        words_before, words_after = before.total(), total.total() - before.total()
        if min(words_before, words_after) < MIN_PART_SHARE * total.total():
            continue
        for begins, goes_on in ((first, second), (second, first)):
            own_before, own_after = before[begins], total[goes_on] - before[goes_on]
            if own_before >= MIN_PART_PURITY * words_before and own_after >= MIN_PART_PURITY * words_after:
                change = f"begins in {begins}, goes on in {goes_on} after {number} of {len(blocks)} paragraphs"
                best = max(best, (own_before + own_after, change), key=lambda found: found[0])
    shares = (f"{total[code] / total.total():.0%} of the body is in {code}" for code in (first, second))
    return [best[1] or ", ".join(shares)]


def _notice_family(code: str) -> str:
    return _NOTICE_FAMILY.get(code, code)
