"""Write Cyrillic and Greek letters in Latin ones, so that one person has one id in these scripts."""

_CYRILLIC = """
а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch
ы y э e ю yu я ya і i ї i є e ґ g ј j љ lj њ nj ћ c ђ dj џ dz
"""
_GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
_PAIRS = f"{_CYRILLIC} {_GREEK}".split()
_TABLE = str.maketrans({**dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)), "ъ": "", "ь": ""})


def romanize(folded: str) -> str:
    """Return a folded word with its Cyrillic and Greek letters in Latin ones; other letters stay."""
    return folded.translate(_TABLE)
