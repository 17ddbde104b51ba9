"""What a patient permits for research, which studies ask, and how many a study would find. Nobody here sees a patient."""
