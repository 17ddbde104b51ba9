"""Whoever has no code, an old one or another recipient's *cannot* read whom a recipient has to delete, nor say for them that they did; the code stands in no address, page, log or row."""

from django.test import Client

from paravent.uses import operations
from paravent.uses.tests.cast import a_study, a_use, who_leaves
from tests.threats.cast import Practice

MANIFEST = "/research/deleted/"


def test_a_code_opens_its_own_list_and_stands_nowhere(practice: Practice) -> None:
    ali = practice.held.patient_id
    study_id = a_study(practice.fen.actor, practice.gul.actor)
    mine, theirs = a_use(study_id, {ali: "p1"}), a_use(study_id, {ali: "p2"})
    page = f"/research/{study_id}/uses/"
    given = practice.gul.browser.post(f"{page}{mine}/code/").content.decode()
    code = given.partition("<pre>")[2].partition("</pre>")[0]
    other = operations.give_code(practice.gul.actor, theirs)
    who_leaves(ali)
    batch = operations.fetch_lists(code)[0].batch_id

    for sent in (other, code.lower() + "A", "", "A" * 26):
        thief = Client(headers={"Authorization": f"Bearer {sent}"})
        assert thief.get(f"{MANIFEST}{batch}/").status_code in {401, 404}
        assert thief.post(f"{MANIFEST}{batch}/acknowledged/").status_code in {401, 404}
    assert practice.gul.browser.get(f"{MANIFEST}{batch}/").status_code == 401
    assert Client().get(f"{MANIFEST}{batch}/?code={code}").status_code == 401

    assert code not in practice.gul.browser.get(page).content.decode()
    assert code not in str(practice.log("use.give-code") + practice.log("use.fetch"))
    with practice.as_superuser() as everything:
        said = "SELECT count(acknowledged_at) FROM uses_listing WHERE batch = %s"
        assert everything.execute(said, [batch]).fetchone() == (0,)
        rows = everything.execute(
            "SELECT count(*) FROM uses_use one WHERE one::text ILIKE %s", [f"%{code}%"]
        ).fetchone()
    assert rows == (0,)
    assert practice.fen.browser.post(f"{page}{mine}/code/").status_code == 403
