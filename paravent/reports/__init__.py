"""Something went wrong, or looks odd: a sentence from anybody who works here, on the data-protection officer's desk."""
