//! What is published, on the demonstration site and on small ones.
