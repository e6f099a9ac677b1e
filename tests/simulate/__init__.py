"""The simulator: the phone's shipped code against the real server, with everything going wrong."""
