"""Backups: a sealed dump of one instant, one current sealed keyring, and the way back. Spec: docs/spec/backup.md."""
