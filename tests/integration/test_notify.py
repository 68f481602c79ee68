"""Sending messages to a real webhook receiver, mail server and ntfy server, healthy and failing; resolving channels."""

import asyncio
import json
import logging
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from apprise import NotificationManager
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.alerts import Channel
from newsvane.errors import ConfigError, DeliveryFailed, DeliveryRefused, NewsvaneError
from newsvane.notify import (
    address_mistakes,
    describe_address,
    duplicate_protection,
    enabled_channel_ids,
    find_address_mistakes,
    is_airflow_connection,
    locate_address,
    next_attempt_time,
    resolve_channel,
    resolve_channels,
    send_message,
)
from newsvane.notify.unreadable_address import OTHER_NAMES
from newsvane.records import Message
from tests.support.receivers import Fault, Receivers

SECRET = "tOpSeCrEt"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = timedelta(seconds=30)
MESSAGE = Message(
    key="m1_0123456789abcdef0123",
    rule="mek-in-albania",
    channel="desk",
    story_id="s1_1",
    article_id="a1_1",
    subject="The MEK in Albania: Policia në kamp – ایران",
    body="Policia në kamp\nPage: https://courier.example/a\n\u2068ایران\u2069 <b>&amp;",
    html='<p dir="auto"><a href="https://courier.example/a">Policia në kamp</a> ایران</p>',
    created_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
)


@pytest.fixture
async def receivers(tmp_path: Path) -> AsyncIterator[Receivers]:
    async with Receivers(tmp_path / "log.jsonl").running() as running:
        yield running


async def send(url: str, *, message: Message = MESSAGE, timeout: float = 20) -> None:
    await asyncio.to_thread(send_message, message, url, timeout=timeout)


async def test_a_webhook_gets_the_message_with_its_key(receivers: Receivers) -> None:
    await send(f"json://user:{SECRET}@127.0.0.1:{receivers.http_port}/hook/{SECRET}?+X-Team=desk&:team=desk")
    (got,) = receivers.received
    assert (got["kind"], got["key"], got["subject"], got["body"]) == (
        "webhook",
        MESSAGE.key,
        MESSAGE.subject,
        MESSAGE.body,
    )
    facts = {key: got["payload"][key] for key in ("rule", "channel", "story_id", "article_id", "created_at", "team")}
    assert facts == {
        "rule": "mek-in-albania",
        "channel": "desk",
        "story_id": "s1_1",
        "article_id": "a1_1",
        "created_at": "2026-11-24T12:00:00Z",
        "team": "desk",
    }


async def test_mail_gets_the_message_with_its_key(receivers: Receivers) -> None:
    await send(receivers.mail + "&cc=second@desk.example")
    (got,) = receivers.received
    assert (got["kind"], got["key"], got["subject"]) == ("mail", f"<{MESSAGE.key}@desk.example>", MESSAGE.subject)
    assert got["body"].replace("\r\n", "\n").strip() == MESSAGE.body
    assert got["html"].strip() == MESSAGE.html
    assert got["to"] == ["reader@desk.example", "second@desk.example"]


async def test_mail_without_html_is_plain(receivers: Receivers) -> None:
    await send(receivers.mail, message=MESSAGE.model_copy(update={"html": ""}))
    (got,) = receivers.received
    assert (got["body"].replace("\r\n", "\n").strip(), got["html"]) == (MESSAGE.body, "")


@pytest.mark.parametrize(
    ("fault", "there"),
    [
        pytest.param("late", 1, id="taken, no answer"),
        pytest.param("drop", 1, id="taken, connection gone"),
        pytest.param("reset", 0, id="connection gone"),
        pytest.param("hang", 0, id="no answer"),
    ],
)
async def test_ntfy_is_asked_before_a_message_is_sent_again(receivers: Receivers, fault: str, there: int) -> None:
    receivers.faults["ntfy"].append(fault)
    began = datetime.now(UTC)
    with pytest.raises(DeliveryFailed) as raised:
        await send(receivers.ntfy, timeout=1)
    assert raised.value.unsure
    assert len(receivers.received) == there
    for _ in range(2):
        await asyncio.to_thread(send_message, MESSAGE, receivers.ntfy, since=began)
    (got,) = receivers.received
    assert (got["key"], got["subject"], got["body"]) == (MESSAGE.key, MESSAGE.subject, MESSAGE.body)


async def test_a_message_is_not_sent_to_ntfy_again_while_it_cannot_be_looked_up(receivers: Receivers) -> None:
    with pytest.raises(DeliveryFailed) as raised:
        await asyncio.to_thread(send_message, MESSAGE, "ntfy://127.0.0.1:1/desk", since=NOW)
    assert (raised.value.reason, raised.value.unsure) == ("connection", False)


