"""Page and text -> whether a machine translated it, how that is known, and where the original is.

Two steps, because the body's language is only known once the notice is out of the text: `find_signs` collects what
the address, the markup and the notices say; `judge` weighs it against the language the body is written in.
"""

from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from newsvane import urls
from newsvane.records import Record, Translation, TranslationState
from newsvane.translation.artefacts import find_artefacts, find_plugins
from newsvane.translation.notices import Notice, find_notices
from newsvane.translation.proxies import original_of

__all__ = ["Signs", "find_signs", "judge", "original_of"]

MIXED = 0.2
"""Share of a body's words in the notice's language from which the body counts as (begun to be) translated."""


class Signs(Record):
    """What points to a machine translation. `blocks`: the text without notices.

    `target_language`: the language an artefact says the page was translated into. `source_url` is canonical.
    """

    blocks: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    proxy: str | None = None
    artefacts: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    source_url: str | None = None
    source_language: str | None = None
    target_language: str | None = None


def find_signs(tree: HtmlElement, markup: str, *, url: str, blocks: Sequence[str]) -> Signs:
    """Look for signs in the address, the markup, the page's chrome and the first and last blocks of its text."""
    notices, rest = find_notices(tree, blocks)
    found = find_artefacts(tree, markup)
    proxied = original_of(url)
    links = [proxied.url if proxied else None, found.source_url, *(notice.source_url for notice in notices)]
    return Signs(
        blocks=tuple(rest),
        notices=tuple(notices),
        proxy=proxied.host if proxied else None,
        artefacts=found.evidence,
        plugins=find_plugins(markup),
        source_url=next((original for link in links if link and (original := _original(link, url))), None),
        source_language=(proxied.source if proxied else None) or found.source_language,
        target_language=(proxied.target if proxied else None) or found.target_language,
    )


def judge(signs: Signs, *, language: str, shares: Mapping[str, float]) -> Translation:
    """Weigh the signs against `language` ("und": not known) and `shares`, the part of the words in each language."""
    notice = next((notice for notice in signs.notices if notice.language == language), None)
    notice = notice or next(iter(signs.notices), None)
    evidence = [f"reached through {signs.proxy}"] if signs.proxy else []
    evidence += [*signs.artefacts, *(f"notice in {each.language}: {each.text}" for each in signs.notices)]
    evidence += [f"plug-in: {plugin}" for plugin in signs.plugins]
    state: TranslationState = "possible" if signs.plugins else "none"
    if signs.proxy:
        state = "proxy"
    elif signs.artefacts:
        state = "translated"
        if signs.target_language not in {None, language} and language != "und":
            state = "possible"
            evidence.append(f"the body is in {language}, not in the target language {signs.target_language}")
    elif notice:
        state = _by_notice(notice.language, language, shares, evidence)
    return Translation(
        state=state,
        notice_language=notice.language if notice else None,
        source_language=signs.source_language,
        source_url=signs.source_url if state != "none" else None,
        evidence=tuple(evidence),
    )


def _by_notice(notice: str, language: str, shares: Mapping[str, float], evidence: list[str]) -> TranslationState:
    if language == notice:
        return "translated"
    if shares.get(notice, 0.0) >= MIXED:
        evidence.append(f"{shares[notice]:.0%} of the body is in {notice}, the rest mostly in {language}")
        return "translated"
    return "possible" if language == "und" else "notice_only"


def _original(link: str, url: str) -> str | None:
    """The canonical form of an original's address; None where it is the page itself."""
    try:
        original = urls.canonical(urls.absolute(link, url) or "")
        return None if original == urls.canonical(url) else original
    except ValueError:
        return None
