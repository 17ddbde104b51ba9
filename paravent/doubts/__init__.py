"""Texts whose people may not all have been taken out: held back from a release until somebody who cares for the patient has looked."""