async def test_a_message_to_ntfy_is_cut_to_the_size_that_ntfy_shows(receivers: Receivers) -> None:
    await send(receivers.ntfy, message=MESSAGE.model_copy(update={"body": "ایران" * 2_000}))
    body = receivers.received[0]["body"]
    assert len(body.encode()) <= 3_900
    assert body.endswith("…")


async def test_mail_about_one_story_forms_a_thread(receivers: Receivers) -> None:
    await send(receivers.mail, message=MESSAGE.model_copy(update={"key": "m1_2", "thread": MESSAGE.key}))
    assert receivers.received[0]["thread"] == f"<{MESSAGE.key}@desk.example>"


@pytest.mark.parametrize(
    ("url", "shown", "protection"),
    [
        pytest.param(
            f"jsons://u:{SECRET}@hooks.example/{SECRET}?+X-A={SECRET}", "jsons://hooks.example/…", "idempotency_key",
            id="webhook",
        ),
        pytest.param(
            f"mailtos://u:{SECRET}@mail.example?to=a@desk.example", "mailtos://mail.example to a@desk.example",
            "message_id", id="mail",
        ),
        pytest.param(
            f"json://u:{SECRET}@127.0.0.1:8765/{SECRET}", "json://127.0.0.1:8765/…", "idempotency_key", id="a port"
        ),
        pytest.param(f"ntfy://{SECRET}", "ntfy://ntfy.sh/…", "lookup", id="ntfy.sh: the topic is a secret"),
        pytest.param(f"ntfys://u:{SECRET}@push.example/{SECRET}", "ntfys://push.example/…", "lookup", id="own ntfy"),
        pytest.param(
            f"slack://T1JJ3T3L2/A1BRTD4JD/{SECRET}kdnlazkcOXrIdev/#general", "slack://…", "none", id="slack"
        ),
        pytest.param("nonsense://x", "?", "none", id="unknown to Apprise"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_secrets(url: str, shown: str, protection: str) -> None:
    assert (describe_address(url), duplicate_protection(url)) == (shown, protection)


async def test_another_service_gets_the_message_through_apprise(receivers: Receivers) -> None:
    url = f"xml://127.0.0.1:{receivers.http_port}/x"
    receivers.faults["http"] += [429, 403]
    with pytest.raises(DeliveryFailed) as failed:
        await send(url)
    with pytest.raises(DeliveryRefused) as refused:
        await send(url)
    assert (failed.value.reason, refused.value.reason) == ("http_429", "http_403")
    await send(url)
    assert "Policia në kamp" in receivers.received[0]["body"]


@pytest.mark.parametrize(
    ("kind", "fault", "error", "reason", "retry_after"),
    [
        pytest.param("http", {"status": 429, "retry_after": 7}, DeliveryFailed, "http_429", 7, id="429, Retry-After"),
        pytest.param("http", 429, DeliveryFailed, "http_429", None, id="429"),
        pytest.param("http", {"status": 503, "retry_after": 90}, DeliveryFailed, "http_503", 90, id="503, Retry-After"),
        pytest.param("http", 500, DeliveryFailed, "http_500", None, id="500"),
        pytest.param("http", 408, DeliveryFailed, "http_408", None, id="408"),
        pytest.param("http", 425, DeliveryFailed, "http_425", None, id="425"),
        pytest.param("http", 400, DeliveryRefused, "http_400", None, id="400"),
        pytest.param("http", 401, DeliveryRefused, "http_401", None, id="401"),
        pytest.param("http", 410, DeliveryRefused, "http_410", None, id="410"),
        pytest.param("http", 304, DeliveryRefused, "http_304", None, id="304"),
        pytest.param("http", "hang", DeliveryFailed, "timeout", None, id="webhook hangs"),
        pytest.param("http", "dribble", DeliveryFailed, "timeout", None, id="webhook dribbles"),
        pytest.param("http", "reset", DeliveryFailed, "connection", None, id="webhook resets"),
        pytest.param("smtp", 421, DeliveryFailed, "smtp_421", None, id="mail: try later"),
        pytest.param("smtp", 451, DeliveryFailed, "smtp_451", None, id="mail: greylisted"),
        pytest.param("smtp", 550, DeliveryRefused, "smtp_550", None, id="mail: refused"),
        pytest.param("smtp", "hang", DeliveryFailed, "timeout", None, id="mail hangs"),
        pytest.param("smtp", "reset", DeliveryFailed, "connection", None, id="mail resets"),
    ],
)
async def test_a_failing_receiver(
    receivers: Receivers, kind: str, fault: Fault, error: type[NewsvaneError], reason: str, retry_after: int | None
) -> None:
    url = receivers.webhook if kind == "http" else receivers.mail
    receivers.faults[kind].append(fault)
    with pytest.raises(error) as raised:
        await send(url, timeout=1)
    assert raised.value.reason == reason
    assert raised.value.retry_after == (timedelta(seconds=retry_after) if retry_after else None)
    assert receivers.received == []
    await send(url)
    assert len(receivers.received) == 1


@pytest.mark.parametrize("kind", ["http", "smtp"])
async def test_a_message_that_may_have_arrived_is_sent_again_with_the_same_key(receivers: Receivers, kind: str) -> None:
    url = receivers.webhook if kind == "http" else receivers.mail
    receivers.faults[kind].append("late")
    with pytest.raises(DeliveryFailed):
        await send(url, timeout=1)
    await send(url)
    first, second = receivers.received
    assert first["key"] == second["key"] != ""


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        pytest.param("Wed, 21 Oct 2015 07:28:00 GMT", 0, id="a date that is past"),
        pytest.param("soon", None, id="a word"),
        pytest.param("-5", None, id="negative"),
        pytest.param("9" * 400, 10**7, id="for ever"),
        pytest.param("9" * 5_000, 10**7, id="more digits than int() takes"),
        pytest.param("\u00b2", None, id="a superscript digit"),
        pytest.param("Tue, 24 Nov 99999999999 12:00:00 GMT", None, id="a year of eleven digits"),
    ],
)
async def test_retry_after(receivers: Receivers, date: str, seconds: int | None) -> None:
    receivers.faults["http"].append({"status": 429, "retry_after": date})
    with pytest.raises(DeliveryFailed) as raised:
        await send(receivers.webhook)
    assert raised.value.retry_after == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("url", "error", "reason"),
    [
        pytest.param(f"json://user:{SECRET}@127.0.0.1:1/{SECRET}", DeliveryFailed, "connection", id="webhook away"),
        pytest.param(f"mailto://u:{SECRET}@127.0.0.1:1?from=a@b.example", DeliveryFailed, "connection", id="mail away"),
        pytest.param(f"xml://user:{SECRET}@127.0.0.1:1/{SECRET}", DeliveryFailed, "channel", id="service away"),
        pytest.param(f"nonsense://{SECRET}", DeliveryRefused, "bad_address", id="unknown service"),
        pytest.param(f"slack://{SECRET}", DeliveryRefused, "bad_address", id="tokens that cannot be"),
        pytest.param("", DeliveryRefused, "bad_address", id="nothing"),
    ],
)
def test_no_secret_is_in_errors_and_logs(
    caplog: pytest.LogCaptureFixture, url: str, error: type[NewsvaneError], reason: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(error) as raised:
        send_message(MESSAGE, url, timeout=5)
    assert raised.value.reason == reason
    assert "'desk'" in str(raised.value)
    shown = str(raised.value) + caplog.text + "".join(str(line) for line in raised.traceback)
    assert SECRET not in shown
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_an_address_that_cannot_be_read_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for address in ("slack://topsecret", "mailtos:/user:topsecret@mail.example", "topsecret"):
        assert find_address_mistakes(address)
    assert find_address_mistakes("json://127.0.0.1/topsecret") == []
    assert "topsecret" not in caplog.text


SMTP = f"mailto://user:{SECRET}@smtp.example.com?to="


@pytest.mark.parametrize(
    ("url", "named"),
    [
        pytest.param(
            SMTP + "anna.example.com",
            "no mail goes to 'anna.example.com': Apprise cannot read it as a mail address",
            id="the only one",
        ),
        pytest.param(
            SMTP + "anna.example.com,ben@example.com",
            "no mail goes to 'anna.example.com': Apprise cannot read it as a mail address",
            id="before another",
        ),
        pytest.param(
            SMTP + "ben@example.com,%20anna.example.com",
            "no mail goes to 'anna.example.com': Apprise cannot read it as a mail address",
            id="after another",
        ),
        pytest.param(
            SMTP + "ben@example.com%20anna.example.com",
            "no mail goes to 'anna.example.com': Apprise cannot read it as a mail address",
            id="a space between",
        ),
        pytest.param(
            SMTP + "anna.example.com%20ben@example.com",
            "no mail goes to 'anna.example.com': Apprise cannot read it as a mail address",
            id="a space after",
        ),
        pytest.param(
            SMTP + "ben@example.com,anna",
            "no mail goes to 'anna': Apprise cannot read it as a mail address",
            id="no domain",
        ),
        pytest.param(
            SMTP + "anna@@example.com,c@@d.org",
            "goes to 'anna@@example.com', 'c@@d.org': Apprise cannot read them as mail addresses",
            id="two",
        ),
        pytest.param(
            SMTP + "ben@example.com,anna@example..com",
            "no mail goes to 'anna@example..com': Apprise cannot read it as a mail address",
            id="sent elsewhere",
        ),
        pytest.param(
            SMTP + "Anna%20%3Canna.example.com%3E,ben@example.com",
            "no mail goes to 'anna.example.com': Apprise cannot read it as a mail address",
            id="with a name",
        ),
        pytest.param(
            SMTP + "ben@example.com;anna@example.org",
            "no mail goes to 'anna@example.org': Apprise cannot read it as a mail address",
            id="a semicolon",
        ),
        pytest.param(
            SMTP + "ben@example.com&cc=anna.example.com",
            "no mail goes to 'anna.example.com': Apprise cannot read it as a mail address",
            id="a copy",
        ),
        pytest.param(
            SMTP + "ben@example.com&bcc=c@d.org,anna",
            "no mail goes to 'anna': Apprise cannot read it as a mail address",
            id="a blind copy",
        ),
        pytest.param(
            SMTP + "ben@example.com&reply=anna",
            "no mail goes to 'anna': Apprise cannot read it as a mail address",
            id="for answers",
        ),
        pytest.param(SMTP + "ben@example.com&to=anna@example.org", "to= is there more than once", id="given twice"),
        pytest.param(
            "mailtos://u:p@smtp.example.com/ben@example.com/anna",
            "no mail goes to one of the recipients in the path: Apprise cannot",
            id="in the path",
        ),
        pytest.param(f"vonage://abcdef12:{16 * 'a'}@15551234567/15551234568/12", "(phone #)", id="another service"),
    ],
)
def test_a_recipient_that_would_get_nothing_is_found(caplog: pytest.LogCaptureFixture, url: str, named: str) -> None:
    (mistake,) = find_address_mistakes(url)
    assert named in mistake
    assert SECRET not in mistake
    assert caplog.text == ""


@pytest.mark.parametrize(
    "to",
    [
        "anna@example.com",
        "anna@example.com,%20ben+press@example.org",
        "anna@example.com%20ben@example.org",
        "anna@localhost",
        "Anna.B%20%3Canna@example.com%3E,ben@example.com",
        "Lopez,%20Anna%20%3Canna@example.com%3E",
        "%22Lopez,%20J.R.%22%20%3Canna@example.com%3E",
        "anna@example.com%20%3Canna@example.com%3E",
        "Ben%20B.%20ben@example.com",
        "U.N.%20Desk%20a@b.org",
        "St.Gallen%20c@d.org",
        "J.R.Lopez%20c@d.org",
        "a@b.org%20(Anna%20B.)",
        "U.N.,%20Anna%20%3Ca@b.org%3E",
        "Anna%20@%20the%20desk%20a@b.org",
        "mailto:a@b.org",
        "a@b.org?",
        "anna@example.com.",
        "ANNA@Example.com,",
        "anna@example.com&cc=ben@example.com&bcc=c@d.org&reply=e@f.org&name=Anna",
    ],
)
def test_recipients_that_get_mail_are_no_mistakes(to: str) -> None:
    assert find_address_mistakes(SMTP + to) == []


MAIL_TO = "to=a@example.com"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param(
            f"mial://u:{SECRET}@smtp.example.com?{MAIL_TO}",
            "mial:// is no service that Apprise knows; did you mean mailto://?",
            id="letters swapped",
        ),
        pytest.param(f"mailtoo://u:{SECRET}@a.example", "did you mean mailto://?", id="a letter too many"),
        pytest.param(f"smtp://u:{SECRET}@a.example", "did you mean mailto://?", id="another name for mail"),
        pytest.param(f"smtps://u:{SECRET}@a.example", "did you mean mailtos://?", id="and for mail with TLS"),
        pytest.param(f"https://a.example/{SECRET}", "did you mean jsons://?", id="a webhook"),
        pytest.param(f"http://a.example/{SECRET}", "did you mean json://?", id="a webhook without TLS"),
        pytest.param(f"telegram://{SECRET}", "did you mean tgram://?", id="Telegram"),
        pytest.param(f"SLAK://{SECRET}", "slak:// is no service that Apprise knows; did you mean slack://?", id="case"),
        pytest.param(
            f"nonsense://{SECRET}", "knows; see https://appriseit.com/services/ for their names", id="like none"
        ),
        pytest.param(f"mailto:u:{SECRET}@a.example", "must begin with mailto://, with two slashes", id="no slashes"),
        pytest.param(f"mailtos:/u:{SECRET}@a.example", "must begin with mailtos://, with two slashes", id="one slash"),
        pytest.param(SECRET, "must begin with a service, such as mailtos:// or json://", id="no service"),
        pytest.param(f"{SECRET}:x", "must begin with a service, such as mailtos:// or json://", id="no service at all"),
        pytest.param(
            f"slack://{SECRET}",
            "slack:// needs something else after it: write it as on https://appriseit.com/services/slack/",
            id="a service without what it needs",
        ),
        pytest.param(
            f"mailto://user:{SECRET}@127.0.0.1:9?{MAIL_TO}",
            "the sender's address is missing: add &from=name@domain to it",
            id="no domain of the sender",
        ),
        pytest.param(f"mailto://smtp.example.com?{MAIL_TO}", "add &from=name@domain to it", id="no user"),
        pytest.param("mailto://smtp.example.com", "add ?from=name@domain to it", id="no options either"),
        pytest.param(
            f"mailto://127.0.0.1?from=desk.example.com&{MAIL_TO}",
            "the sender 'desk.example.com' is no mail address: write from=name@domain",
            id="a sender that is none",
        ),
        pytest.param(
            f"mailto://127.0.0.1?name=The%20desk&{MAIL_TO}", "add &from=name@domain to it", id="the sender's name only"
        ),
        pytest.param(
            f"mailto://user:{SECRET}/x@smtp.example.com?{MAIL_TO}",
            "write / as %2F, ? as %3F and # as %23 in user and password",
            id="a slash in the password",
        ),
        pytest.param(
            f"mailto://user:{SECRET}?x@smtp.example.com?{MAIL_TO}", "write / as %2F", id="a question mark in it"
        ),
        pytest.param(
            f"mailto://user:{SECRET}@smtp.example.com?mode=tls&{MAIL_TO}",
            "mode='tls' is none of insecure, ssl, starttls",
            id="an unknown mode",
        ),
    ],
)
def test_what_is_wrong_with_an_address_is_said(caplog: pytest.LogCaptureFixture, url: str, words: str) -> None:
    (mistake,) = find_address_mistakes(url)
    assert words in mistake
    assert SECRET.lower() not in mistake.lower()
    assert caplog.text == ""
    with pytest.raises(DeliveryRefused) as raised:
        send_message(MESSAGE, url)
    assert (raised.value.reason, words in str(raised.value)) == ("bad_address", True)


