"""Pages of Telegram in their real form: previews of channels, single posts, and what stands in their place."""
# ruff: noqa: E501 - markup is written as it is found

from html import escape

PREVIEW = "https://t.me/s/island_news"


def post(
    number: int,
    text: str | None,
    *,
    channel: str = "island_news",
    at: str = "2026-11-24T08:00:00+00:00",
    before: str = "",
    after: str = "",
    meta: str = "",
    service: bool = False,
) -> str:
    """Return a post as the preview shows it. `text`: HTML. `before`, `after`: what stands around the text."""
    words = "" if text is None else f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap {"service_message " if service else ""}js-widget_message" data-post="{channel}/{number}" data-view="eyJjIjotMTAwfQ"><div class="tgme_widget_message_user"><a href="https://t.me/{channel}"><i class="tgme_widget_message_user_photo bgcolor2" data-content="I"><img src="https://cdn4.telesco.pe/file/a.jpg"></i></a></div>
<div class="tgme_widget_message_bubble"><i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon" width="9px" height="20px"><g fill="none"><path></path></g></svg></i><div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/{channel}"><span dir="auto">Island News</span></a></div>
{before}{words}{after}
<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info"><span class="tgme_widget_message_views">12.5K</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date" href="https://t.me/{channel}/{number}"><time datetime="{at}" class="time">08:00</time></a></span></div></div></div></div></div>"""


def preview(*posts: str, title: str = "Island News") -> str:
    """Return the preview page of a channel."""
    return f"""<!DOCTYPE html><html class="theme_light"><head><meta charset="utf-8"><title>{title} – Telegram</title><meta property="og:title" content="{title}"><meta property="og:site_name" content="Telegram"></head><body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode"><header class="tgme_header search_collapsed"><div class="tgme_container"><div class="tgme_header_link"><a class="tgme_header_title_wrap" href="/island_news"><div class="tgme_header_counter">48.2K subscribers</div></a></div></div></header><main class="tgme_main" data-url="/island_news"><div class="tgme_container"><section class="tgme_right_column"><div class="tgme_channel_info"><div class="tgme_channel_info_header"><div class="tgme_channel_info_header_title_wrap"><div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div></div></div></div></section><section class="tgme_channel_history js-message_history"><div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/island_news?before=77" class="tme_messages_more js-messages_more" data-before="77"></a></div>{"".join(posts)}</section></div></main></body></html>"""


def embed(one: str) -> str:
    """Return the page of a single post (`?embed=1`)."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Telegram Widget</title><base target="_blank"><script>document.cookie="stel_dt="+encodeURIComponent(-120);</script></head><body class="widget_frame_base tgme_widget body_widget_post emoji_image nodark">{one}</body></html>"""


