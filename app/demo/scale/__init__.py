"""The demo grown to any size: a large enterprise with a long history, written past the phones but as they write."""