@pytest.mark.parametrize(
    "url",
    [
        "mailto://127.0.0.1:9?from=x@example.com",
        "mailto://[::1]:9?from=x@example.com",
        "mailto://u%2Fx@smtp.example.com:25",
        "MAILTO://desk@smtp.example.com",
        "mailto://u:p&to=x@smtp.example.com?to=a@b.org",
        "mailto://localhost:25/a@b.org?from=x@example.com",
        "mailto://u:p@smtp.example.com/a@b.org/c@d.org",
        f"mailto://u%40x.example:{quote('@/?#', safe='')}@smtp.example.com?from=x@example.com",
        "mailto://?smtp=smtp.example.com&from=x@example.com",
        "mailto://smtp.example.com?user=u@x.example&pass=a%3Bb%26c@d&from=x@example.com&verify=no",
        "ntfy://topic",
        "ntfys://push.example/topic",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    ],
)
def test_an_address_that_messages_can_be_sent_to_is_no_mistake(url: str) -> None:
    assert find_address_mistakes(url) == []


def test_mail_to_nobody_is_refused_by_name_and_place() -> None:
    with pytest.raises(DeliveryRefused) as raised:
        send_message(MESSAGE, SMTP + "anna.example.com", source="address in the Airflow connection desk")
    assert raised.value.reason == "bad_address"
    assert "channel 'desk': no mail goes to 'anna.example.com': Apprise cannot read it" in str(raised.value)
    assert str(raised.value).endswith("(address in the Airflow connection desk)")


