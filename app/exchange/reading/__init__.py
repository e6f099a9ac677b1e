"""Reading cards out of the blocks of an Office file."""
