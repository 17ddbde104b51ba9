"""A program's lines come from a place, too."""

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.interop.tests.cast import Practice, Program, given
from paravent.ledger.models import Whence
from paravent.web.actors import place_of


def test_what_a_program_reads_is_kept_with_the_network_it_asked_from(here: Practice) -> None:
    assert Program(given("bea", here.bea)).get(f"/Patient/{here.ali}").status_code == 200

    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        places = set(Whence.objects.values_list("place", flat=True))
    assert places == {place_of("127.0.0.1", "")}
