"""The SQL of providers: which shows are tracked, and which records are to be fetched when."""
