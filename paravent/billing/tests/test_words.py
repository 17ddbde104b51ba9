"""What pages say of bills, in the reader's language."""

from django.utils.translation import override

from paravent.billing.words import payer_in_words


def test_a_payer_is_called_in_the_readers_language_and_an_insurer_by_its_own_name() -> None:
    with override("de"):
        assert payer_in_words("Statutory insurance (EBM)") == "Gesetzliche Versicherung (EBM)"
        assert payer_in_words("AOK Hessen") == "AOK Hessen"
