"""What we claim about speed, held in one run against peers and limits. `make bench` writes docs/benchmarks.md."""
