"""The relay, on PostgreSQL: who hears whom, and whom nobody hears.

That something was *not* passed on is proved by what comes next: a channel is first in, first out.
"""

import json
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async

from paravent.access.bearers import digest_of
from paravent.access.terms import ANONYMOUS, Purpose, guest
from paravent.calls import consumers
from paravent.calls.consumers import GONE, MISUSED, NOT_YOURS, RoomConsumer
from paravent.calls.terms import LARGEST_MESSAGE, MESSAGES_A_SECOND, MESSAGES_AT_ONCE
from paravent.calls.tests.scene import Scene, begun, call, page, waiting
from paravent.kernel.ids import PartyId, VisitId
from paravent.visits import operations
from paravent.visits.terms import RoomView

pytestmark = pytest.mark.asyncio


@pytest.fixture
def scene(fresh_database: str) -> Scene:
    del fresh_database
    return begun()


async def test_both_are_told_of_both(scene: Scene) -> None:
    await scene.admit(scene.ali)
    async with page(scene, scene.bea) as bea, page(scene, scene.ali) as ali:
        alone, together = await bea.sees_room(), await bea.sees_room()

        seen = {(party["name"], party["kind"], party["state"]) for party in (await ali.sees_room())["parties"]}
        assert seen == {("Bea", "clinician", "admitted"), ("Ali", "patient", "admitted")}
        assert {party["name"] for party in alone["parties"]} == {party["name"] for party in together["parties"]}
        assert together["me"]["name"] == "Bea"


async def test_admitted_parties_reach_each_other(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id):
        await bea.says("commit", scene.ali_id, session="s", seen="", commitment="00")
        assert await ali.hears() == {
            "tag": "commit",
            "to": scene.ali_id,
            "from": bea_id,
            "session": "s",
            "seen": "",
            "commitment": "00",
        }

        await ali.says("bye", bea_id)
        assert await bea.hears() == {"tag": "bye", "to": bea_id, "from": scene.ali_id}


async def test_a_page_hears_that_the_server_is_there(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "HERE_EVERY_SECONDS", 0)
    async with page(scene, scene.ali) as ali:
        await ali.sees_room()
        assert [await ali.hears_anything() for _ in range(3)] == [{"tag": "here"}] * 3


