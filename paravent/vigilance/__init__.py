"""Who looked without a good reason: what the log and the records say, brought before a judgement that names nobody."""
