"""One module a command: arguments in, the room's work called, its result drawn."""
