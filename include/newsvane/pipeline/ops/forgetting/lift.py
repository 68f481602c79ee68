"""Lift tombstones: what was forgotten may be read again. Its text does not come back by that, it has to be read."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from newsvane import lake, urls
from newsvane.errors import ActionRefused, LakeError, UnknownName
from newsvane.pipeline import tombstone_list
from newsvane.pipeline.ops.forgetting.forget import resume
from newsvane.pipeline.ops.forgetting.request import describe_kept_out
from newsvane.records import Entry, Record, Tombstone
from newsvane.settings import Settings, get_settings
from newsvane.tombstones import Tombstones

log = logging.getLogger(__name__)


class Lifted(Record):
    """What may be read again. `queued`: how many addresses wait to be read now."""

    act_id: str
    names: tuple[str, ...]
    queued: int


def lift(
    names: Sequence[str],
    *,
    act_id: str,
    reason: str,
    done_by: str,
    settings: Settings | None = None,
    on_step: Callable[[str], None] = lambda step: None,
) -> Lifted:
    """Let articles (ids or addresses) and outlets (domains) be read again. Addresses wait to be read from now on.

    If any name is an id or a domain, the next poll of each feed reads the whole feed, so that what it already lists is
    found again. Forgetting that was interrupted is finished first.

    Raises ActionRefused without a reason, or for an article of an outlet that is kept out as a whole, UnknownName for
    what is not kept out, and LakeError if the lift does not take effect; nothing is lifted then.
    """
    settings = settings or get_settings()
    if not reason.strip():
        raise ActionRefused("lifting needs a reason: say why with --reason", reason="no_reason")
    resume(settings=settings, on_step=on_step)
    lifted = _lift_in_lake(names, act_id, reason, done_by, settings)
    with lake.open_shared(settings) as connection:
        tombstone_list.write_list(settings, lake.load_tombstones(connection))
    log.info("lifted %s", act_id)
    return lifted


@lake.retry_on_conflict
def _lift_in_lake(names: Sequence[str], act_id: str, reason: str, done_by: str, settings: Settings) -> Lifted:
    now = datetime.now(UTC)
    with lake.writer(settings) as connection:
        lake.settle_tombstones(connection, now)
        known = Tombstones(lake.load_tombstones(connection))
        chosen = [each for name in names for each in _choose(connection, known, name)]
        lifts = [
            each.model_copy(update={"lifted_at": known.date_decision(each.kind, each.hash, now), "lift_act_id": act_id})
            for each in chosen
        ]
        lake.land_tombstones(connection, lifts)
        if Tombstones(lake.load_tombstones(connection)).list_others(lifts):
            raise LakeError("nothing was lifted: the lake has a newer decision about it", reason="not_lifted")
        if not all(map(_is_address, names)):
            lake.read_feeds_again(connection)
        queued = lake.queue_entries(connection, [_make_entry(name, now) for name in names if _is_address(name)])
        action = lake.ActionResult(
            act_id=act_id,
            kind="lift",
            target="outlet" if any(each.kind == "outlet" for each in chosen) else "articles",
            reason=reason,
            done_by=done_by,
            asked_at=now,
            done_at=now,
            state="done",
            words=f"tombstones lifted: {len(chosen)}; addresses that wait to be read: {queued}",
        )
        lake.record_lift(connection, action)
    return Lifted(act_id=act_id, names=tuple(names), queued=queued)


def _choose(connection: lake.Connection, known: Tombstones, name: str) -> list[Tombstone]:
    """Return the tombstones that keep an article or an outlet out."""
    is_address, is_id = _is_address(name), urls.is_article_id(name)
    find = known.find_address if is_address else known.find_article if is_id else known.find_outlet
    found = find(name)
    if found is None:
        raise UnknownName(
            f"{name!r} is not kept out: nothing was forgotten by this address, id or domain", hint="nothing was lifted"
        )
    together = known.list_lifted_with(found)
    if not (is_address or is_id):
        return together
    whole = known.find_outlet(urls.outlet(name)) if is_address else None
    whole = whole or next((each for each in together if each.kind == "outlet"), None)
    if whole:
        outlet = urls.outlet(name) if is_address else "its outlet"
        kept = describe_kept_out(connection, f"all of {outlet}", whole)
        raise ActionRefused(f"{kept.words}; lift that: `newsvane forget lift` with its domain", reason="outlet")
    return together


def _is_address(name: str) -> bool:
    """Return whether a name is an address: an id and a domain have no slash."""
    return "/" in name


def _make_entry(url: str, now: datetime) -> Entry:
    """Return an entry for an address that no source lists, to be read next."""
    canonical = urls.canonical(url)
    return Entry(entry_id=urls.entry_id(canonical), feed_id="", url=url, canonical_url=canonical, seen_at=now)
