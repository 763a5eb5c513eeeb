"""One module a command: arguments in, a service called, its result drawn."""
