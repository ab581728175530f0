//! What stands in a page: its links, ids and headings.
