"""The third wording of what a patient permits for research: the same, in plain words, a sentence first and the rest behind it. What the second covers, it covers."""

import hashlib
import uuid

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALWAYS = {
    "en": (
        "Each study is approved by somebody other than the researcher.",
        (
            "A study gets numbers about many people. Where it needs more, it gets entries of my file: under an invented number, with moved dates, without what names me. "
            "Data protection hands them out, and only where I look like many others. My name, my address and my numbers do not leave this practice."
        ),
        "On this page I read who asks, and who was given what.",
        (
            "It is voluntary. A no has no disadvantage for me. I can change it here at any time without saying why: from then on nothing more of mine is used, and whoever "
            "received entries of my file has to delete them."
        ),
        "What cannot be taken back: numbers that were told or published, and what a program has learned.",
    ),
    "de": (
        "Jede Studie genehmigt jemand anderes als die Forschenden.",
        (
            "Eine Studie bekommt Zahlen über viele Menschen. Braucht sie mehr, bekommt sie Einträge meiner Akte: unter einer erfundenen Nummer, mit verschobenen Tagen, ohne das, was mich nennt. "
            "Der Datenschutz gibt sie heraus, und nur dort, wo ich vielen anderen gleiche. Mein Name, meine Adresse und meine Nummern verlassen die Praxis nicht."
        ),
        "Auf dieser Seite lese ich, wer fragt und wer was bekommen hat.",
        (
            "Es ist freiwillig. Ein Nein hat keinen Nachteil für mich. Ich kann es hier jederzeit ändern, ohne zu sagen warum: Ab dann wird nichts mehr von mir verwendet, und wer Einträge "
            "meiner Akte bekommen hat, muss sie löschen."
        ),
        "Was sich nicht zurückholen lässt: Zahlen, die genannt oder veröffentlicht wurden, und was ein Programm gelernt hat.",
    ),
}
TEXTS = {
    "research-science": {
        "en": (
            "Universities, hospitals and public institutes in the European Union may use my file for medical research.",
        ),
        "de": (
            "Universitäten, Kliniken und öffentliche Institute in der Europäischen Union dürfen meine Akte für medizinische Forschung nutzen.",
        ),
    },
    "research-industry": {
        "en": ("Companies that develop medicines, devices or programs for care may use my file for medical research.",),
        "de": (
            "Unternehmen, die Medikamente, Geräte oder Programme für die Behandlung entwickeln, dürfen meine Akte für medizinische Forschung nutzen.",
        ),
    },
    "research-ai": {
        "en": (
            "Computer programs may learn from my file (artificial intelligence), for those whom I permit above to do research.",
            "They learn here, and together with other practices and hospitals.",
        ),
        "de": (
            "Computerprogramme dürfen aus meiner Akte lernen (künstliche Intelligenz), für diejenigen, denen ich oben die Forschung erlaube.",
            "Sie lernen hier, und gemeinsam mit anderen Praxen und Kliniken.",
        ),
    },
}
BETWEEN = "\n\n"


def add_texts(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Store the third versions."""
    text = apps.get_model("consent", "Text")
    for topic, words in TEXTS.items():
        for language, said in words.items():
            body = BETWEEN.join([*said, *ALWAYS[language]])
            digest = hashlib.sha256(body.encode()).hexdigest()
            text.objects.create(id=uuid.uuid4(), topic=topic, version=3, language=language, body=body, digest=digest)


class Migration(migrations.Migration):
    """Add the texts."""

    dependencies = (("consent", "0006_research_texts_that_say_all"),)
    operations = (migrations.RunPython(add_texts, migrations.RunPython.noop),)