def landing(extra: str, *, title: str = "Telegram: View @island_news", context: bool = False) -> str:
    """Return the page about a name, to which Telegram redirects if there is no preview."""
    link = '<div class="tgme_page_context_link_wrap"><a class="tgme_page_context_link" href="/s/island_news">Preview channel</a></div>'
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head><body><div class="tgme_page_wrap"><div class="tgme_body_wrap"><div class="tgme_page"><div class="tgme_page_title"><span dir="auto">Island News</span></div>{extra}<div class="tgme_page_action"><a class="tgme_action_button_new" href="tg://resolve?domain=island_news">View in Telegram</a></div>{link if context else ""}</div></div></div></body></html>"""


FORWARDED = '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/harbour_union/77"><span dir="auto">Harbour Union</span></a></div>'
FORWARDED_FROM_NOBODY = '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<span class="tgme_widget_message_forwarded_from_name"><span dir="auto">A. Fisher</span></span></div>'
PHOTO = """<a class="tgme_widget_message_photo_wrap 5390" href="https://t.me/island_news/90" style="width:800px;background-image:url('https://cdn4.telesco.pe/file/p.jpg')"><div class="tgme_widget_message_photo" style="padding-top:66%"></div></a>"""
ALBUM = """<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" style="width:453px;"><div class="tgme_widget_message_grouped js-message_grouped"><a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" href="https://t.me/island_news/91?single"></a><a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" href="https://t.me/island_news/92?single"></a></div></div>"""
REPLY = """<a class="tgme_widget_message_reply user-color-default" href="https://t.me/island_news/60"><div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">Island News</span></div><div class="tgme_widget_message_text js-message_reply_text" dir="auto">What an older post said</div></a>"""
POLL = """<a class="tgme_widget_message_poll js-poll" href="https://t.me/island_news/95"><div class="tgme_widget_message_poll_question">Should the <i class="emoji"><b>⛴</b></i> ferry run at night?</div><div class="tgme_widget_message_poll_type">Anonymous Poll</div><div class="tgme_widget_message_poll_options"><a class="tgme_widget_message_poll_option" href="https://t.me/island_news/95"><div class="tgme_widget_message_poll_option_percent">80%</div><div class="tgme_widget_message_poll_option_value"><div class="tgme_widget_message_poll_option_text">Yes &amp; soon</div><div class="tgme_widget_message_poll_option_bar" style="width:80%"></div></div></a><a class="tgme_widget_message_poll_option" href="https://t.me/island_news/95"><div class="tgme_widget_message_poll_option_percent">20%</div><div class="tgme_widget_message_poll_option_value"><div class="tgme_widget_message_poll_option_text">No</div></div></a></div></a>"""
LINK = """<a class="tgme_widget_message_link_preview" href="https://news.example/1"><div class="link_preview_site_name accent_color" dir="auto">news.example</div><div class="link_preview_title" dir="auto">The title of another page</div><div class="link_preview_description" dir="auto">Its summary.</div></a>"""
EMOJI = """<i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/E29C85.png')"><b>✅</b></i>"""
SIGNED = '<span class="tgme_widget_message_from_author" dir="auto">Eva Moss</span>'
NOT_FOUND = '<div class="tgme_widget_message err_message js-widget_message"><div class="tgme_widget_message_error">Post not found</div></div>'
LONG = "Parliament has delayed the vote on the press law after a week of protests in the capital and in three other towns on the islands."

PAGE_OF_TEXTS = preview(
    post(80, "Channel created", service=True),
    post(
        81, f"<b>Ferries stop at noon</b><br/><br/>A storm is coming from the west.<br/>Be careful &amp; stay in.{LINK}"
    ),
    post(82, f'{LONG} More in the evening. <a href="?q=%23press">#press</a>', meta="edited "),
    post(83, "pinned a photo", service=True),
)
PAGE_OF_FORWARDS = preview(
    post(84, "We end the strike today.", before=FORWARDED),
    post(85, "Somebody wrote this to us.", before=FORWARDED_FROM_NOBODY),
    post(86, "Our own answer.", before=REPLY, meta=SIGNED),
)
PAGE_OF_PICTURES = preview(
    post(90, None, before=PHOTO), post(91, "Two pictures of the harbour", before=ALBUM), post(93, "", before=PHOTO)
)
PAGE_OF_POLLS = preview(post(95, None, after=POLL))
PAGE_IN_PERSIAN = preview(
    post(
        94,
        f'{EMOJI} <b>پایان اعتصاب کارگران بندر</b><br/><br/>صادرات غلات از فردا از سر گرفته می‌شود.<br/><a href="?q=%23">#بندر</a>',
        at="2026-11-24T11:30:00+03:30",
    ),
    title="اخبار جزیره",
)
PAGE_WITHOUT_POSTS = preview(
    '<div class="tgme_widget_message_centered"><div class="tme_no_messages_found">No posts</div></div>'
)
PREVIEW_OFF = landing('<div class="tgme_page_extra">48 201 subscribers</div>')
NO_CHANNEL = landing("", title="Telegram: Contact @island_news")
PERSON = landing(f'<div class="tgme_page_extra">{escape("@island_news2")}</div>')
ABOUT_A_CHANNEL = landing('<div class="tgme_page_extra">48 201 subscribers</div>', context=True)
