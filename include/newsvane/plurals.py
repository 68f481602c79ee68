"""Put a number and its noun into words."""


def count_noun(number: float, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 article", "2 stories", "1,200 days", "1.5 hours".

    `plural`: if the ending -s, or -ies for -y, is wrong.
    """
    if not plural:
        plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number:,.15g} {noun if number == 1 else plural}"
