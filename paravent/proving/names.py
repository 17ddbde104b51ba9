"""Names for people who never were. All surnames are equally long, so that none is the beginning of another."""

CONSONANTS, VOWELS = "bdfghjklmnprstvwz", "aeiou"
SYLLABLES = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
STRANGERS = 20_000
"""Given names from here on are patients' who do not work here: nobody is called exactly as a colleague by chance."""


def full_name(surname: int, number: int, *, of_staff: int | None = None) -> str:
    """Return a name: the surname's, and a given name that is a colleague's own where it is theirs."""
    return f"{_given(STRANGERS + number % STRANGERS if of_staff is None else of_staff)} {_surname(surname)}"


def _surname(number: int) -> str:
    # Spread over all syllables: neighbours in number are none in the alphabet.
    spread = number * 7919 % len(SYLLABLES) ** 3
    return (_syllable(spread) + _syllable(spread // 85) + _syllable(spread // 85 // 85)).capitalize()


def _given(number: int) -> str:
    # Begins with a vowel, as no surname does: the beginning of one is never the beginning of the other.
    return (VOWELS[number % 5] + _syllable(number // 5) + _syllable(number // 5 // 85)).capitalize()


def _syllable(number: int) -> str:
    return SYLLABLES[number % len(SYLLABLES)]
