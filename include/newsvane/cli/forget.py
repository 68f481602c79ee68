"""`newsvane forget`: remove an article, an outlet, or the articles that name a person, from everywhere."""
# ruff: noqa: PLC0415 - the pipeline is imported by the commands

import getpass
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane import lake
from newsvane.analysis.known_names import WHERE_LISTED, load_outlets, unknown_id
from newsvane.cli.actions import Reason, require_reason
from newsvane.cli.console import print_error, print_hint, print_json, print_words, show_facts
from newsvane.cli.options import AsJson
from newsvane.cli.run_names import make_run_name
from newsvane.errors import UnknownName
from newsvane.plurals import count_noun
from newsvane.printable import printable_line
from newsvane.settings import get_settings
from newsvane.similar_names import describe_unknown, find_similar
from newsvane.tombstones import Tombstones

if TYPE_CHECKING:
    from newsvane.pipeline.ops.forgetting import Find, Forgotten, Found, Scan

_FILES = (
    "its pages in the archive, staged runs, Data Docs, journals, logs; the published file and the search index are "
    "made again"
)
_MAX_SHOWN = 20
"""How many articles are listed by title."""
Yes = Annotated[bool, typer.Option("--yes", help="Remove what is listed. Without it, nothing is changed.")]
Who = Annotated[str, typer.Option("--who", help="Who asked for it; by default the user of this machine.")]
WithCopies = Annotated[
    bool, typer.Option("--with-copies", help="Also their copies and translations, and what they copy or translate.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="Remove articles from everywhere, by request.")
    example = "Example: `newsvane forget article a1_f86cdd34305eab677061 --yes --reason 'court order 12/2026'`"
    commands.command(epilog=example)(article)
    commands.command(epilog="Example: `newsvane forget outlet tirana-courier.example`")(outlet)
    commands.command(epilog="Example: `newsvane forget person edi-rama --with-copies`")(person)
    lifted = "Example: `newsvane forget lift https://outlet.example/2026/11/story --reason 'order 12/2026 was revoked'`"
    commands.command(epilog=lifted)(lift)
    commands.command(epilog="Example: `newsvane forget resume`")(resume)
    commands.command(epilog="Example: `newsvane forget scan 'words of the article that nobody else uses'`")(scan)
    app.add_typer(commands, name="forget", epilog="Example: `newsvane forget article --help`")


def article(
    names: Annotated[list[str], typer.Argument(metavar="ID_OR_URL...", help="Ids or addresses of articles.")],
    yes: Yes = False,
    *,
    reason: Reason = "",
    who: Who = "",
    with_copies: WithCopies = False,
    as_json: AsJson = False,
) -> None:
    """List an article and everything that is stored of it, and with `--yes` remove it.

    It is not read again, at any spelling of its address. An address that the lake does not have can be forgotten, too.
    Earlier states of the lake can no longer be queried afterwards.
    """
    from newsvane.pipeline.ops.forgetting import UnknownArticle, find_articles

    try:
        _run(partial(find_articles, names=names, with_copies=with_copies), yes, reason, who, as_json=as_json)
    except UnknownArticle as error:
        hint = "`newsvane search` prints ids, or give its address"
        raise unknown_id("article", error.article_id, hint=hint) from error


def outlet(
    name: Annotated[str, typer.Argument(help="Domain of the outlet, as in `newsvane outlets`.")],
    yes: Yes = False,
    *,
    reason: Reason = "",
    who: Who = "",
    with_copies: WithCopies = False,
    force: Annotated[
        bool, typer.Option("--force", help="Keep out an unknown outlet although a known one has a similar name.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List everything of an outlet, and with `--yes` remove it.

    Nothing of the outlet is stored again. If its feeds stay on the watch list, they are polled: what they list of it is
    left out, what they list of other outlets is read as before. Remove them from feeds.toml, too. An outlet of which
    the lake has nothing can be kept out, too; if a known one has a similar name, this needs --force.
    """
    from newsvane.pipeline.ops.forgetting import find_outlet, require_domain

    name = require_domain(name.lower())
    needed = _check_known(name, yes=yes, force=force)
    _run(partial(find_outlet, name=name, with_copies=with_copies), yes, reason, who, as_json=as_json, needed=needed)


def person(
    name: Annotated[str, typer.Argument(help="Id of a person, or a name as an article spells it.")],
    yes: Yes = False,
    *,
    reason: Reason = "",
    who: Who = "",
    with_copies: WithCopies = False,
    as_json: AsJson = False,
) -> None:
    """List the articles that name a person, and with `--yes` remove these articles.

    Whole articles are removed, because a text without the name still tells who is meant. New articles that name the
    person are read as before. Only articles on topic have names: `newsvane search` finds others.
    """
    from newsvane.pipeline.ops.forgetting import find_person

    _run(partial(find_person, name=name, with_copies=with_copies), yes, reason, who, as_json=as_json)


def lift(
    names: Annotated[
        list[str], typer.Argument(metavar="URL_ID_OR_DOMAIN...", help="Addresses or ids of articles, or domains.")
    ],
    *,
    reason: Reason = "",
    who: Who = "",
    as_json: AsJson = False,
) -> None:
    """Let an article or an outlet that was forgotten be read again.

    What was removed does not come back by itself. An address is read with the next run; an article given by its id, and
    those of an outlet, are read if a source lists them at its next poll, also if it has not changed, or later. It is
    recorded who lifted it and why, and `newsvane restore` honours it.
    """
    from newsvane.pipeline.ops import forgetting

    require_reason(reason)
    done = forgetting.lift(
        names, act_id=make_run_name(), reason=reason, done_by=who or getpass.getuser(), on_step=_show_step
    )
    if as_json:
        print_json(done)
        return
    for name in done.names:
        print_words(f"{printable_line(name)} may be read again.")
    queued = f"The next `newsvane run` reads {count_noun(done.queued, 'page')}, even if no source lists it."
    listed = "What sources list at their next poll, or later, is read; `newsvane backfill` reads the past."
    print_words(queued if done.queued else listed)


def resume(as_json: AsJson = False) -> None:
    """Finish a removal that was interrupted. Every `newsvane forget … --yes` begins with that.

    The text is gone by then, so there is no proof: look for words that you know with `newsvane forget scan`.
    """
    from newsvane.pipeline.ops import forgetting

    done = forgetting.resume(on_step=_show_step)
    if as_json:
        print_json(done.model_dump() if done else {})
    else:
        print_words(done.words if done else "Nothing was interrupted.")


def scan(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT...", help="Words to look for, exactly as written.")],
    as_json: AsJson = False,
) -> None:
    """Look for a text in every file of the home and of the bucket, inside archives, tables and catalogs, too.

    Exit code 1 if a file contains it. A scan that finds nothing ends the warning that a proof has failed, unless a file
    in which that proof found the text is as it was.
    """
    from newsvane.pipeline import tombstone_list
    from newsvane.pipeline.ops.forgetting import scan as scan_files

    if not all(map(str.strip, texts)):
        raise UnknownName("an empty text is in every file: write words to look for")
    found = scan_files(get_settings(), texts)
    if as_json:
        print_json(found)
    else:
        print_words(printable_line(found.words))
        _show_rows(found)
    if found.found:
        raise typer.Exit(1)
    settled, left = tombstone_list.settle_unproven(get_settings())
    for each in () if as_json else settled:
        print_words(f"The warning about the request {each.act_id} has ended.")
    for each in () if as_json else left:
        print_words(
            f"The warning about the request {each.act_id} stays: {', '.join(each.unchanged)} is as it was when the "
            "text was found in it."
        )


def _check_known(name: str, *, yes: bool, force: bool) -> str:
    """Say that nobody knows an outlet. Return the options without which it is only listed.

    Raises UnknownName if it is to be removed, and is probably misspelt.
    """
    with lake.open_reader() as connection:
        is_kept_out = Tombstones(lake.load_tombstones(connection)).find_outlet(name)
    known = load_outlets()
    if is_kept_out or name in known:
        return "--yes"
    similar = find_similar(name, known)
    unknown = describe_unknown("outlet", name, similar)
    if similar and yes and not force:
        raise UnknownName(unknown, hint="nothing was removed; to keep this one out all the same, add --force")
    needed = "--yes --force" if similar else "--yes"
    all_the_same = "" if yes else f" With {needed} it is kept out all the same."
    listed = "" if similar else f"; {WHERE_LISTED['outlet']}."
    print_hint(f"Note: {unknown}{listed}{all_the_same}")
    return needed


def _run(find: "Find", yes: bool, reason: str, who: str, *, as_json: bool, needed: str = "--yes") -> None:
    """List what a request is about, or remove it. `needed`: the options without which it is only listed."""
    from newsvane.pipeline.ops import forgetting

    if yes:
        require_reason(reason)
    if not yes:
        with lake.open_shared(get_settings()) as connection:
            found = find(connection)
            rows = lake.count_doomed_rows(connection, found.doomed)
        _list(found, rows, as_json, needed)
        return
    forgetting.resume(on_step=_show_step)
    with lake.open_shared(get_settings()) as connection:
        found = find(connection)
    if found.is_forgotten:
        _list(found, {}, as_json, needed)
        return
    done = forgetting.forget(
        find,
        act_id=make_run_name(),
        reason=reason,
        done_by=who or getpass.getuser(),
        on_step=_show_step,
    )
    _show(done, as_json)
    for address in () if as_json else found.unknown:
        print_words(f"{printable_line(address)} is kept out from now on: the lake had no such article.")
    for domain in () if as_json or found.doomed.articles or found.entries else found.doomed.outlets:
        print_words(f"{domain} is kept out from now on: the lake had nothing of it.")


def _list(found: "Found", rows: dict[str, int], as_json: bool, needed: str) -> None:
    articles, copies = found.doomed.articles, found.copies
    if as_json:
        print_json({
            "articles": [
                {"article_id": each.article_id, "title": each.title, "url": each.canonical_url} for each in articles
            ],
            "copies": [each.article_id for each in copies],
            "not_stored": list(found.unknown),
            "kept_out": [asdict(each) for each in found.kept_out],
            "rows": rows,
        })
        return
    for gone in found.kept_out:
        print_words(f"{printable_line(gone.words)}.")
        if gone.result:
            print_words(f"The result at that time: {printable_line(gone.result)}.")
    if found.is_forgotten:
        print_words(
            "Its rows are gone. If files had some of its words at that time, look for them with `newsvane forget "
            "scan`. `newsvane forget lift` lets it be read again."
        )
        return
    for address in found.unknown:
        print_words(f"{printable_line(address)}: the lake has no such article. With --yes the address is kept out.")
    for each in articles[:_MAX_SHOWN]:
        print_words(f"{each.article_id}  {each.outlet}: {printable_line(each.title)}")
    if len(articles) > _MAX_SHOWN:
        print_words(f"… and {len(articles) - _MAX_SHOWN:,} more")
    stay = (
        f"{len(copies):,} copies, translations or originals stay: --with-copies removes them, too"
        if len(copies) > 1
        else "1 copy, translation or original stays: --with-copies removes it, too"
    )
    show_facts({
        "Articles": f"{len(articles):,}",
        "Rows": ", ".join(f"{count:,} of {name}" for name, count in rows.items()) or "none",
        "Files": _FILES,
        "Earlier states": "of the lake can no longer be queried afterwards",
        "Copies": stay if copies else "none",
    })
    if found.kind == "outlet" and found.entries:
        print_words("\nIts feeds stay on the watch list: remove them from feeds.toml, too.")
    print_words(f"\nNothing was removed. To remove this and to keep it out, add {needed} --reason 'WHY'.")


def _show(done: "Forgotten", as_json: bool) -> None:
    if as_json:
        print_json(done)
    else:
        print_words(printable_line(done.words))
        if done.copies:
            print_hint(f"They stay, and can be forgotten by their ids: {', '.join(done.copies[:_MAX_SHOWN])}")
    if done.scan and done.scan.found:
        _show_rows(done.scan)
        print_error("the text is still in these files: see docs/guides/forget.md#what-to-do-if-a-file-still-has-it")
        raise typer.Exit(1)


def _show_rows(found: "Scan") -> None:
    for row in found.rows[:_MAX_SHOWN]:
        print_hint(f"In the lake: {printable_line(row)}")
    if len(found.rows) > _MAX_SHOWN:
        print_hint(f"… and {len(found.rows) - _MAX_SHOWN:,} more rows")


def _show_step(step: str) -> None:
    print_hint(f"… {step}")
