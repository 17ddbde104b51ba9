"""The second wording of what a patient permits for research: entries of a file and models are said too, not counting alone."""

import hashlib
import uuid

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALWAYS = {
    "en": (
        " Each study is approved here by somebody other than the researcher. It may get numbers about many people; and, where "
        "it needs more, entries of my file under an invented number, with moved dates and without what names me, handed out by "
        "data protection and only where I look like many others. My name, my address and my numbers do not leave this practice. "
        "On this page I can read who asks, and what was given to whom. This is voluntary, saying no has no disadvantage for me, "
        "and I can change it here at any time without saying why: from then on nothing more of mine is used, and whoever "
        "received entries of my file has to delete them. Numbers that were told or published, and what a program has learned, "
        "cannot be taken back."
    ),
    "de": (
        " Jede Studie wird hier von jemand anderem genehmigt als von den Forschenden. Sie bekommt Zahlen über viele Menschen "
        "und, wo sie mehr braucht, Einträge meiner Akte unter einer erfundenen Nummer, mit verschobenen Tagen und ohne das, was "
        "mich nennt; der Datenschutz gibt sie heraus, und nur dort, wo ich vielen anderen gleiche. Mein Name, meine Adresse und "
        "meine Nummern verlassen die Praxis nicht. Auf dieser Seite kann ich lesen, wer fragt und was wem gegeben wurde. Das ist "
        "freiwillig, ein Nein hat keinen Nachteil für mich, und ich kann es hier jederzeit ändern, ohne zu sagen warum: Ab dann "
        "wird nichts mehr von mir verwendet, und wer Einträge meiner Akte bekommen hat, muss sie löschen. Zahlen, die genannt "
        "oder veröffentlicht wurden, und was ein Programm gelernt hat, lassen sich nicht zurückholen."
    ),
}
TEXTS = {
    "research-science": {
        "en": "Universities, hospitals and public institutes in the European Union may use what stands in my file for medical research.",
        "de": "Universitäten, Kliniken und öffentliche Institute in der Europäischen Union dürfen für medizinische Forschung nutzen, was in meiner Akte steht.",
    },
    "research-industry": {
        "en": "Companies that develop medicines, devices or programs for care may use what stands in my file for medical research.",
        "de": "Unternehmen, die Medikamente, Geräte oder Programme für die Behandlung entwickeln, dürfen für medizinische Forschung nutzen, was in meiner Akte steht.",
    },
    "research-ai": {
        "en": "Computer programs may learn from what stands in my file (artificial intelligence), here and together with other practices and hospitals, for those whom I permit above to do research.",
        "de": "Computerprogramme dürfen aus dem lernen, was in meiner Akte steht (künstliche Intelligenz), hier und gemeinsam mit anderen Praxen und Kliniken, für diejenigen, denen ich oben die Forschung erlaube.",
    },
}


def add_texts(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Store the second versions."""
    text = apps.get_model("consent", "Text")
    for topic, words in TEXTS.items():
        for language, said in words.items():
            body = said + ALWAYS[language]
            digest = hashlib.sha256(body.encode()).hexdigest()
            text.objects.create(id=uuid.uuid4(), topic=topic, version=2, language=language, body=body, digest=digest)


class Migration(migrations.Migration):
    """Add the texts."""

    dependencies = (("consent", "0005_research_texts"),)
    operations = (migrations.RunPython(add_texts, migrations.RunPython.noop),)