def test_an_address_is_shown_with_the_recipients_that_get_nothing() -> None:
    shown = describe_address(SMTP + "anna.example.com,ben@example.com")
    assert shown == "mailto://smtp.example.com to ben@example.com, not to 'anna.example.com'"


SERVER_NOT_FOUND = "write / as %2F, ? as %3F and # as %23 in user and password, and @ as %40"
FROM = f"from=desk@ngo.example&{MAIL_TO}"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param(f"mailtos://desk@ngo.example:pw@smtp.example.com?{MAIL_TO}", SERVER_NOT_FOUND, id="user with @"),
        pytest.param(f"mailtos://desk@ngo.example:pw@smtp.example.com?{FROM}", SERVER_NOT_FOUND, id="@ and a sender"),
        pytest.param(f"mailtos://desk:{SECRET}@ss@smtp.example.com?{FROM}", SERVER_NOT_FOUND, id="password with @"),
        pytest.param(f"mailtos://desk:{SECRET}/ss@smtp.example.com?{FROM}", SERVER_NOT_FOUND, id="password with /"),
        pytest.param(f"mailtos://desk:{SECRET}?ss@smtp.example.com?{FROM}", SERVER_NOT_FOUND, id="password with ?"),
        pytest.param(f"mailtos://desk:pw#{SECRET}@smtp.example.com?{FROM}", SERVER_NOT_FOUND, id="password with #"),
        pytest.param(f"mailtos://desk:p@{SECRET}?ss@smtp.example.com?{FROM}", SERVER_NOT_FOUND, id="with @ and ?"),
        pytest.param(f"mailtos://desk:p@{SECRET}#ss@smtp.example.com?{FROM}", SERVER_NOT_FOUND, id="with @ and #"),
        pytest.param(f"mailtos://desk:{SECRET}@mail_server?{FROM}", "has no valid server: write", id="no host name"),
        pytest.param(f"mailtos://a.example?user=u@b.example&pass=x;{SECRET}@2&{FROM}", "write ; as %3B", id="with ;"),
        pytest.param(f"mailtos://a.example?user=u@b.example&pass=x&{SECRET}&{FROM}", "and & as %26", id="with &"),
        pytest.param(f"mailtos://u:p@a.example/{SECRET}?{MAIL_TO}", "one of the recipients in the path", id="a path"),
        pytest.param(f"mailtos://u:p@{SECRET}/c/d@smtp.example.com?{FROM}", "recipients in the path", id="@ and /"),
        pytest.param(SMTP + ",", "there is no recipient: add to=name@domain", id="commas only"),
        pytest.param(SMTP + '""', "there is no recipient: add to=name@domain", id="quotation marks only"),
        pytest.param(f"mailto://u:{SECRET}@a.example/%20/", "there is no recipient: add to=name@domain", id="a blank"),
        pytest.param("ntfy://", "there is no valid topic: write ntfys://SERVER/TOPIC", id="ntfy without anything"),
        pytest.param(f"ntfys://{SECRET}.example", "there is no valid topic: write ntfys://SERVER/TOPIC", id="no topic"),
    ],
)
def test_no_part_of_a_password_is_in_what_is_said_of_an_address(url: str, words: str) -> None:
    (mistake,) = find_address_mistakes(url)
    assert words in mistake
    assert SECRET.lower() not in (mistake + describe_address(url)).lower()


