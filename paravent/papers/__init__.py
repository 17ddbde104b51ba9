"""Papers: what the law asks to have in writing, made from the running system, in German and English."""
