"""What a certifier begins with, in one file for which the log vouches. Spec: docs/spec/conformity.md."""