@pytest.mark.parametrize(
    "url",
    [
        f"mailtos://desk:{SECRET}@ss@smtp.example.com?{FROM}",
        f"mailtos://desk:{SECRET}@mail_server?{FROM}",
        SMTP + ",",
        "ntfys://push.example",
    ],
)
def test_nothing_is_sent_to_an_address_without_server_recipient_or_topic(url: str) -> None:
    with pytest.raises(DeliveryRefused) as raised:
        send_message(MESSAGE, url, timeout=5)
    assert raised.value.reason == "bad_address"
    assert find_address_mistakes(url)[0] in str(raised.value)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("mailto://127.0.0.1:{port} ?from=x@y.example&to=a@b.example", id="a blank after the port"),
        pytest.param("mailto://127.0.0.1:{port}/#c@d.example?from=x@y.example&to=a@b.example", id="a fragment"),
    ],
)
async def test_an_address_that_only_looks_wrong_gets_its_messages(receivers: Receivers, address: str) -> None:
    await send(address.format(port=receivers.smtp_port))
    assert receivers.received


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"mailto://u:p@{SECRET}.invalid/x@127.0.0.1?{FROM}", id="mail"),
        pytest.param(f"json://u:p@{SECRET}.invalid/x@127.0.0.1/", id="webhook"),
    ],
)
def test_a_server_that_may_be_a_part_of_the_password_is_in_no_error(url: str) -> None:
    with pytest.raises(DeliveryFailed) as raised:
        send_message(MESSAGE, url, timeout=5)
    assert raised.value.reason == "connection"
    assert "there is no connection to its server; check name and port" in str(raised.value)
    assert SECRET.lower() not in str(raised.value).lower()


