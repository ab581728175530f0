//! What is published, on the demonstration site and on small ones.

use crate::site::Site;

#[test]
fn only_an_event_can_be_over() {
    let built = Site::concept(
        "title: A\nsummary: S.\ndate: 2026-03-14\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n",
        "",
    )
    .sections("-- content/workshops/w.md --\n---\ntitle: W\nsummary: S.\nstart: 2026-03-14 14:00\n---\n")
    .build()
    .and_nothing_else()
    .shows("konzepte/index.html", &["<time datetime=\"2026-03-14\">14. März 2026</time>"])
    .shows("workshops/index.html", &["<fundus-when past=\"vorbei\"><time datetime=\"2026-03-14T14:00"]);
    assert!(!built.main("konzepte/index.html").contains("fundus-when"));
}
