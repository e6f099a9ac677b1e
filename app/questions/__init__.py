"""Questions and recitals made from a post's cards. Pure: values in, values out."""