def escaped(password: str) -> str:
    return quote(password, safe="")


PASSWORDS = st.lists(
    st.tuples(st.text("QXZjvk9.", min_size=4, max_size=6), st.text(";&@/?#%+ '\"<>", max_size=2)),
    min_size=1, max_size=4,
)  # fmt: skip
PLACES = [
    "mailtos://desk:{}@smtp.example.com",
    f"mailtos://desk:{{}}@smtp.example.com?{MAIL_TO}",
    f"mailtos://desk:{{}}@smtp.example.com:465?{FROM}",
    "mailtos://desk:{}@smtp.example.com/a@example.com/anna?from=desk@ngo.example",
    "mailtos://desk:{}@smtp.example.com?from=desk.ngo.example&to=anna,ben@example.com;c@d.example",
    f"mailtos://smtp.example.com?user=desk@ngo.example&pass={{}}&{FROM}",
    f"mailtos://smtp.example.com?{FROM};d@e.example&pass={{}}",
    "mailtos://smtp.example.com?mode=tls&pass={};to=anna",
]


@settings(max_examples=300, deadline=None)
@given(parts=PASSWORDS, place=st.sampled_from(PLACES), write=st.sampled_from([str, escaped, quote]))
def test_no_random_password_is_in_what_is_said_of_an_address(
    parts: list[tuple[str, str]], place: str, write: Callable[[str], str]
) -> None:
    url = place.format(write("".join(map("".join, parts))))
    said = " ".join([*find_address_mistakes(url), describe_address(url)]).lower()
    assert [piece for piece, _ in parts if piece.strip(".") and piece.lower() in said] == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("mqtt://localhost:1883/x", "mqtt:// needs the Python package paho-mqtt", id="a missing package"),
        pytest.param("windows://", "windows:// cannot be used on this machine: see https://", id="another machine"),
        pytest.param("msteams://x", "did you mean workflows://?", id="Teams"),
        pytest.param("mattermost://x", "did you mean mmost://?", id="Mattermost"),
        pytest.param("gmail://x", "did you mean mailtos://?", id="Gmail"),
        pytest.param("sms://x", "sms:// is no service that Apprise knows; see https://", id="SMS"),
        pytest.param("file:///x", "file:// is no service that Apprise knows; see https://", id="a file"),
        pytest.param("rss://x", "rss:// is no service that Apprise knows; see https://", id="a feed"),
        pytest.param("wss://x", "wss:// is no service that Apprise knows; see https://", id="a socket"),
    ],
)
def test_a_service_that_cannot_be_used_is_explained(url: str, words: str) -> None:
    (mistake,) = find_address_mistakes(url)
    assert words in mistake


