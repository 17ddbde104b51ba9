"""What patients ask for by law: access, a copy, correction, restriction, erasure; each with its deadline and its proof."""