async def test_who_is_let_in_while_they_sit_down_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment between reading the room and being told of its changes is none in which a change is lost."""

    def enter(*args: Any) -> RoomView:
        seen = operations.enter_room(*args)
        operations.admit_party(scene.bea, Purpose.TREATMENT, scene.visit_id, PartyId(UUID(scene.ali_id)))
        return seen

    monkeypatch.setattr(consumers, "operations", SimpleNamespace(enter_room=enter, room_of=operations.room_of))
    async with page(scene, scene.ali) as ali:
        assert (await ali.sees_room())["me"]["state"] == "waiting"
        assert (await ali.sees_room())["me"]["state"] == "admitted"


@pytest.mark.parametrize("unaware", ["patient", "clinician"])
async def test_a_lost_nudge_is_made_good_by_the_first_word(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, unaware: str
) -> None:
    """Whoever is spoken to by somebody that they do not know as admitted looks at the room again."""
    told = RoomConsumer.room_changed

    async def lose(self: RoomConsumer, event: dict[str, Any]) -> None:
        if self.room is None or self.room.me.kind != unaware:
            await told(self, event)

    async with page(scene, scene.bea) as bea, page(scene, scene.ali) as ali:
        bea_id = (await bea.sees_room())["me"]["party_id"]
        await bea.sees_room()
        await ali.sees_room()
        monkeypatch.setattr(RoomConsumer, "room_changed", lose)
        await scene.admit(scene.ali)
        (speaker, hearer, to) = (bea, ali, scene.ali_id) if unaware == "patient" else (ali, bea, bea_id)
        await speaker.sees_room()
        await speaker.says("commit", to)

        assert {party["state"] for party in (await hearer.sees_room())["parties"]} == {"admitted"}
        assert (await hearer.hears())["tag"] == "commit"


async def test_nobody_speaks_in_anothers_name(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id):
        await ali.says("commit", bea_id, **{"from": bea_id})

        assert (await bea.hears())["from"] == scene.ali_id


async def test_messages_keep_their_order(scene: Scene) -> None:
    async with call(scene) as (bea, ali, _):
        for number in range(50):
            await bea.says("candidate", scene.ali_id, number=number)

        assert [(await ali.hears())["number"] for _ in range(50)] == list(range(50))


@pytest.mark.parametrize("who", ["nobody", "a colleague", "a guest without a seat", "a guest with a forged link"])
async def test_a_stranger_is_refused(scene: Scene, who: str) -> None:
    strangers = {
        "nobody": ANONYMOUS,
        "a colleague": scene.cem,
        "a guest without a seat": guest(digest_of(scene.secret)),
        "a guest with a forged link": guest(digest_of("guessed"), scene.ali.party),
    }
    async with page(scene, strangers[who]) as stranger:
        refused = await stranger.hears()

        assert set(refused) == {"tag", "reason"}
        assert refused["tag"] == "refused"
        assert await stranger.is_closed_with() == NOT_YOURS


async def test_a_visit_that_is_not_there_refuses_like_one_that_is_not_yours(scene: Scene) -> None:
    async with page(scene, scene.bea, VisitId(uuid4())) as bea:
        assert await bea.hears() == {"tag": "refused", "reason": "nothing-there-for-you"}
        assert await bea.is_closed_with() == NOT_YOURS


async def test_the_seat_of_another_visit_opens_nothing_here(scene: Scene) -> None:
    elsewhere = await database_sync_to_async(operations.start_now)(scene.cem, Purpose.TREATMENT)
    async with page(scene, scene.ali, elsewhere.visit_id) as ali:
        assert (await ali.hears())["tag"] == "refused"
        assert await ali.is_closed_with() == NOT_YOURS


async def test_a_refused_page_is_not_listened_to(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id), page(scene, scene.cem) as cem:
        await cem.says("commit", bea_id)
        await cem.says("run", bea_id)
        assert [(await cem.hears())["tag"], await cem.is_closed_with()] == ["refused", NOT_YOURS]
        assert await cem.said_no_more()

        await ali.says("bye", bea_id)
        assert (await bea.hears())["from"] == scene.ali_id


async def test_a_waiting_guest_hears_nobody(scene: Scene) -> None:
    async with page(scene, scene.ali) as ali:
        await ali.sees_room()
        async with page(scene, scene.bea) as bea:
            await bea.sees_room()
            await ali.sees_room()
            await bea.says("commit", scene.ali_id)
            await bea.says("run", scene.ali_id)
            assert await bea.is_closed_with() == MISUSED  # by now the commit has been judged

        await scene.admit(scene.ali)

        assert (await ali.sees_room())["me"]["state"] == "admitted"


async def test_nobody_hears_a_waiting_guest(scene: Scene) -> None:
    async with page(scene, scene.bea) as bea:
        bea_id = (await bea.sees_room())["me"]["party_id"]
        async with page(scene, scene.ali) as ali:
            await ali.sees_room()
            await bea.sees_room()
            await ali.says("commit", bea_id)
            await ali.says("run", bea_id)
            assert await ali.is_closed_with() == MISUSED

        await scene.admit(scene.ali)

        assert (await bea.sees_room())["me"]["name"] == "Bea"


async def test_two_who_wait_do_not_learn_of_each_other(scene: Scene) -> None:
    eve = await database_sync_to_async(waiting)(scene.secret, "Eve")
    async with page(scene, scene.ali) as ali, page(scene, eve) as eves:
        for one, name in ((ali, "Ali"), (eves, "Eve")):
            assert {party["name"] for party in (await one.sees_room())["parties"]} == {name}

        async with page(scene, scene.bea) as bea:
            assert {party["name"] for party in (await bea.sees_room())["parties"]} == {"Ali", "Bea", "Eve"}


async def test_who_waits_while_another_is_in_the_call_still_hears_nobody(scene: Scene) -> None:
    eve = await database_sync_to_async(waiting)(scene.secret, "Eve")
    async with call(scene) as (bea, ali, bea_id), page(scene, eve) as eves:
        assert {party["name"] for party in (await eves.sees_room())["parties"]} == {"Bea", "Eve"}
        await eves.says("commit", scene.ali_id)
        await eves.says("commit", bea_id)
        await eves.says("run", bea_id)
        assert await eves.is_closed_with() == MISUSED

        assert {(await one.hears())["tag"] for one in (ali, bea)} == {"room"}
        await ali.says("bye", bea_id)
        assert (await bea.hears())["tag"] == "bye"


async def test_a_message_to_somebody_who_is_not_here_goes_nowhere(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id):
        for to in (str(uuid4()), scene.ali_id):
            await ali.says("commit", to)
        await ali.says("bye", bea_id)

        assert (await bea.hears())["tag"] == "bye"


async def test_whoever_is_sent_out_hears_and_says_nothing_more(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id):
        await scene.do(operations.remove_party, scene.ali.party)
        assert (await ali.sees_room())["me"]["state"] == "left"
        assert {party["name"] for party in (await bea.sees_room())["parties"]} == {"Bea"}

        await ali.says("commit", bea_id)
        await ali.says("run", bea_id)
        assert await ali.is_closed_with() == MISUSED
        async with page(scene, scene.ali) as again:
            assert await again.hears() == {"tag": "refused", "reason": "was-removed"}

        await database_sync_to_async(waiting)(scene.secret, "Eve")
        assert {party["name"] for party in (await bea.sees_room())["parties"]} == {"Bea", "Eve"}


async def test_the_end_of_the_visit_is_told_to_everybody(scene: Scene) -> None:
    async with call(scene) as (bea, ali, _):
        await scene.do(operations.end_visit, for_patient="Drink tea.")

        assert [(await one.sees_room())["has_ended"] for one in (bea, ali)] == [True, True]
        async with page(scene, scene.ali) as again:
            assert await again.hears() == {"tag": "refused", "reason": "visit-is-over"}


async def test_a_cancelled_visit_lets_its_guest_go(scene: Scene) -> None:
    async with call(scene) as (bea, ali, _):
        await scene.do(operations.cancel_visit)

        assert (await bea.sees_room())["has_ended"]
        assert await ali.hears() == {"tag": "refused", "reason": "invitation-not-valid"}
        assert await ali.is_closed_with() == NOT_YOURS


async def test_a_second_page_takes_the_seat_over(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id), page(scene, scene.ali) as reloaded:
        assert await ali.hears() == {"tag": "elsewhere"}
        assert await ali.is_closed_with() == GONE
        assert (await reloaded.sees_room())["me"]["party_id"] == scene.ali_id

        await bea.sees_room()
        await bea.says("commit", scene.ali_id)
        assert (await reloaded.hears())["from"] == bea_id


async def test_a_seat_survives_the_loss_of_its_socket(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id):
        await ali.goes()
        async with page(scene, scene.ali) as again:
            assert (await again.sees_room())["me"]["state"] == "admitted"
            assert len((await bea.sees_room())["parties"]) == 2

            await again.says("bye", bea_id)
            assert (await bea.hears())["from"] == scene.ali_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"commit"',
        "{}",
        '{"tag": "run", "to": "TO"}',
        '{"tag": "room", "to": "TO"}',
        '{"tag": "refused", "to": "TO"}',
        '{"tag": null, "to": "TO"}',
        '{"tag": "commit"}',
        '{"tag": "commit", "to": null}',
        '{"tag": "commit", "to": "*"}',
        '{"tag": "commit", "to": "{TO}"}',
        '{"tag": "commit", "to": ["TO"]}',
    ],
)
async def test_what_our_pages_would_not_say_closes_the_socket(scene: Scene, text: str) -> None:
    async with call(scene) as (_, ali, bea_id):
        await ali.sends(text=text.replace("TO", bea_id))

        assert await ali.is_closed_with() == MISUSED


async def test_bytes_close_the_socket(scene: Scene) -> None:
    async with call(scene) as (_, ali, bea_id):
        await ali.sends(bytes=json.dumps({"tag": "bye", "to": bea_id}).encode())

        assert await ali.is_closed_with() == MISUSED


async def test_the_largest_message_arrives_and_one_byte_more_closes_the_socket(scene: Scene) -> None:
    async with call(scene) as (bea, ali, bea_id):
        frame = len(json.dumps({"tag": "description", "to": bea_id, "sdp": ""}))
        await ali.says("description", bea_id, sdp="x" * (LARGEST_MESSAGE - frame))
        assert (await bea.hears())["tag"] == "description"

        await ali.says("description", bea_id, sdp="x" * (LARGEST_MESSAGE - frame + 1))
        assert await ali.is_closed_with() == MISUSED


async def test_a_flood_closes_the_socket(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "time", SimpleNamespace(monotonic=lambda: 0.0))
    async with call(scene) as (bea, ali, bea_id):
        for _ in range(MESSAGES_AT_ONCE):
            await ali.says("candidate", bea_id)
            await bea.hears()

        await ali.says("candidate", bea_id)
        assert await ali.is_closed_with() == MISUSED


async def test_what_comes_after_the_end_is_worked_on_no_more(scene: Scene) -> None:
    async with call(scene) as (_bea, ali, bea_id):
        for _ in range(2):
            await ali.says("nonsense", bea_id)

        assert await ali.is_closed_with() == MISUSED
        assert await ali.said_no_more()


async def test_after_a_second_there_is_room_for_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(consumers, "time", SimpleNamespace(monotonic=lambda: now[0]))
    async with call(scene) as (bea, ali, bea_id):
        for allowed in (MESSAGES_AT_ONCE, MESSAGES_A_SECOND):
            for _ in range(allowed):
                await ali.says("candidate", bea_id)
                await bea.hears()
            now[0] += 1

        now[0] -= 1
        await ali.says("candidate", bea_id)
        assert await ali.is_closed_with() == MISUSED