def test_each_service_that_is_suggested_exists() -> None:
    services = set(NotificationManager().schemas())
    assert set(OTHER_NAMES.values()) <= services
    assert not set(OTHER_NAMES) & services


@pytest.mark.parametrize(
    ("warning", "said"),
    [
        pytest.param("Dropped invalid phone # (12) specified.", "its targets (phone #) is not", id="dropped"),
        pytest.param("Dropping invalid Mattermost target " + SECRET, "its targets is not valid", id="dropping"),
        pytest.param("Ignoring illegally formed room " + SECRET, "its targets is not valid", id="a room"),
        pytest.param(f"Dropped invalid SerwerSMS target: {SECRET} (x).", "its targets is not valid", id="a colon"),
    ],
)
def test_a_target_that_is_left_out_is_not_named(monkeypatch: pytest.MonkeyPatch, warning: str, said: str) -> None:
    found, _ = address_mistakes.parse_and_collect("xml://a.example")
    monkeypatch.setattr(address_mistakes, "parse_and_collect", lambda url: (found, [warning]))
    (mistake,) = find_address_mistakes("xml://a.example")
    assert said in mistake
    assert SECRET not in mistake


def test_mail_to_nobody_is_described_as_that() -> None:
    assert describe_address(SMTP + "anna.example.com") == "mailto://smtp.example.com to nobody"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        pytest.param("json://a.example", "address in alerts.toml", id="written"),
        pytest.param("${NV_A}", "address in the environment variable NV_A", id="a variable"),
        pytest.param(
            "mailto://u:${NV_A}@b.example",
            "address in alerts.toml, with the environment variable NV_A",
            id="a part in a variable",
        ),
        pytest.param("airflow://desk", "address in the Airflow connection desk", id="a connection"),
    ],
)
def test_the_place_of_an_address_is_named(url: str, place: str) -> None:
    assert locate_address(Channel(id="desk", url=url, required=False)) == place


