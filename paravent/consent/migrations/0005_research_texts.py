"""The first wording of what a patient permits for research, English and German: one text for each purpose."""

import hashlib
import uuid

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ALWAYS = {
    "en": (
        " Each study is approved here by somebody other than the researcher, and I can read on this page who asks what. "
        "My name, address and numbers do not leave this practice. This is voluntary, saying no has no disadvantage for "
        "me, and I can change it here at any time without saying why: from then on I am not counted any more. What was "
        "counted or published before cannot be taken back."
    ),
    "de": (
        " Jede Studie wird hier von jemand anderem genehmigt als von den Forschenden, und auf dieser Seite kann ich lesen, "
        "wer was wissen will. Mein Name, meine Adresse und meine Nummern verlassen die Praxis nicht. Das ist freiwillig, ein "
        "Nein hat keinen Nachteil für mich, und ich kann es hier jederzeit ändern, ohne zu sagen warum: Ab dann werde ich "
        "nicht mehr mitgezählt. Was vorher gezählt oder veröffentlicht wurde, lässt sich nicht zurückholen."
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
        "en": "Computer programs may learn from what stands in my file (artificial intelligence), for those whom I permit above to do research.",
        "de": "Computerprogramme dürfen aus dem lernen, was in meiner Akte steht (künstliche Intelligenz), für diejenigen, denen ich oben die Forschung erlaube.",
    },
}


def add_texts(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Store the first versions."""
    text = apps.get_model("consent", "Text")
    for topic, words in TEXTS.items():
        for language, said in words.items():
            body = said + ALWAYS[language]
            digest = hashlib.sha256(body.encode()).hexdigest()
            text.objects.create(id=uuid.uuid4(), topic=topic, version=1, language=language, body=body, digest=digest)


class Migration(migrations.Migration):
    """Add the texts."""

    dependencies = (("consent", "0004_words_by_migration"),)
    operations = (migrations.RunPython(add_texts, migrations.RunPython.noop),)