@pytest.mark.parametrize(
    ("attempt", "asked", "low", "high"),
    [
        pytest.param(1, None, 24, 30, id="first"),
        pytest.param(2, None, 48, 60, id="doubled"),
        pytest.param(5, None, 384, 480, id="fifth"),
        pytest.param(9, None, 2880, 3600, id="at most an hour"),
        pytest.param(10_000, None, 2880, 3600, id="for ever"),
        pytest.param(1, timedelta(seconds=120), 120, 120, id="as the server asked"),
        pytest.param(5, timedelta(seconds=1), 384, 480, id="never sooner than our own wait"),
        pytest.param(1, timedelta(days=400), 86_400, 86_400, id="a day at most"),
    ],
)
def test_the_wait_between_attempts(attempt: int, asked: timedelta | None, low: int, high: int) -> None:
    waits = [(next_attempt_time(attempt, f"m1_{n}", NOW, asked, first=FIRST) - NOW).total_seconds() for n in range(50)]
    assert low <= min(waits) and max(waits) <= high
    assert len({next_attempt_time(attempt, "m1_0", NOW, asked, first=FIRST) for _ in range(3)}) == 1
    assert len(set(waits)) > 20 or low == high


HOOK = Channel(id="hook", url="jsons://${NV_USER}:${NV_TOKEN}@hooks.example/x")
OFF = Channel(id="main", url="${NV_URL}", required=False)


def test_channels_are_filled_from_the_environment(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    environ = {"NV_USER": "desk", "NV_TOKEN": "${NV_USER}", "NV_URL": ""}
    assert resolve_channels([HOOK, OFF], environ) == {"hook": "jsons://desk:${NV_USER}@hooks.example/x"}
    assert "'main' is off: NV_URL is not set" in caplog.text
    assert enabled_channel_ids([HOOK, OFF], environ) == {"hook"}
    assert resolve_channels([OFF], {"NV_URL": "json://x"}) == {"main": "json://x"}


def test_an_unset_variable_is_named_without_values() -> None:
    with pytest.raises(ConfigError, match="'hook' needs NV_TOKEN in the environment") as raised:
        resolve_channels([HOOK], {"NV_USER": SECRET})
    assert SECRET not in str(raised.value)
    assert enabled_channel_ids([HOOK], {}) == {"hook"}


PHONE = Channel(id="phone", url="airflow://desk_phone")


def test_an_airflow_connection_holds_the_address() -> None:
    asked = {"desk_phone": f"jsons://u:{SECRET}@push.example"}
    assert resolve_channel(PHONE, {}) is None
    assert resolve_channel(PHONE, {}, asked.__getitem__) == asked["desk_phone"]
    assert resolve_channels([PHONE, OFF], {}, asked.__getitem__) == {"phone": asked["desk_phone"]}
    assert (enabled_channel_ids([PHONE], {}), is_airflow_connection(PHONE), is_airflow_connection(HOOK)) == (
        {"phone"},
        True,
        False,
    )


@pytest.mark.parametrize("url", ["airflow://", "airflow://a/b", "airflow://a?x=1", "airflow://u:p@a"])
def test_an_address_of_a_connection_is_its_id_and_nothing_more(url: str) -> None:
    with pytest.raises(ConfigError, match="'phone': write airflow://ID"):
        resolve_channel(Channel(id="phone", url=url), {}, str)


def test_the_receivers_run_as_a_process(tmp_path: Path) -> None:
    ports_file, log = tmp_path / "ports.json", tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "tests.support.receivers", "--ports-file", str(ports_file), "--log", str(log)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 30
            while not ports_file.exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            ports = json.loads(ports_file.read_text())
            control = f"http://127.0.0.1:{ports['http']}/-/"
            faults = urllib.request.Request(control + "faults", data=b'{"http": [500]}', method="POST")
            assert urllib.request.urlopen(faults, timeout=10).status == 204
            url = f"json://127.0.0.1:{ports['http']}/alerts"
            with pytest.raises(DeliveryFailed):
                send_message(MESSAGE, url)
            send_message(MESSAGE, url)
            with urllib.request.urlopen(control + "log", timeout=10) as answer:
                (entry,) = json.loads(answer.read())
        finally:
            process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
    assert [json.loads(line) for line in log.read_text().splitlines()] == [entry]
    assert {"time", "kind", "key", "subject", "body"} <= entry.keys()
